"""Search domains that vectors lie in, and caches of answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.checks import SUBNETS, Demand, by_type, demands, encrypted, every_check, given
from policies.keys import customer_key
from policies.rule import ResourceCheck, Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.databases import (
    CACHED,
    DOMAIN,
    FORMER_DOMAIN,
    REPLICATION_GROUP,
    SEARCH,
    SERVERLESS_CACHE,
    answered,
    published,
)
from policies.value import Outcome, is_true, non_empty, one_of
from policies.verdict import some
from policies.view import View

_DOMAINS: Final = (DOMAIN, FORMER_DOMAIN)


def _is_recent_tls(raw: Any) -> bool:
    return str(raw).startswith("Policy-Min-TLS-1-2-")


domain_has_a_customer_key = resource_rule(
    id="LZ-DB-014",
    title="A search domain is encrypted with a customer key",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="Vectors are the documents they were made from: who has them has most of the text.",
    fix="Set encrypt_at_rest enabled with kms_key_id of the domain's data class.",
    good=SEARCH,
    bad=changed(SEARCH, "search", encryptAtRest={"enabled": True}),
    offending="search.encryptAtRest.kmsKeyId",
)(
    every_check(
        demands(Demand("encryptAtRest.enabled", is_true, "is not encrypted")),
        encrypted("encryptAtRest.kmsKeyId"),
    )
)

domain_encrypts_between_nodes = resource_rule(
    id="LZ-DB-015",
    title="The nodes of a search domain talk in TLS",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="Documents and vectors move between the nodes whenever a shard does; fine-grained access rests on it too.",
    fix="Set node_to_node_encryption enabled.",
    good=SEARCH,
    bad=changed(SEARCH, "search", nodeToNodeEncryption={"enabled": False}),
    offending="search.nodeToNodeEncryption.enabled",
)(demands(Demand("nodeToNodeEncryption.enabled", is_true, "its nodes talk in the clear")))

domain_answers_over_recent_tls = resource_rule(
    id="LZ-DB-016",
    title="A search domain answers over TLS 1.2 only",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="The default lets clients choose TLS 1.0, and plain HTTP as well.",
    fix="Set domain_endpoint_options enforce_https=True and tls_security_policy Policy-Min-TLS-1-2-PFS-2023-10.",
    good=SEARCH,
    bad=changed(SEARCH, "search", domainEndpointOptions=answered(tlsSecurityPolicy="Policy-Min-TLS-1-0-2019-07")),
    offending="search.domainEndpointOptions.tlsSecurityPolicy",
)(
    demands(
        Demand("domainEndpointOptions.enforceHttps", is_true, "answers plain HTTP"),
        Demand("domainEndpointOptions.tlsSecurityPolicy", _is_recent_tls, "answers TLS older than 1.2"),
    )
)

domain_stands_in_the_vpc = resource_rule(
    id="LZ-DB-017",
    title="A search domain stands in the VPC",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="A domain outside has a public address, and only its policy between the index and everybody.",
    fix="Set vpc_options with private subnets and a security group; it cannot be moved there later.",
    good=SEARCH,
    bad=changed(SEARCH, "search", vpcOptions=None),
    offending="search.vpcOptions",
)(given("vpcOptions.subnetIds", by=SUBNETS, message="has a public address"))

domain_has_fine_grained_access = resource_rule(
    id="LZ-DB-018",
    title="A search domain knows who may read which index",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="Without it whoever reaches the domain reads every tenant's documents, and can delete the index.",
    fix="Set advanced_security_options enabled, with a role as master user.",
    good=SEARCH,
    bad=changed(SEARCH, "search", advancedSecurityOptions={"enabled": False}),
    offending="search.advancedSecurityOptions.enabled",
)(demands(Demand("advancedSecurityOptions.enabled", is_true, "has no fine-grained access")))


@resource_rule(
    id="LZ-DB-019",
    title="A search domain writes an audit log",
    severity=Severity.HIGH,
    types=_DOMAINS,
    control="DB-04",
    why="What was retrieved for an answer, and by whom, stands nowhere else.",
    fix="Add log_publishing_options of log_type AUDIT_LOGS with a log group.",
    good=SEARCH,
    bad=changed(SEARCH, "search", logPublishingOptions=published(enabled=False)),
    offending="search.logPublishingOptions[0].enabled",
)
def domain_writes_an_audit_log(domain: View) -> Iterator[Outcome]:
    logs = domain["logPublishingOptions"]
    written = [
        log.at("logType").holds(one_of("AUDIT_LOGS")) & log.at("enabled").holds(is_true, when_missing=True)
        for log in logs.each()
    ]
    yield logs.outcome(some(written), "writes no audit log")


cache_talks_in_tls = resource_rule(
    id="LZ-DB-020",
    title="A cache of answers talks in TLS",
    severity=Severity.HIGH,
    types=(REPLICATION_GROUP,),
    control="DB-05",
    why="A semantic cache carries whole prompts and answers, of one customer to the next.",
    fix="Set transit_encryption_enabled=True; transit_encryption_mode preferred is for a migration only.",
    good=CACHED,
    bad=changed(CACHED, "cache", transitEncryptionEnabled=False),
    offending="cache.transitEncryptionEnabled",
)(
    demands(
        Demand("transitEncryptionEnabled", is_true, "talks in the clear"),
        Demand("transitEncryptionMode", one_of("required"), "still takes clients in the clear", "required"),
    )
)


@resource_rule(
    id="LZ-DB-021",
    title="A cache of answers is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(REPLICATION_GROUP, SERVERLESS_CACHE),
    control="DB-05",
    why="Its snapshots hold what customers asked and were told.",
    fix="Set at_rest_encryption_enabled=True and kms_key_id to the key of the cache's data class.",
    good=CACHED,
    bad=changed(CACHED, "cache", kmsKeyId=None),
    offending="cache.kmsKeyId",
)
def cache_has_a_customer_key(cache: View) -> Iterator[Outcome]:
    if cache.type == REPLICATION_GROUP:
        valkey = cache["engine"].holds(one_of("valkey"))
        rest = cache["atRestEncryptionEnabled"]
        on = valkey if rest.missing else rest.holds(is_true)  # Valkey encrypts where nothing is said
        yield rest.outcome(on, "is not encrypted at rest")
    key = cache["kmsKeyId"]
    yield key.outcome(customer_key(cache, key), "has no customer key")


def _asks(*paths: str) -> ResourceCheck:
    def check(cache: View) -> Iterator[Outcome]:
        asked = some(cache[path].holds(non_empty) for path in paths)
        yield cache[paths[0]].outcome(asked, "asks nobody who it is")

    return check


cache_asks_who_it_is = resource_rule(
    id="LZ-DB-022",
    title="A cache of answers asks who it is",
    severity=Severity.HIGH,
    types=(REPLICATION_GROUP, SERVERLESS_CACHE),
    control="DB-05",
    why="Whoever can write into a cache puts words into the model's mouth for every later question.",
    fix="Set user_group_ids (serverless: user_group_id) to users that come by IAM, or auth_token.",
    good=CACHED,
    bad=changed(CACHED, "cache", userGroupIds=[]),
    offending="cache.userGroupIds",
)(
    by_type(
        {
            REPLICATION_GROUP: _asks("userGroupIds", "authToken", "authTokenWo"),
            SERVERLESS_CACHE: _asks("userGroupId"),
        }
    )
)
