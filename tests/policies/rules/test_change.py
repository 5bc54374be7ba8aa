"""How the program is written: what may be ignored, which provider is meant, and who approved a change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN, Graph, Resource
from policies.buckets import BUCKET
from policies.documents import ROLE
from policies.example import graph_of
from policies.rule import Example, Examples, Rule
from policies.rules.examples.build import PROVIDER, aws, changed, optioned
from policies.rules.examples.data import MESSAGES
from policies.rules.examples.entry import ENTRY
from policies.rules.examples.identity import grant
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.rules.examples.network import GROUP_RULE, INGRESS_RULE, NETWORK
from policies.rules.examples.storage import STORE
from policies.verdict import Verdict
from policies.view import PROVIDER as PROVIDER_TYPE
from tests.policies.rules.judged import RULES, said, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
ACL = "aws:s3/bucketAcl:BucketAcl"
INLINE = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
EVERYTHING = grant(Action="*", Resource="*")


def _may_be_ignored(prop: str) -> bool:
    return said("LZ-CHG-002", optioned(STORE, "store", ignore_changes=(prop,))) is PASS


def _rested_on(rule: Rule, props: set[str]) -> Iterator[str]:
    """Of the properties those without which a rule cannot say that its good example passes."""
    for place, example in enumerate(rule.good):
        for prop in props & set(example.properties) if example.type.startswith("aws:") else ():
            refs = {name: target for name, target in example.refs.items() if name != prop}
            unknown = replace(example, properties={**example.properties, prop: UNKNOWN}, refs=refs)
            if verdict(rule, (*rule.good[:place], unknown, *rule.good[place + 1 :])) is not PASS:
                yield f"{rule.id} {example.name}.{prop}"


def test_no_property_that_a_rule_rests_on_can_be_ignored() -> None:
    """Else what somebody clicked stands, and the rule judges what the program says instead."""
    props = {prop for rule in RULES.values() for example in rule.good for prop in example.properties}
    free = {prop for prop in props if _may_be_ignored(prop)}

    assert "description" in free
    assert [] == [found for rule in RULES.values() for found in _rested_on(rule, free)]


@pytest.mark.parametrize(
    ("rule", "stack", "name", "prop"),
    [
        ("LZ-S3-004", (aws(BUCKET, "one", grants=[{"uri": ALL_USERS}]),), "one", "grants"),
        (
            "LZ-S3-004",
            (aws(ACL, "one", accessControlPolicy={"grants": [{"grantee": {"uri": ALL_USERS}}]}),),
            "one",
            "accessControlPolicy",
        ),
        (
            "LZ-LOG-001",
            (aws(BUCKET, "one", tags={"lz:data-class": "decisions"}, objectLockConfiguration={}),),
            "one",
            "objectLockConfiguration",
        ),
        ("LZ-S3-007", (aws(BUCKET, "one", versioning={"enabled": False}),), "one", "versioning"),
        (
            "LZ-LOG-004",
            (
                aws(
                    BUCKET,
                    "one",
                    tags={"lz:data-class": "decisions"},
                    lifecycleRules=[{"enabled": True, "expiration": {"days": 1}}],
                ),
            ),
            "one",
            "lifecycleRules",
        ),
        ("LZ-NET-001", (aws(GROUP_RULE, "one", type="ingress", cidrBlocks=["0.0.0.0/0"]),), "one", "cidrBlocks"),
        ("LZ-NET-001", (aws(GROUP_RULE, "one", type="ingress", ipv6CidrBlocks=["::/0"]),), "one", "ipv6CidrBlocks"),
        ("LZ-NET-001", (aws(INGRESS_RULE, "one", cidrIpv6="::/0"),), "one", "cidrIpv6"),
        ("LZ-NET-002", changed(NETWORK, "default-group", vpcId="vpc-0another"), "default-group", "vpcId"),
        ("LZ-LOG-007", changed(ACCOUNT_BASE, "trail", enableLogging=False), "trail", "enableLogging"),
        (
            "LZ-LOG-010",
            changed(ACCOUNT_BASE, "trail", advancedEventSelectors=None, eventSelectors=[]),
            "trail",
            "eventSelectors",
        ),
        ("LZ-MON-001", changed(MESSAGES, "alarm", actionsEnabled=False), "alarm", "actionsEnabled"),
        ("LZ-IAM-001", (aws(ROLE, "one", inlinePolicies=[{"policy": EVERYTHING}]),), "one", "inlinePolicies"),
        ("LZ-IAM-001", (aws(INLINE, "one", inlinePolicy=EVERYTHING),), "one", "inlinePolicy"),
        (
            "LZ-IAM-010",
            (aws(ROLE, "one", managedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),),
            "one",
            "managedPolicyArns",
        ),
    ],
)
def test_no_other_form_of_a_violation_can_be_ignored(rule: str, stack: Examples, name: str, prop: str) -> None:
    """What the examples of a rule write in one way can be written in another, and be wrong there."""
    assert FAIL is said(rule, stack)
    assert PASS is said("LZ-CHG-002", stack)
    assert FAIL is said("LZ-CHG-002", optioned(stack, name, ignore_changes=(prop,)))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [(("tags",), FAIL), (("description",), PASS), (("description", "tags[0]"), FAIL), ((), PASS)],
)
def test_what_no_rule_looks_at_may_be_ignored(properties: tuple[str, ...], expected: Verdict) -> None:
    """Alone; one property that matters beside it is one too many."""
    assert expected is said("LZ-CHG-002", optioned(STORE, "store", ignore_changes=properties))


def test_what_decides_whether_a_rule_applies_is_not_ignored() -> None:
    """A permission whose principal was changed in the console is no longer that of an API."""
    assert FAIL is said("LZ-CHG-002", optioned(ENTRY, "called", ignore_changes=("principal",)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("default_7_51_1", FAIL),
        ("default", FAIL),
        ("eu-west-1", PASS),
        ("default_account", PASS),
        ("my_default", PASS),
    ],
)
def test_pulumi_names_the_provider_it_makes(name: str, expected: Verdict) -> None:
    """By its version: a provider of the program may have the word in its name."""
    urn = f"urn:pulumi:prod::example::{PROVIDER_TYPE}::{name}"
    graph = graph_of((Example("aws:ec2/vpc:Vpc", {}, "vpc"),))
    resources = {key: replace(resource, provider=urn) for key, resource in graph.resources.items()}
    made = Resource(urn=urn, type=PROVIDER_TYPE, name=name, properties=dict(PROVIDER))

    assert expected is said("LZ-CHG-003", Graph(graph.project, graph.stack, {**resources, urn: made}))


def provider(**properties: Any) -> Examples:
    return changed((Example(PROVIDER_TYPE, PROVIDER, "provider"),), "provider", **properties)


@pytest.mark.parametrize(
    ("rule", "properties", "expected"),
    [
        ("LZ-CHG-004", {}, PASS),
        ("LZ-CHG-004", {"allowedAccountIds": None}, FAIL),
        ("LZ-CHG-004", {"allowedAccountIds": "no json"}, FAIL),
        ("LZ-CHG-004", {"allowedAccountIds": ["111122223333"]}, PASS),
        ("LZ-CHG-005", {}, PASS),
        ("LZ-CHG-005", {"defaultTags": {"tags": {"lz:owner": "a", "lz:environment": "prod"}}}, PASS),
        ("LZ-CHG-005", {"defaultTags": {"tags": {"lz:environment": "prod"}}}, FAIL),
        ("LZ-CHG-005", {"defaultTags": {"tags": {"lz:owner": "", "lz:environment": "prod"}}}, FAIL),
        ("LZ-CHG-005", {"defaultTags": {"tags": {"lz:owner": UNKNOWN, "lz:environment": "prod"}}}, UNSURE),
    ],
)
def test_a_provider_says_whose_everything_is(rule: str, properties: dict[str, Any], expected: Verdict) -> None:
    """As JSON in text, or as an object."""
    assert expected is said(rule, provider(**properties))


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        (["change/CHG-1187 (approved by head@example.com)"], PASS),
        (["pulumi", "change/CHG-1187 (approved by head@example.com)"], PASS),
        (["change/1 (approved by a@b)"], PASS),
        (["change/CHG-1187"], FAIL),
        (["change/CHG-1187 (approved by head)"], FAIL),
        (["change/ (approved by head@example.com)"], FAIL),
        (["change/-1 (approved by head@example.com)"], FAIL),
        (["change/CHG-1187 (approved by head@example.com) and more"], FAIL),
        ([UNKNOWN], UNSURE),
        ([UNKNOWN, "change/CHG-1187 (approved by head@example.com)"], PASS),
        ([], FAIL),
        (None, FAIL),
    ],
)
def test_a_change_names_its_ticket_and_a_person(agents: Any, expected: Verdict) -> None:
    """Among other user agents, as whole words."""
    assert expected is said("LZ-CHG-008", provider(userAgents=agents))


def test_a_change_of_an_experiment_names_nobody() -> None:
    """Only environments of the list change by ticket."""
    bare = provider(userAgents=None)

    assert [FAIL, FAIL, PASS] == [said("LZ-CHG-008", graph_of(bare, stack=s)) for s in ("prod", "prod.data", "dev")]


@pytest.mark.parametrize("missing", ["lz:data-class", "lz:owner", "lz:environment"])
def test_what_holds_data_says_all_three(missing: str) -> None:
    """Class, owner and environment, of its own or by default."""
    tags = {"lz:data-class": "operations", "lz:owner": "a@example.com", "lz:environment": "prod"}
    bare = optioned(STORE, "store", provider={**PROVIDER, "defaultTags": json.dumps({"tags": {}})})
    without = {key: value for key, value in tags.items() if key != missing}

    assert PASS is said("LZ-CHG-006", changed(bare, "store", tags=tags))
    assert FAIL is said("LZ-CHG-006", changed(bare, "store", tags=without))
    assert FAIL is said("LZ-CHG-006", changed(bare, "store", tags={**tags, missing: ""}))
