"""What the rules about APIs and web ACLs say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from components.entry import api as component
from graph.model import UNKNOWN
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, linked, placed
from policies.rules.examples.entry import (
    ACL_LOG,
    API,
    API_POLICY,
    ENTRY,
    METHOD,
    RESOURCE,
    SETTINGS,
    STAGE,
    WEB_ACL,
    calling,
    managed,
    settled,
)
from policies.rules.firewalls import ACL_GROUP, ACL_RULE
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


def method(name: str, part: str, **settings: Any) -> Examples:
    """One more method of the API, under its own path, and its settings where there are any."""
    path = {"methodPath": f"{part}/POST", "settings": settings}
    held = (aws(SETTINGS, f"{name}-settings", {"restApi": "api", "stageName": "stage"}, **path),) if settings else ()
    return (
        aws(RESOURCE, part, {"restApi": "api", "parentId": "decisions"}, pathPart=part),
        aws(
            METHOD,
            name,
            {"restApi": "api", "resourceId": part, "requestValidatorId": "validator"},
            httpMethod="POST",
            authorization="AWS_IAM",
            requestModels={"$default": "Review"},
        ),
        *held,
    )


@pytest.mark.parametrize(
    ("verb", "authorization", "expected"),
    [
        ("OPTIONS", "NONE", PASS),
        ("ANY", "NONE", FAIL),
        ("GET", "NONE", FAIL),
        ("GET", "CUSTOM", PASS),
        (UNKNOWN, "NONE", UNSAID),
        (UNKNOWN, "AWS_IAM", PASS),
    ],
)
def test_only_a_browsers_question_goes_without_a_caller(verb: Any, authorization: str, expected: Verdict) -> None:
    """ANY holds every verb, those that decide among them."""
    assert expected is said("LZ-API-001", changed(ENTRY, "method", httpMethod=verb, authorization=authorization))


@pytest.mark.parametrize("verb", ["GET", "HEAD", "DELETE", "OPTIONS"])
def test_a_method_without_a_body_needs_no_model(verb: str) -> None:
    """There is nothing to hold against it."""
    assert PASS is said("LZ-API-002", changed(ENTRY, "method", httpMethod=verb, requestModels=None))


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        ({"$default": "Decision"}, PASS),
        ({"$default": UNKNOWN}, UNSAID),
        ({"application/json": "Decision"}, FAIL),
        ({"$default": ""}, FAIL),
    ],
)
def test_a_model_is_one_for_bodies_of_any_type(models: dict[str, Any], expected: Verdict) -> None:
    """A model of one type leaves every other unchecked, and who calls says of which type the body is."""
    assert expected is said("LZ-API-002", changed(ENTRY, "method", requestModels=models))


def test_a_model_that_nobody_holds_a_body_against_is_none() -> None:
    """Without a validator, or with one that looks at parameters only, API Gateway passes everything on."""
    assert FAIL is said("LZ-API-002", changed(ENTRY, "method", requestValidatorId=None))
    assert FAIL is said("LZ-API-002", changed(ENTRY, "validator", validateRequestBody=False))
    assert UNSAID is said("LZ-API-002", changed(ENTRY, "method", requestValidatorId="of-another-program"))


def test_an_access_log_counts_before_its_group_exists() -> None:
    """At the first preview the ARN is unknown, and its edge says that it is a log group's."""
    assert PASS is said("LZ-API-003", linked(ENTRY, "stage", accessLogSettings="calls"))
    assert UNSAID is said("LZ-API-003", linked(ENTRY, "stage", accessLogSettings="api"))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"throttlingRateLimit": 0.5}, PASS),
        ({"throttlingRateLimit": 0}, FAIL),
        ({"throttlingBurstLimit": None}, FAIL),
        ({"throttlingBurstLimit": "many"}, FAIL),
        ({"throttlingBurstLimit": UNKNOWN}, UNSAID),
    ],
)
def test_a_throttle_is_a_rate_and_a_burst(settings: dict[str, Any], expected: Verdict) -> None:
    """What AWS does without one of them is the account's limit."""
    assert expected is said("LZ-API-006", changed(ENTRY, "settings", settings=settled(**settings)))


def test_one_throttled_method_throttles_no_other() -> None:
    """Settings are of one path and verb, or of */*."""
    second = method("review", "reviews")
    whole = changed((*ENTRY, *second), "settings", methodPath="*/*")
    own = method("review", "reviews", **settled())

    assert FAIL is said("LZ-API-006", (*ENTRY, *second))
    assert PASS is said("LZ-API-006", whole)
    assert FAIL is said("LZ-API-006", (*ENTRY, *own)), "its path is decisions/reviews"
    assert PASS is said("LZ-API-006", changed((*ENTRY, *own), "review-settings", methodPath="/decisions/reviews/POST"))


def test_the_settings_of_another_api_throttle_nothing_here() -> None:
    """Stages of two APIs are often named alike."""
    other = aws(API, "other", endpointConfiguration={"types": "REGIONAL"})
    elsewhere = linked(changed((*ENTRY, other), "settings", stageName="v1"), "settings", restApi="other")

    assert FAIL is said("LZ-API-006", elsewhere)
    assert FAIL is said("LZ-API-006", without(ENTRY, "settings"))


def test_an_api_made_elsewhere_is_known_by_its_id() -> None:
    """Where no edge says which API it is, equal ids do; an unknown one leaves it open."""
    stage = aws(STAGE, "stage", restApi="a1b2c3", stageName="v1")
    settings = aws(SETTINGS, "settings", restApi="a1b2c3", stageName="v1", methodPath="*/*", settings=settled())

    assert PASS is said("LZ-API-006", (stage, settings))
    assert FAIL is said("LZ-API-006", (stage, *changed((settings,), "settings", restApi="d4e5f6")))
    assert UNSAID is said("LZ-API-006", (stage, *changed((settings,), "settings", restApi=UNKNOWN)))


def test_a_method_whose_path_is_not_known_may_be_throttled() -> None:
    """Neither passed nor failed, unless the settings are of everything."""
    lost = changed(ENTRY, "method", resourceId="r1e2s3")

    assert UNSAID is said("LZ-API-006", lost)
    assert PASS is said("LZ-API-006", changed(lost, "settings", methodPath="*/*"))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (None, PASS),
        (calling("Allow", {"AWS": "*"}), FAIL),
        (calling("Allow", {"AWS": f"arn:aws:iam::{ACCOUNT}:role/caller"}), PASS),
        (calling("Allow", "*", StringEquals={"aws:SourceVpce": "vpce-1"}), PASS),
        (calling("Allow", "*", StringEquals={"aws:PrincipalOrgID": "*"}), FAIL),
        (calling("Allow", "*", Bool={"aws:SecureTransport": "true"}), FAIL),
        (component.resource_policy(ACCOUNT), PASS),
    ],
)
def test_an_api_is_open_when_nobody_chose_who_may_call(policy: str | None, expected: Verdict) -> None:
    """The policy of the house lets in nobody by itself."""
    apart = (*ENTRY, aws(API_POLICY, "policy", {"restApiId": "api"}, policy=policy))

    assert expected is said("LZ-API-007", changed(ENTRY, "api", policy=policy))
    assert expected is said("LZ-API-007", apart)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("SecurityPolicy_TLS13_1_3_2025_09", PASS),
        ("SecurityPolicy_TLS12_PFS_2025_EDGE", PASS),
        ("SecurityPolicy_TLS10_2030", FAIL),
        (None, FAIL),
    ],
)
def test_a_policy_of_tls_is_named(policy: str | None, expected: Verdict) -> None:
    """What AWS chooses for a name that says nothing is not ours to know."""
    for way in ("api", "name"):
        assert expected is said("LZ-API-008", changed(ENTRY, way, securityPolicy=policy))


def test_a_stage_with_a_cache_answers_from_it() -> None:
    """The cluster alone is paid for, and one setting away from use."""
    assert FAIL is said("LZ-API-009", changed(ENTRY, "stage", cacheClusterEnabled=True))


def test_a_web_acl_before_one_stage_stands_before_no_other() -> None:
    """Each stage has an association of its own."""
    second = aws(STAGE, "second", {"restApi": "api"}, stageName="v2")

    assert FAIL is said("LZ-API-010", (*ENTRY, second))
    assert FAIL is said("LZ-API-010", without(ENTRY, "protected"))


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({"types": ["REGIONAL"]}, PASS),
        ({"types": "PRIVATE"}, PASS),
        ({"types": [UNKNOWN]}, UNSAID),
        ({"types": []}, FAIL),
        (None, FAIL),
    ],
)
@pytest.mark.parametrize("name", ["api", "name"])
def test_what_names_no_type_is_at_the_edge(name: str, configuration: dict[str, Any] | None, expected: Verdict) -> None:
    """AWS makes an API of type EDGE unless it is told otherwise, and a name likewise."""
    assert expected is said("LZ-API-011", changed(ENTRY, name, endpointConfiguration=configuration))


def test_an_api_without_a_name_is_reached_under_aws_s() -> None:
    """There is no other way to it."""
    assert PASS is said("LZ-API-012", changed(without(ENTRY, "mapping"), "api", disableExecuteApiEndpoint=False))


@pytest.mark.parametrize(
    ("principal", "source", "expected"),
    [
        ("apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*", FAIL),
        ("apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/v1/POST/decisions", FAIL),
        ("apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3/*/*", PASS),
        ("apigateway.amazonaws.com", "a1b2c3/v1", FAIL),
        ("events.amazonaws.com", None, PASS),
        (UNKNOWN, None, UNSAID),
    ],
)
def test_a_caller_of_a_function_is_one_api(principal: Any, source: str | None, expected: Verdict) -> None:
    """A star in the place of the API is every API."""
    assert expected is said("LZ-API-013", changed(ENTRY, "called", principal=principal, sourceArn=source))


def test_an_api_that_is_not_there_yet_is_one_too() -> None:
    """The edge says whose execution ARN it will be."""
    assert PASS is said("LZ-API-013", linked(ENTRY, "called", sourceArn="api"))
    assert UNSAID is said("LZ-API-013", linked(ENTRY, "called", sourceArn="calls"))


def seen(*, sampled: Any) -> dict[str, Any]:
    return {"cloudwatchMetricsEnabled": True, "metricName": "one", "sampledRequestsEnabled": sampled}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"limit": 100}, PASS),
        ({"limit": 100, "aggregateKeyType": "FORWARDED_IP"}, PASS),
        ({"limit": 100, "aggregateKeyType": "CONSTANT"}, FAIL),
        ({"limit": 100, "aggregateKeyType": UNKNOWN}, UNSAID),
    ],
)
def test_a_flood_is_counted_by_address(statement: dict[str, Any], expected: Verdict) -> None:
    """One limit for all callers together lets one of them shut the door on the others."""
    flood = placed(ENTRY, "acl", ("rules", 0, "statement"), {"rateBasedStatement": statement})

    assert expected is said("LZ-WAF-001", flood)


@pytest.mark.parametrize("rule", ["LZ-WAF-001", "LZ-WAF-006"])
@pytest.mark.parametrize(("rules", "expected"), [(None, FAIL), ([], FAIL), ([UNKNOWN], UNSAID), (UNKNOWN, UNSAID)])
def test_a_list_without_rules_stops_nobody(rule: str, rules: Any, expected: Verdict) -> None:
    """Rules as JSON are not read: a list that has no others fails."""
    assert expected is said(rule, changed(ENTRY, "acl", rules=rules, ruleJson="[]"))


def test_a_group_may_let_single_rules_count() -> None:
    """One rule that is wrong about what people write is no reason to silence the others."""
    counts = [{"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}]
    path = ("rules", 1, "statement", "managedRuleGroupStatement", "ruleActionOverrides")

    assert PASS is said("LZ-WAF-002", placed(ENTRY, "acl", path, counts))


@pytest.mark.parametrize(
    ("type_", "silent", "loud"),
    [(ACL_RULE, {"count": {}}, {"none": {}}), (ACL_GROUP, "count", "none"), (ACL_GROUP, UNKNOWN, None)],
)
def test_a_group_that_joins_a_list_later_is_held_to_the_same(type_: str, silent: Any, loud: Any) -> None:
    """Rules may be resources of their own, and then their groups are."""
    joined = aws(type_, "joined", {"webAclArn": "acl"}, overrideAction=loud, visibilityConfig=seen(sampled=False))
    expected = UNSAID if silent is UNKNOWN else FAIL

    assert PASS is said("LZ-WAF-002", (*ENTRY, joined))
    assert expected is said("LZ-WAF-002", changed((*ENTRY, joined), "joined", overrideAction=silent))
    assert PASS is said("LZ-WAF-005", (*ENTRY, joined))
    assert FAIL is said("LZ-WAF-005", changed((*ENTRY, joined), "joined", visibilityConfig=seen(sampled=True)))


def test_the_log_of_one_list_is_no_other_s() -> None:
    """Each list has a log of its own."""
    acl = next(example for example in ENTRY if example.name == "acl")
    second = aws(WEB_ACL, "second", **acl.properties)

    assert FAIL is said("LZ-WAF-003", (*ENTRY, second))
    assert PASS is said("LZ-WAF-003", (*ENTRY, second, aws(ACL_LOG, "second-log", {"resourceArn": "second"})))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (None, FAIL),
        ([{"uriPath": {}}], FAIL),
        ([{"singleHeader": {"name": "Authorization"}}], PASS),
        ([{"singleHeader": {"name": UNKNOWN}}], UNSAID),
    ],
)
def test_a_header_is_named_in_any_case(fields: list[dict[str, Any]] | None, expected: Verdict) -> None:
    """HTTP does not tell cases apart."""
    assert expected is said("LZ-WAF-004", changed(ENTRY, "acl-log", redactedFields=fields))


@pytest.mark.parametrize("sampled", [True, "true", None])
def test_one_rule_that_samples_is_one_too_many(sampled: Any) -> None:
    """What the list says holds of no rule; what a rule leaves out is not switched off."""
    assert FAIL is said("LZ-WAF-005", placed(ENTRY, "acl", ("rules", 0, "visibilityConfig"), seen(sampled=sampled)))


def test_the_list_of_a_vendor_is_not_asked_for() -> None:
    """Others may stand beside the one of AWS."""
    acl = next(example for example in ENTRY if example.name == "acl")
    bought = {"name": "bought", "overrideAction": {"none": {}}, "statement": managed("Example")}

    assert PASS is said("LZ-WAF-006", changed(ENTRY, "acl", rules=[*acl.properties["rules"], bought]))
