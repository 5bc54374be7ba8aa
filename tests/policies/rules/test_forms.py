"""The ways one thing can be written: a rule holds for all of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET, ENCRYPTION, LOCK
from policies.documents import POLICY, ROLE
from policies.example import graph_of
from policies.keys import KEY
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, PROVIDER, TAGS, aws, changed, linked, optioned
from policies.rules.examples.identity import GITHUB, IDENTITY, grant, pipeline_trust, service_trust, trust
from policies.rules.examples.logs import LOG_GROUP, LOGS
from policies.rules.examples.network import DEFAULT_GROUP, GROUP, GROUP_RULE, INGRESS_RULE, NETWORK
from policies.rules.examples.storage import EVIDENCE, STORE
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (GROUP, {"ingress": [{"cidrBlocks": ["10.0.0.0/8", "0.0.0.0/0"]}]}),
        (GROUP, {"ingress": [{"cidrBlocks": [UNKNOWN, "0.0.0.0/0"]}]}),
        (GROUP, {"ingress": [UNKNOWN, {"ipv6CidrBlocks": ["::/0"]}]}),
        (GROUP, {"ingress": [{"cidrBlocks": ["0.0.0.0/1"]}]}),
        (DEFAULT_GROUP, {"ingress": [{"cidrBlocks": ["0.0.0.0/0"]}]}),
        (GROUP_RULE, {"type": "ingress", "cidrBlocks": ["0.0.0.0/0"]}),
        (GROUP_RULE, {"type": "ingress", "ipv6CidrBlocks": ["::/0"]}),
        (INGRESS_RULE, {"cidrIpv4": "0.0.0.0/0"}),
        (INGRESS_RULE, {"cidrIpv6": "::/0"}),
    ],
)
def test_the_internet_gets_in_by_no_form(type_: str, properties: dict[str, Any]) -> None:
    """Inline, old rule, new rule, IPv4, IPv6, a half of everything, beside an unknown: all the same hole."""
    assert FAIL is said("LZ-NET-001", aws(type_, "group", **properties))


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        (GROUP, {}, PASS),
        (GROUP, {"ingress": UNKNOWN}, UNSURE),
        (GROUP, {"ingress": [{"cidrBlocks": [UNKNOWN]}]}, UNSURE),
        (GROUP, {"ingress": [{"securityGroups": [UNKNOWN]}]}, PASS),
        (GROUP_RULE, {"type": "egress", "cidrBlocks": ["0.0.0.0/0"]}, PASS),
        (GROUP_RULE, {"type": UNKNOWN, "cidrBlocks": ["0.0.0.0/0"]}, UNSURE),
        (GROUP_RULE, {"type": "ingress", "sourceSecurityGroupId": UNKNOWN}, PASS),
        (INGRESS_RULE, {"referencedSecurityGroupId": UNKNOWN}, PASS),
        (INGRESS_RULE, {"cidrIpv4": "not an address"}, PASS),
    ],
)
def test_what_is_not_ingress_from_the_internet(type_: str, properties: dict[str, Any], expected: Verdict) -> None:
    """Egress, groups and chosen blocks pass; what is not known yet is unknown."""
    assert expected is said("LZ-NET-001", aws(type_, "group", **properties))


def test_a_default_group_of_another_vpc_closes_nothing() -> None:
    """Each VPC has its own default group."""
    assert FAIL is said("LZ-NET-002", *changed(NETWORK, "default-group", vpcId="vpc-0another"))


def test_an_adopted_default_group_without_rules_is_closed() -> None:
    """Adopting it without ingress and egress removes what AWS put there."""
    bare = tuple(aws(DEFAULT_GROUP, e.name, e.refs) if e.type == DEFAULT_GROUP else e for e in NETWORK)

    assert PASS is said("LZ-NET-002", *bare)


def test_a_rule_of_its_own_opens_the_default_group() -> None:
    """What is added from outside the group's own resource counts."""
    rule = aws(INGRESS_RULE, "rule", {"securityGroupId": "default-group"}, cidrIpv4="10.0.0.0/8")

    assert FAIL is said("LZ-NET-002", *NETWORK, rule)


def inline(**settings: Any) -> Example:
    return aws(BUCKET, "store", bucket="b", tags={"lz:data-class": "decisions"}, **settings)


@pytest.mark.parametrize(
    ("rule", "settings", "expected"),
    [
        ("LZ-S3-007", {"versioning": {"enabled": True}}, PASS),
        ("LZ-S3-007", {"versioning": {"enabled": False}}, FAIL),
        ("LZ-S3-003", {"serverSideEncryptionConfiguration": {"rule": UNKNOWN}}, UNSURE),
        ("LZ-S3-005", {"policy": trust("*", action="s3:GetObject")}, FAIL),
        ("LZ-LOG-001", {"objectLockConfiguration": {"rule": {"defaultRetention": {"days": 1}}}}, PASS),
        ("LZ-LOG-002", {"objectLockConfiguration": {"rule": {"defaultRetention": {"days": 1}}}}, FAIL),
        ("LZ-LOG-002", {"objectLockConfiguration": {"rule": {"defaultRetention": {"years": 1}}}}, PASS),
        ("LZ-LOG-002", {"objectLockConfiguration": {"rule": {"defaultRetention": {"years": UNKNOWN}}}}, UNSURE),
        ("LZ-LOG-004", {"lifecycleRules": [{"enabled": True, "expiration": {"days": 30}}]}, FAIL),
    ],
)
def test_inline_settings_of_a_bucket_count(rule: str, settings: dict[str, Any], expected: Verdict) -> None:
    """What version 6 wrote on the bucket itself is judged like a resource of its own."""
    assert expected is said(rule, inline(**settings))


@pytest.mark.parametrize(("data_class", "days", "expected"), [("operations", 30, PASS), ("decisions", 183, FAIL)])
def test_the_floor_is_that_of_the_class(data_class: str, days: int, expected: Verdict) -> None:
    """Each data class has its own floor."""
    group = aws(LOG_GROUP, "group", retentionInDays=days, tags={"lz:data-class": data_class})

    assert expected is said("LZ-LOG-005", group)


@pytest.mark.parametrize(("days", "expected"), [(1, FAIL), (100, UNSURE), (400, PASS)])
def test_an_unknown_class_is_judged_as_far_as_possible(days: int, expected: Verdict) -> None:
    """Above every floor is enough, below every floor is not, between nobody knows."""
    group = aws(LOG_GROUP, "group", retentionInDays=days, tags=UNKNOWN)

    assert expected is said("LZ-LOG-005", group)


@pytest.mark.parametrize(
    ("days", "expected"), [(0, PASS), (None, FAIL), ("400", PASS), ("forever", FAIL), (UNKNOWN, UNSURE)]
)
def test_a_log_group_that_never_expires_was_decided(days: Any, expected: Verdict) -> None:
    """Zero is AWS's word for ever; nothing at all is nobody's decision."""
    assert expected is said("LZ-LOG-005", *changed(LOGS, "trail-logs", retentionInDays=days))


def test_a_disabled_lifecycle_rule_deletes_nothing() -> None:
    """Only rules that are on count."""
    rules = [{"status": "Disabled", "expiration": {"days": 1}}]

    assert PASS is said("LZ-LOG-004", *changed(EVIDENCE, "store-lifecycle", rules=rules))


def _key_by_edge(stack: Examples, name: str, prop: str, value: Any) -> Examples:
    return (*linked(changed(stack, name, **{prop: value}), name, **{prop: "key"}), aws(KEY, "key"))


def test_a_key_of_the_stack_is_a_customer_key_before_it_exists() -> None:
    """The edge to the key says what the unknown ARN will be."""
    assert PASS is said("LZ-LOG-006", *_key_by_edge(LOGS, "trail-logs", "kmsKeyId", None))
    assert UNSURE is said("LZ-LOG-006", *changed(LOGS, "trail-logs", kmsKeyId=UNKNOWN))


def test_a_nested_key_is_found_by_the_edge_of_its_property() -> None:
    """Edges are recorded for the top-level property: rules, for a key inside rules."""
    unknown = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN}}]
    holder = Example(
        ENCRYPTION.type, {"rules": unknown}, "encryption", {"bucket": "store", "rules": "key"}, provider=PROVIDER
    )

    assert PASS is said("LZ-S3-003", inline(), holder, aws(KEY, "key"))


@pytest.mark.parametrize("alias", ["alias/aws/s3", f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/aws/s3", ""])
def test_a_key_of_aws_is_no_customer_key(alias: str) -> None:
    """Spelled as an alias or as its ARN."""
    assert FAIL is said("LZ-LOG-006", *changed(LOGS, "trail-logs", kmsKeyId=alias))


def test_a_lock_whose_bucket_is_unknown_may_be_the_missing_one() -> None:
    """A relation that is not known yet is unknown, not absent."""
    alone = tuple(e for e in EVIDENCE if e.type != LOCK.type)
    perhaps = aws(LOCK.type, "lock", bucket=UNKNOWN, rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 400}})

    assert FAIL is said("LZ-LOG-001", *alone)
    assert UNSURE is said("LZ-LOG-001", *alone, perhaps)


def test_owner_and_environment_come_from_the_provider() -> None:
    """Default tags are on the provider, as a JSON string; the resource's own tags go before them."""
    elsewhere = {**PROVIDER, "defaultTags": json.dumps({"tags": {**TAGS, "lz:data-class": "models"}})}

    assert PASS is said("LZ-CHG-006", *STORE)
    assert FAIL is said("LZ-CHG-006", *optioned(STORE, "store", provider={"region": "eu-west-1"}))
    assert PASS is said("LZ-CHG-006", *optioned(changed(STORE, "store", tags={}), "store", provider=elsewhere))


def test_an_own_tag_is_known_while_default_tags_are_not() -> None:
    """The data class of a store does not wait for the provider."""
    bad = optioned(RULES["LZ-LOG-002"].bad, "store", provider={**PROVIDER, "defaultTags": UNKNOWN})

    assert FAIL is said("LZ-LOG-002", *bad)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("repo:example/zone:ref:refs/heads/main", PASS),
        ("repo:example/zone:*", PASS),
        ("repo:example/zone:environment:prod", PASS),
        ("repo:example/*", FAIL),
        ("repo:example*", FAIL),
        ("repo:*", FAIL),
        ("repo:*/zone:ref:refs/heads/main", FAIL),
        ("*", FAIL),
    ],
)
def test_a_subject_names_owner_and_repository(subject: str, expected: Verdict) -> None:
    """A wildcard may stand for the branch, never for whose repository it is."""
    assert expected is said("LZ-IAM-004", aws(ROLE, "role", assumeRolePolicy=pipeline_trust(subject)))


def test_one_loose_subject_among_pinned_ones_opens_the_role() -> None:
    """The values of a condition are alternatives."""
    federated = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"}
    either = {"StringLike": {f"{GITHUB}:sub": ["repo:example/zone:*", "repo:*"]}}

    assert FAIL is said("LZ-IAM-004", aws(ROLE, "role", assumeRolePolicy=trust(federated, either)))


@pytest.mark.parametrize(
    ("principal", "condition", "expected"),
    [
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/admin"}, None, PASS),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, None, FAIL),
        ({"AWS": ACCOUNT}, None, FAIL),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/sso-*"}}, PASS),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, FAIL),
        ({"AWS": "*"}, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, PASS),
    ],
)
def test_a_whole_account_is_no_name(principal: Any, condition: Any, expected: Verdict) -> None:
    """Root stands for everybody the account ever allows, unless a condition says who."""
    assert expected is said("LZ-IAM-002", aws(ROLE, "role", assumeRolePolicy=trust(principal, condition)))


def test_a_service_that_names_no_source_is_not_asked_for_one() -> None:
    """The condition would lock EC2 out of its own instance profile."""
    assert PASS is said("LZ-IAM-003", aws(ROLE, "role", assumeRolePolicy=trust({"Service": "ec2.amazonaws.com"})))
    assert FAIL is said("LZ-IAM-003", aws(ROLE, "role", assumeRolePolicy=service_trust(None)))


def test_an_inline_policy_of_a_role_is_a_policy() -> None:
    """Wherever it is written, Action star is found."""
    role = aws(ROLE, "role", inlinePolicies=[{"policy": UNKNOWN}, {"policy": trust("*", action="*")}])

    assert FAIL is said("LZ-IAM-001", role)


def test_a_boundary_caps_and_grants_nothing() -> None:
    """A policy that is only a boundary may name iam:PassRole; attached, it grants it."""
    boundary = aws(POLICY, "boundary", name="lz-prod-boundary", policy=grant(Action="iam:PassRole", Resource="*"))
    by_name = changed(IDENTITY, "attachment", policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    by_edge = linked(by_name, "apply-role", permissionsBoundary="boundary")
    attached = linked(by_name, "attachment", policyArn="boundary")

    assert PASS is said("LZ-IAM-005", *by_name, boundary)
    assert PASS is said("LZ-IAM-005", *by_edge, boundary)
    assert FAIL is said("LZ-IAM-005", *attached, boundary)
    assert FAIL is said("LZ-IAM-005", boundary)


@pytest.mark.parametrize("path", ["policy", "policy.Statement[0]", '["policy"]', '["policy"].Statement', "*"])
def test_a_security_property_is_ignored_by_no_spelling(path: str) -> None:
    """Pulumi knows several spellings of a property path, and a star for all."""
    assert FAIL is said("LZ-CHG-002", *optioned(STORE, "store-policy", ignore_changes=(path,)))


def test_a_policy_that_is_no_json_is_reported_once() -> None:
    """One rule says that a policy cannot be read; the others do not repeat it."""
    stack = (aws("aws:iam/policy:Policy", "policy", policy="{nonsense"),)

    assert ["LZ-IAM-008"] == [id_ for id_ in RULES if said(id_, *stack) is FAIL]


def test_deletion_may_be_allowed_where_the_organisation_says_so() -> None:
    """An environment for experiments can be torn down; the list is data, not code."""
    rule = RULES["LZ-CHG-001"]

    assert not outcomes(rule, graph_of(rule.bad, stack="dev"))
    assert not outcomes(rule, graph_of(rule.bad, stack="dev.data"))
    assert outcomes(rule, graph_of(rule.bad, stack="prod.data"))
