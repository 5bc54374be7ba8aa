"""The store of models, who publishes and who reads."""

from __future__ import annotations

import json

import pytest
from pulumi_aws.ssm import Parameter as Ssm

from components.storage.model_store import ModelStore, ModelStoreArgs, publisher_policy, reader_policy
from tests.components.storage.sites import (
    ACCOUNT,
    AWAY,
    BOUNDARY,
    HOME,
    PRIMARY,
    RECOVERY,
    SCOPE,
    TOPICS,
    YEAR,
    allowed,
    by_sid,
)
from tests.synth import Declared, synth

DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-apply"
ARGS = ModelStoreArgs(
    scope=SCOPE, retention=YEAR, primary=PRIMARY, recovery=RECOVERY, alarms=TOPICS, publishers=(DEPLOYER,)
)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: ModelStore("models", ARGS), unknown=unknown)


def test_who_serves_a_model_cannot_change_it() -> None:
    """The reader reads, and decrypts: a pod that was taken over cannot poison what it serves."""
    actions = allowed(reader_policy(ARGS))

    assert {"s3:GetObject", "s3:GetObjectVersion", "kms:Decrypt"} <= actions
    assert not [a for a in actions if not a.startswith(("s3:Get", "s3:List", "kms:Decrypt"))]


def test_who_publishes_a_model_cannot_remove_another() -> None:
    """A new version never costs the old one, from which past decisions are reproduced."""
    actions = allowed(publisher_policy(ARGS))

    assert "s3:PutObject" in actions
    assert not [a for a in actions if "Delete" in a or "Retention" in a or "Bypass" in a]


@pytest.mark.parametrize("policy", [reader_policy(ARGS), publisher_policy(ARGS)])
def test_neither_reaches_beyond_the_store(policy: str) -> None:
    """Only this store's buckets, and the key of models."""
    for statement in by_sid(policy).values():
        if statement["Action"][0].startswith("kms:"):
            assert {"kms:ResourceAliases": "alias/lz-prod-models"} == statement["Condition"]["ForAnyValue:StringEquals"]
        else:
            assert all(r.startswith("arn:aws:s3:::lz-prod-models-") for r in statement["Resource"])


def test_the_reader_works_in_both_regions() -> None:
    """A failover finds its permissions in place: IAM's control plane may be what is gone."""
    for statement in by_sid(reader_policy(ARGS)).values():
        for region in (HOME, AWAY):
            assert [r for r in statement["Resource"] if region in r], f"{statement['Sid']} misses {region}"


def test_who_uses_a_role_waits_for_its_permissions() -> None:
    """A role without its policy fails its first call, and looks like a bug of the caller."""

    def build() -> None:
        store = ModelStore("models", ARGS)
        Ssm("reader", type="String", value=store.reader_role)
        Ssm("publisher", type="String", value=store.publisher_role)

    declared = synth(build)

    for who in ("reader", "publisher"):
        waits = declared.named(who).property_dependencies["value"]
        assert declared.named(f"models-{who}-attachment").urn in waits
        assert declared.named(f"models-{who}-role").urn in waits


def test_pods_of_this_account_read_and_the_deploy_role_publishes() -> None:
    """Each role is assumed by its own kind."""
    trusts = {
        r["name"]: json.loads(r["assumeRolePolicy"])["Statement"][0] for r in declare().of_type("aws:iam/role:Role")
    }
    reader, publisher = trusts["lz-prod-model-reader"], trusts["lz-prod-model-publisher"]

    assert {"Service": "pods.eks.amazonaws.com"} == reader["Principal"]
    assert {"sts:AssumeRole", "sts:TagSession"} == set(reader["Action"]), "Pod Identity tags its sessions"
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == reader["Condition"]
    assert {"AWS": f"arn:aws:iam::{ACCOUNT}:root"} == publisher["Principal"], "IAM refuses a role that is not there yet"
    assert {"ArnEquals": {"aws:PrincipalArn": [DEPLOYER]}} == publisher["Condition"]


def test_both_roles_stay_inside_the_boundary_and_have_one_policy_each() -> None:
    """Three roles, the replication's among them."""
    declared = declare()

    assert {BOUNDARY} == {r["permissionsBoundary"] for r in declared.of_type("aws:iam/role:Role")}
    attachments = declared.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert {"lz-prod-model-reader", "lz-prod-model-publisher"} == {a["role"] for a in attachments}
    for attachment in attachments:
        assert attachment["policyArn"].endswith(attachment["role"]), "reader and publisher are not swapped"


def test_a_model_asks_for_no_other_encryption() -> None:
    """An upload with AES256 would be readable without the key."""
    for policy in declare().of_type("aws:s3/bucketPolicy:BucketPolicy"):
        assert "KmsOnly" in by_sid(policy["policy"])


def test_policies_are_known_before_anything_exists() -> None:
    """A first preview shows who may do what."""
    policies = [p["policy"] for p in declare(unknown=True).of_type("aws:iam/policy:Policy")]

    assert {reader_policy(ARGS), publisher_policy(ARGS)} == set(policies)
