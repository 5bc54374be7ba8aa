"""What the rules about APIs and web ACLs say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from components.entry import api as component
from graph.model import UNKNOWN
from policies.registry import all_rules
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, linked
from policies.rules.examples.entry import (
    API,
    API_POLICY,
    ENTRY,
    METHOD,
    RESOURCE,
    SETTINGS,
    STAGE,
    calling,
    settled,
)
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

RULES = {rule.id: rule for rule in all_rules()}
PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def said(rule: str, stack: Examples) -> Verdict:
    return verdict(RULES[rule], stack)


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
            requestModels={"application/json": "Review"},
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
        ({"application/json": UNKNOWN}, UNSAID),
        ({"application/xml": "Decision"}, FAIL),
        ({"application/json": ""}, FAIL),
    ],
)
def test_a_model_is_one_of_json_or_of_anything(models: dict[str, Any], expected: Verdict) -> None:
    """A model of another type leaves JSON unchecked."""
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
    assert expected is said("LZ-API-008", changed(ENTRY, "name", securityPolicy=policy))


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
