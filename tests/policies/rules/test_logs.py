"""Log groups and the trail: what AWS does where nobody says anything, and the two ways to select events."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import aws, changed, linked
from policies.rules.examples.logs import ACCOUNT_BASE, LOGS, data_events
from policies.trails import TRAIL
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OBJECTS = "AWS::S3::Object"


@pytest.mark.parametrize(
    ("days", "data_class", "expected"),
    [
        (0, "security-logs", PASS),
        ("0", "security-logs", PASS),
        (400, "security-logs", PASS),
        (None, "security-logs", FAIL),
        (1, "operations", FAIL),
        (3653, UNKNOWN, PASS),
        (1, UNKNOWN, FAIL),
        (UNKNOWN, "operations", UNSURE),
    ],
)
def test_a_group_that_never_expires_keeps_long_enough(days: Any, data_class: Any, expected: Verdict) -> None:
    """Zero is for ever; nothing said is nobody's decision."""
    stack = changed(LOGS, "trail-logs", retentionInDays=days, tags={"lz:data-class": data_class})

    assert expected is said("LZ-LOG-005", stack)


@pytest.mark.parametrize(("rule", "name"), [("LZ-LOG-006", "trail-logs"), ("LZ-LOG-008", "trail")])
@pytest.mark.parametrize(
    ("key", "expected"), [("alias/aws/logs", FAIL), ("", FAIL), (None, FAIL), (UNKNOWN, UNSURE), ("alias/ours", PASS)]
)
def test_a_log_has_a_key_of_ours(rule: str, name: str, key: Any, expected: Verdict) -> None:
    """Whether of a group or of the trail; the finding stands at the key."""
    stack = changed(ACCOUNT_BASE, name, kmsKeyId=key)

    assert expected is said(rule, stack)
    assert {"kmsKeyId"} == {outcome.path for outcome in outcomes(RULES[rule], graph_of(stack))}


@pytest.mark.parametrize(
    ("prop", "by_default"),
    [
        ("isMultiRegionTrail", FAIL),
        ("enableLogFileValidation", FAIL),
        ("enableLogging", PASS),
        ("includeGlobalServiceEvents", PASS),
    ],
)
def test_a_trail_is_whole_in_four_ways(prop: str, by_default: Verdict) -> None:
    """Two of them are so where nobody says anything, two are not."""
    given = [said("LZ-LOG-007", changed(ACCOUNT_BASE, "trail", **{prop: value})) for value in (True, False, UNKNOWN)]

    assert [PASS, FAIL, UNSURE] == given
    assert by_default is said("LZ-LOG-007", changed(ACCOUNT_BASE, "trail", **{prop: None}))


def test_a_trail_reaches_a_group_of_the_stack_before_it_has_an_arn() -> None:
    """What comes from anything else is not known."""
    strange = linked(ACCOUNT_BASE, "trail", cloudWatchLogsGroupArn="analyzer")

    assert PASS is said("LZ-LOG-009", ACCOUNT_BASE)
    assert UNSURE is said("LZ-LOG-009", strange)
    assert FAIL is said("LZ-LOG-009", changed(ACCOUNT_BASE, "trail", cloudWatchLogsGroupArn=""))


def basic(*types: Any) -> dict[str, Any]:
    return {"eventSelectors": [{"dataResources": [{"type": type_, "values": ["arn:aws:s3"]} for type_ in types]}]}


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ({"advancedEventSelectors": data_events(OBJECTS)}, PASS),
        ({"advancedEventSelectors": [*data_events("AWS::Lambda::Function"), *data_events(OBJECTS)]}, PASS),
        ({"advancedEventSelectors": data_events("AWS::Lambda::Function")}, FAIL),
        (basic(OBJECTS), PASS),
        (basic("AWS::Lambda::Function", OBJECTS), PASS),
        (basic("AWS::Lambda::Function"), FAIL),
        (basic(UNKNOWN), UNSURE),
        ({}, FAIL),
    ],
)
def test_access_to_objects_is_selected_in_either_way(selectors: dict[str, Any], expected: Verdict) -> None:
    """One selector of several is enough; the finding says where the newer of the two ways stands."""
    stack = (aws(TRAIL, "trail", **selectors),)

    assert expected is said("LZ-LOG-010", stack)
    assert {"advancedEventSelectors"} == {outcome.path for outcome in outcomes(RULES["LZ-LOG-010"], graph_of(stack))}


@pytest.mark.parametrize(
    "fields",
    [
        [{"field": "eventCategory", "equals": ["Management"]}, {"field": "resources.type", "equals": [OBJECTS]}],
        [{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.ARN", "equals": [OBJECTS]}],
        [{"field": "eventCategory", "equals": ["Data"]}],
    ],
)
def test_a_selector_is_of_data_and_of_objects(fields: list[dict[str, Any]]) -> None:
    """Both in the same selector."""
    stack = (aws(TRAIL, "trail", advancedEventSelectors=[{"fieldSelectors": fields}]),)

    assert FAIL is said("LZ-LOG-010", stack)
