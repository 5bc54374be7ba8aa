"""Databases, search domains, caches and disks, with every default and alternative that AWS has."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Example
from policies.rules.examples.build import PROVIDER, aws, changed, linked
from policies.rules.examples.databases import (
    CACHED,
    CLUSTER,
    DISKS,
    FORMER_DOMAIN,
    RELATIONAL,
    SEARCH,
    SERVERLESS_CACHE,
    answered,
)
from policies.rules.examples.network import SUBNET
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, said, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SOURCE = "arn:aws:rds:eu-west-1:111122223333:db:lz-prod-orders"


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DB-006", {"kmsKeyId": None}, FAIL),
        ("LZ-DB-006", {"storageEncrypted": None}, FAIL),
        ("LZ-DB-006", {"storageEncrypted": None, "replicateSourceDb": "lz-prod-orders"}, PASS),
        ("LZ-DB-006", {"kmsKeyId": None, "replicateSourceDb": "lz-prod-orders"}, PASS),
        ("LZ-DB-006", {"kmsKeyId": None, "replicateSourceDb": SOURCE}, FAIL),
        ("LZ-DB-006", {"storageEncrypted": None, "replicateSourceDb": SOURCE}, FAIL),
        ("LZ-DB-006", {"kmsKeyId": None, "replicateSourceDb": UNKNOWN}, UNSURE),
        ("LZ-DB-006", {"kmsKeyId": None, "replicateSourceDb": 7}, PASS),
        ("LZ-DB-007", {"publiclyAccessible": None}, PASS),
        ("LZ-DB-008", {"deletionProtection": None}, FAIL),
        ("LZ-DB-009", {"backupRetentionPeriod": 7}, PASS),
        ("LZ-DB-009", {"backupRetentionPeriod": 6}, FAIL),
        ("LZ-DB-009", {"backupRetentionPeriod": None}, FAIL),
        ("LZ-DB-009", {"backupRetentionPeriod": 1, "replicateSourceDb": "lz-prod-orders"}, PASS),
        ("LZ-DB-010", {"multiAz": None}, FAIL),
        ("LZ-DB-010", {"multiAz": None, "replicateSourceDb": "lz-prod-orders"}, PASS),
        ("LZ-DB-011", {"autoMinorVersionUpgrade": None}, PASS),
        ("LZ-DB-012", {"manageMasterUserPassword": None}, FAIL),
        ("LZ-DB-012", {"manageMasterUserPassword": None, "replicateSourceDb": "lz-prod-orders"}, PASS),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None}, FAIL),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None, "engine": None}, FAIL),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None, "engine": "aurora"}, FAIL),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None, "engine": "mysql"}, FAIL),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None, "engine": "mariadb"}, FAIL),
        ("LZ-DB-013", {"iamDatabaseAuthenticationEnabled": None, "engine": "oracle-ee"}, PASS),
    ],
)
def test_a_database_is_held_to_what_its_engine_and_its_source_allow(
    rule: str, change: dict[str, Any], expected: Verdict
) -> None:
    """A replica has what its source has; an engine that knows no IAM is not asked for it."""
    assert expected is said(rule, changed(RELATIONAL, "database", **change))


@pytest.mark.parametrize("follows", ["replicationSourceIdentifier", "globalClusterIdentifier"])
def test_a_cluster_that_follows_another_needs_no_password_of_its_own(follows: str) -> None:
    """It has the users of the cluster it follows."""
    cluster = aws(CLUSTER, "cluster", engine="aurora-postgresql")
    follower = aws(CLUSTER, "cluster", engine="aurora-postgresql", **{follows: SOURCE})

    assert (FAIL, PASS) == (said("LZ-DB-012", (cluster,)), said("LZ-DB-012", (follower,)))


def test_a_database_may_go_where_data_may_be_torn_down() -> None:
    """As a table may: deletion-allowed names the environment."""
    stack = changed(RELATIONAL, "database", deletionProtection=False)

    assert PASS is verdict(RULES["LZ-DB-008"], graph_of(stack, stack="dev"))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DB-014", {"encryptAtRest": {"enabled": False, "kmsKeyId": "key"}}, FAIL),
        ("LZ-DB-014", {"encryptAtRest": None}, FAIL),
        ("LZ-DB-015", {"nodeToNodeEncryption": None}, FAIL),
        ("LZ-DB-016", {"domainEndpointOptions": answered(enforceHttps=False)}, FAIL),
        ("LZ-DB-016", {"domainEndpointOptions": answered(tlsSecurityPolicy="Policy-Min-TLS-1-2-2019-07")}, PASS),
        ("LZ-DB-016", {"domainEndpointOptions": {"enforceHttps": True}}, FAIL),
        ("LZ-DB-017", {"vpcOptions": {"subnetIds": []}}, FAIL),
        ("LZ-DB-018", {"advancedSecurityOptions": None}, FAIL),
        ("LZ-DB-019", {"logPublishingOptions": None}, FAIL),
        ("LZ-DB-019", {"logPublishingOptions": [{"logType": "INDEX_SLOW_LOGS"}]}, FAIL),
        ("LZ-DB-019", {"logPublishingOptions": [{"logType": "INDEX_SLOW_LOGS"}, {"logType": "AUDIT_LOGS"}]}, PASS),
        ("LZ-DB-019", {"logPublishingOptions": [UNKNOWN]}, UNSURE),
    ],
)
def test_a_search_domain_is_closed(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """Under its name of today and its former one."""
    stack = changed(SEARCH, "search", **change)
    former = tuple(Example(FORMER_DOMAIN, e.properties, e.name, e.refs, PROVIDER) for e in stack)

    assert (expected, expected) == (said(rule, stack), said(rule, former))


def test_a_domain_in_subnets_of_the_stack_stands_in_the_vpc() -> None:
    """Before the subnets have ids."""
    stack = (*linked(SEARCH, "search", vpcOptions="subnet"), aws(SUBNET, "subnet", cidrBlock="10.32.0.0/20"))
    elsewhere = (*linked(SEARCH, "search", vpcOptions="vpc"), aws("aws:ec2/vpc:Vpc", "vpc"))

    assert (PASS, UNSURE) == (said("LZ-DB-017", stack), said("LZ-DB-017", elsewhere))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DB-020", {"transitEncryptionEnabled": None}, FAIL),
        ("LZ-DB-020", {"transitEncryptionMode": None}, PASS),
        ("LZ-DB-020", {"transitEncryptionMode": "preferred"}, FAIL),
        ("LZ-DB-021", {"atRestEncryptionEnabled": False}, FAIL),
        ("LZ-DB-021", {"atRestEncryptionEnabled": None}, PASS),
        ("LZ-DB-021", {"atRestEncryptionEnabled": None, "engine": "redis"}, FAIL),
        ("LZ-DB-021", {"atRestEncryptionEnabled": None, "engine": None}, FAIL),
        ("LZ-DB-021", {"atRestEncryptionEnabled": None, "engine": UNKNOWN}, UNSURE),
        ("LZ-DB-022", {"userGroupIds": None}, FAIL),
        ("LZ-DB-022", {"userGroupIds": None, "authToken": "a-token-nobody-knows"}, PASS),
        ("LZ-DB-022", {"userGroupIds": None, "authTokenWo": "a-token-nobody-knows"}, PASS),
        ("LZ-DB-022", {"userGroupIds": None, "authToken": UNKNOWN}, UNSURE),
    ],
)
def test_a_cache_is_closed(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """Valkey encrypts where nothing is said, Redis does not."""
    assert expected is said(rule, changed(CACHED, "cache", **change))


def test_a_serverless_cache_names_its_users_and_its_key() -> None:
    """It is encrypted in any case; whose key, and who may come in, is a choice."""
    bare = (aws(SERVERLESS_CACHE, "cache", engine="valkey"),)
    closed = (aws(SERVERLESS_CACHE, "cache", engine="valkey", kmsKeyId="arn:aws:kms:1:key/2", userGroupId="users"),)

    assert [FAIL, FAIL] == [said("LZ-DB-021", bare), said("LZ-DB-022", bare)]
    assert [PASS, PASS] == [said("LZ-DB-021", closed), said("LZ-DB-022", closed)]


@pytest.mark.parametrize(
    ("rule", "name", "change", "expected"),
    [
        ("LZ-DB-023", "files", {"encrypted": None}, FAIL),
        ("LZ-DB-023", "files", {"kmsKeyId": None}, FAIL),
        ("LZ-DB-024", "disk", {"encrypted": None}, FAIL),
        ("LZ-DB-024", "disk", {"encrypted": "true"}, PASS),
        ("LZ-DB-025", "by-default", {"enabled": None}, PASS),
    ],
)
def test_disks_and_files_are_encrypted(rule: str, name: str, change: dict[str, Any], expected: Verdict) -> None:
    """Neither is where nothing is said; the default for disks is on where it is made at all."""
    assert expected is said(rule, changed(DISKS, name, **change))
