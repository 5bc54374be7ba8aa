"""Which settings belong to which method, stage and API, and what AWS does where an API says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN, Graph
from policies.example import graph_of
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, linked
from policies.rules.examples.decisions import STREAM
from policies.rules.examples.entry import (
    API,
    DOMAIN,
    ENTRY,
    MAPPING,
    METHOD,
    RESOURCE,
    SETTINGS,
    STAGE,
    VALIDATOR,
    settled,
)
from policies.rules.examples.logs import LOG_GROUP
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("rule", "name", "change", "expected"),
    [
        ("LZ-API-001", "method", {"authorization": "COGNITO_USER_POOLS"}, PASS),
        ("LZ-API-001", "method", {"authorization": None}, FAIL),
        ("LZ-API-002", "method", {"requestModels": None, "httpMethod": "ANY"}, FAIL),
        ("LZ-API-002", "method", {"requestModels": None, "httpMethod": UNKNOWN}, UNSAID),
        ("LZ-API-002", "method", {"requestValidatorId": None, "httpMethod": "GET"}, PASS),
        ("LZ-API-002", "validator", {"validateRequestBody": None}, FAIL),
        ("LZ-API-002", "validator", {"validateRequestBody": UNKNOWN}, UNSAID),
        ("LZ-API-003", "stage", {"accessLogSettings": {"destinationArn": ""}}, FAIL),
        ("LZ-API-003", "stage", {"accessLogSettings": UNKNOWN}, UNSAID),
        ("LZ-API-004", "stage", {"xrayTracingEnabled": None}, FAIL),
        ("LZ-API-005", "settings", {"settings": {}}, PASS),
        ("LZ-API-005", "settings", {"settings": settled(dataTraceEnabled=None)}, PASS),
        ("LZ-API-009", "settings", {"settings": settled(cachingEnabled=None)}, PASS),
        ("LZ-API-009", "stage", {"cacheClusterEnabled": None}, PASS),
        ("LZ-API-009", "stage", {"cacheClusterEnabled": UNKNOWN}, UNSAID),
        ("LZ-API-010", "protected", {"resourceArn": UNKNOWN}, UNSAID),
        ("LZ-API-012", "api", {"disableExecuteApiEndpoint": None}, FAIL),
    ],
)
def test_an_api_is_held_to_what_aws_does_by_itself(
    rule: str, name: str, change: dict[str, Any], expected: Verdict
) -> None:
    """What is off by itself may be left out; what is on by itself is switched off."""
    assert expected is said(rule, changed(ENTRY, name, **change))


@pytest.mark.parametrize("other", [True, False])
def test_the_validator_of_another_method_checks_nothing_here(other: bool) -> None:  # noqa: FBT001  a case
    """A method is checked by the one it names, whatever others do."""
    second = aws(VALIDATOR, "second", validateRequestBody=other)
    own = changed((*ENTRY, second), "validator", validateRequestBody=not other)

    assert (FAIL if other else PASS) is said("LZ-API-002", own)


@pytest.mark.parametrize("by", ["id", "edge"])
def test_a_validator_is_named_by_its_id_or_by_an_edge(by: str) -> None:
    """Before the deploy by the one, of what stands already by the other."""
    named = changed(ENTRY, "method", requestValidatorId="v1")
    stack = changed(named if by == "id" else ENTRY, "validator", id="v1", validateRequestBody=False)

    assert FAIL is said("LZ-API-002", stack)


def test_of_two_validators_that_may_be_meant_both_look_at_bodies() -> None:
    """An edge leads to the one, the value is the id of the other: a program chose between them."""
    other = aws(VALIDATOR, "other", id="v2", validateRequestBody=False)
    method = next(example for example in ENTRY if example.name == "method")
    torn = replace(method, properties={**method.properties, "requestValidatorId": "v2"})
    stack = (*(torn if example is method else example for example in ENTRY), other)

    assert FAIL is said("LZ-API-002", stack)
    assert PASS is said("LZ-API-002", changed(stack, "other", validateRequestBody=True))


def test_a_validator_that_is_missing_is_found_where_it_would_be_named() -> None:
    """And not at the models, which are right."""
    stack = changed(ENTRY, "method", requestValidatorId=None)
    found = [one.path for one in outcomes(RULES["LZ-API-002"], graph_of(stack)) if one.verdict is FAIL]

    assert ["requestValidatorId"] == found


def test_an_access_log_goes_into_a_stream_as_well() -> None:
    """Of records, which is one of the two that AWS takes."""
    stream = aws(STREAM, "stream", name="amazon-apigateway-calls")

    assert PASS is said("LZ-API-003", linked((*ENTRY, stream), "stage", accessLogSettings="stream"))


PLACE = {"restApi": "api"}


def second(part: str = "reviews", **settings: Any) -> Examples:
    """A method below another path, and the settings of it where a path is named for them."""
    held = (aws(SETTINGS, "more", {**PLACE, "stageName": "stage"}, settings=settled(), **settings),) if settings else ()
    return (
        aws(RESOURCE, part, {**PLACE, "parentId": "decisions"}, pathPart=part),
        aws(METHOD, "second", {**PLACE, "resourceId": part}, httpMethod="GET", authorization="AWS_IAM"),
        *held,
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("decisions/reviews/GET", PASS),
        ("/decisions/reviews/GET", PASS),
        ("decisions~1reviews/GET", PASS),
        ("~1decisions~1reviews/GET", PASS),
        ("decisions/reviews/POST", FAIL),
        ("reviews/GET", FAIL),
        ("decisions/GET", FAIL),
        ("*/*", PASS),
        (UNKNOWN, UNSAID),
    ],
)
def test_settings_name_a_method_by_path_and_verb(path: Any, expected: Verdict) -> None:
    """With slashes as they are, or as AWS escapes them."""
    assert expected is said("LZ-API-006", (*ENTRY, *second(methodPath=path)))


def test_a_method_of_the_root_has_its_verb_alone() -> None:
    """The path to it has no parts."""
    root = linked(ENTRY, "method", resourceId="api")

    assert FAIL is said("LZ-API-006", root)
    assert PASS is said("LZ-API-006", changed(root, "settings", methodPath="POST"))


@pytest.mark.parametrize(
    "change", [{"pathPart": UNKNOWN}, {"pathPart": None}, {"parentId": UNKNOWN}, {"parentId": "r1e2s3"}]
)
def test_a_part_of_the_path_may_not_be_known_yet(change: dict[str, Any]) -> None:
    """Then settings of one path may be of another."""
    lost = changed(ENTRY, "decisions", **change)

    assert UNSAID is said("LZ-API-006", lost)
    assert PASS is said("LZ-API-006", changed(lost, "settings", methodPath="*/*"))


def test_a_verb_may_not_be_known_yet() -> None:
    """Settings of everything are of it too."""
    lost = changed(ENTRY, "method", httpMethod=UNKNOWN)

    assert UNSAID is said("LZ-API-006", lost)
    assert PASS is said("LZ-API-006", changed(lost, "settings", methodPath="*/*"))


@pytest.mark.parametrize(("beside", "expected"), [("validator", PASS), ("api", UNSAID)])
def test_a_path_that_comes_from_two_places_is_not_known(beside: str, expected: Verdict) -> None:
    """A program may choose between two; what is no part of a path is none of them."""
    graph = graph_of(ENTRY)
    urns = {resource.name: urn for urn, resource in graph.resources.items()}
    method = graph.resources[urns["method"]]
    edges = {**method.property_dependencies, "resourceId": (urns["decisions"], urns[beside])}
    torn = {**graph.resources, method.urn: replace(method, property_dependencies=edges)}

    assert expected is said("LZ-API-006", Graph(graph.project, graph.stack, torn))


@pytest.mark.parametrize(("stage", "expected"), [("v1", PASS), ("v2", FAIL), (UNKNOWN, UNSAID)])
def test_settings_are_of_a_stage_by_its_name_too(stage: Any, expected: Verdict) -> None:
    """Where no edge says which."""
    assert expected is said("LZ-API-006", changed(ENTRY, "settings", stageName=stage))


@pytest.mark.parametrize("limit", ["throttlingRateLimit", "throttlingBurstLimit"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, PASS), (0, FAIL), (-1, FAIL), (None, FAIL), ([], FAIL), ("0.5", PASS), (UNKNOWN, UNSAID)],
)
def test_both_limits_are_above_zero(limit: str, value: Any, expected: Verdict) -> None:
    """Minus one is AWS's word for none."""
    assert expected is said("LZ-API-006", changed(ENTRY, "settings", settings=settled(**{limit: value})))


def test_settings_of_another_stage_may_say_what_they_like() -> None:
    """A stage is held to its own."""
    loose = aws(SETTINGS, "loose", PLACE, stageName="v2", methodPath="*/*", settings={})

    assert PASS is said("LZ-API-006", (*ENTRY, loose))


def standing(*more: Example, **known: Any) -> Examples:
    """A stage with an id of its API but no edge, its settings, and what is said more."""
    named = {"restApi": "a1b2c3", "stageName": "v1", **known}
    whole = aws(SETTINGS, "settings", settings=settled(), **{"methodPath": "*/*", **named})
    return (aws(STAGE, "stage", restApi="a1b2c3", stageName="v1"), whole, *more)


@pytest.mark.parametrize(("api", "expected"), [("a1b2c3", FAIL), ("d4e5f6", PASS), (UNKNOWN, UNSAID)])
def test_a_method_is_of_an_api_by_its_id(api: Any, expected: Verdict) -> None:
    """A method of another API is not held to the settings of this one."""
    method = aws(METHOD, "method", {"resourceId": "root"}, restApi=api, httpMethod="GET")
    root = aws(RESOURCE, "root", {"parentId": "api"}, pathPart="root")
    other = aws(API, "api")

    assert expected is said("LZ-API-006", standing(method, root, other, methodPath="other/GET"))


def test_an_edge_and_an_id_may_mean_one_api() -> None:
    """What has an edge has no id yet; what has an id may be of the API that the edge leads to."""
    by_id = aws(SETTINGS, "settings", restApi="a1b2c3", stageName="v1", methodPath="*/*", settings=settled())
    by_edge = aws(STAGE, "stage", PLACE, stageName="v1")
    api = aws(API, "api")

    assert UNSAID is said("LZ-API-006", (api, by_edge, by_id))
    both = replace(by_edge, properties={**by_edge.properties, "restApi": "a1b2c3"})
    assert PASS is said("LZ-API-006", (api, both, by_id))
    assert FAIL is said("LZ-API-006", (api, both, *changed((by_id,), "settings", restApi="d4e5f6")))


def test_settings_take_their_api_from_the_stage() -> None:
    """A program may write stage.rest_api: an edge that leads round."""
    others = tuple(example for example in ENTRY if example.name != "settings")
    through = {"restApi": "stage", "stageName": "stage"}
    settings = aws(SETTINGS, "settings", through, methodPath="*/*", settings=settled())

    assert PASS is said("LZ-API-006", (*others, settings))


@pytest.mark.parametrize(("api", "expected"), [("a1b2c3", PASS), ("d4e5f6", FAIL)])
def test_edges_to_two_places_may_lead_to_one_id(api: str, expected: Verdict) -> None:
    """What a program reads of AWS is no API of the stack, and has the id of one."""
    stage = aws(STAGE, "stage", {"restApi": "one"}, restApi="a1b2c3", stageName="v1")
    settings = aws(SETTINGS, "settings", {"restApi": "two"}, restApi=api, stageName="v1", settings=settled())
    places = (aws(LOG_GROUP, "one"), aws(LOG_GROUP, "two"))

    assert expected is said("LZ-API-006", (*places, stage, *changed((settings,), "settings", methodPath="*/*")))


@pytest.mark.parametrize(
    ("arn", "expected"), [("arn:aws:apigateway:1", PASS), ("arn:aws:apigateway:2", FAIL), (UNKNOWN, UNSAID)]
)
def test_a_list_stands_before_a_stage_by_its_arn(arn: Any, expected: Verdict) -> None:
    """Where the stage stands already and no edge says it."""
    stack = changed(ENTRY, "stage", arn="arn:aws:apigateway:1")

    assert expected is said("LZ-API-010", changed(stack, "protected", resourceArn=arn))


def test_two_edges_to_two_apis_are_two_apis() -> None:
    """Though no id is known."""
    other = aws(API, "other")
    elsewhere = aws(METHOD, "elsewhere", {"restApi": "other", "resourceId": "other"}, httpMethod="GET")

    assert PASS is said("LZ-API-006", (*ENTRY, other, elsewhere))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("TLS_1_2", PASS),
        ("TLS_1_0", FAIL),
        ("SecurityPolicy_TLS12_2025_EDGE", PASS),
        ("SecurityPolicy_TLS13_2025_EDGE", PASS),
        ("TLS_1", FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_policy_of_tls_says_its_oldest_version(policy: Any, expected: Verdict) -> None:
    """In its name."""
    assert expected is said("LZ-API-008", changed(ENTRY, "api", securityPolicy=policy))


@pytest.mark.parametrize("type_", [API, DOMAIN])
@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["REGIONAL", "PRIVATE"], PASS),
        (["REGIONAL", "EDGE"], FAIL),
        (["EDGE"], FAIL),
        (["EDGE", UNKNOWN], FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_no_type_of_an_endpoint_is_at_the_edge(type_: str, types: Any, expected: Verdict) -> None:
    """Not even beside another."""
    assert expected is said("LZ-API-011", (aws(type_, "one", endpointConfiguration={"types": types}),))


@pytest.mark.parametrize(("api", "expected"), [("a1b2c3", FAIL), ("d4e5f6", PASS)])
def test_a_name_leads_to_an_api_by_its_id_too(api: str, expected: Verdict) -> None:
    """One of several names is enough."""
    loose = changed(ENTRY, "api", disableExecuteApiEndpoint=False, id="a1b2c3")
    mapped = aws(MAPPING, "another", restApi="zzz", domainName="other.example.com")

    assert expected is said("LZ-API-012", (*changed(loose, "mapping", restApi=api), mapped))
    assert UNSAID is said("LZ-API-012", (*changed(loose, "mapping", restApi=UNKNOWN), mapped))


EXECUTION = f"arn:aws:execute-api:{REGION}:{ACCOUNT}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"{EXECUTION}:a1b2c3", PASS),
        (f"{EXECUTION}:a1b2c3/*", PASS),
        (f"{EXECUTION}:/v1/POST/decisions", FAIL),
        (f"{EXECUTION}:a?b2c3/v1", FAIL),
        (f"{EXECUTION}:a1*/v1", FAIL),
        (EXECUTION, FAIL),
        (f"{EXECUTION}:a1b2c3/v1/POST/a:b*", PASS),
        (None, FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_an_execution_arn_names_one_api(source: Any, expected: Verdict) -> None:
    """A star behind its id is of stages and paths."""
    assert expected is said("LZ-API-013", changed(ENTRY, "called", sourceArn=source))


def test_a_stage_that_is_not_there_yet_names_its_api() -> None:
    """Its execution ARN begins with that of the API."""
    assert PASS is said("LZ-API-013", linked(ENTRY, "called", sourceArn="stage"))
