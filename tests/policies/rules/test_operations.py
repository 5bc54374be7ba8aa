"""Alarms, budgets and the analyzer: who is told, and what is counted for whom."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import changed
from policies.rules.examples.capacity import RESERVED
from policies.rules.examples.data import MESSAGES
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        ({"alarmActions": None}, "alarmActions", FAIL),
        ({"alarmActions": UNKNOWN}, "alarmActions", UNSURE),
        ({"actionsEnabled": False}, "actionsEnabled", FAIL),
        ({"actionsEnabled": "false"}, "actionsEnabled", FAIL),
        ({"actionsEnabled": UNKNOWN}, "actionsEnabled", UNSURE),
    ],
)
def test_an_alarm_has_actions_that_are_on(change: dict[str, Any], path: str, expected: Verdict) -> None:
    """They are where nobody switched them off; the finding stands at what is wrong."""
    told = outcomes(RULES["LZ-MON-001"], graph_of(changed(MESSAGES, "alarm", **change)))

    assert [(path, expected)] == [(one.path, one.verdict) for one in told if one.verdict is not PASS]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("late\nrunbook: docs/runbooks/late.md", PASS),
        ("runbook: docs/runbooks/late.md\nlate", PASS),
        ("late, runbook: docs/runbooks/late.md", FAIL),
        ("late\nrunbook: docs/runbooks/late.md and more", FAIL),
        ("late\nrunbook: https://example.com/late.md", FAIL),
        (None, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_runbook_is_a_line_of_its_own(description: Any, expected: Verdict) -> None:
    """A page of the house, by its path."""
    assert expected is said("LZ-OBS-001", changed(MESSAGES, "alarm", alarmDescription=description))


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("ACCOUNT", PASS),
        ("ORGANIZATION", PASS),
        (None, PASS),
        ("ORGANIZATION_UNUSED_ACCESS", FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_an_analyzer_looks_for_access_from_outside(type_: Any, expected: Verdict) -> None:
    """Of the account where nobody says otherwise; what is unused is another question."""
    assert expected is said("LZ-MON-002", changed(ACCOUNT_BASE, "analyzer", type=type_))


SOMEBODY = {"subscriberEmailAddresses": ["platform@example.com"]}
A_TOPIC = {"subscriberSnsTopicArns": ["arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"]}


@pytest.mark.parametrize(
    ("notifications", "expected"),
    [
        ([SOMEBODY], PASS),
        ([A_TOPIC], PASS),
        ([SOMEBODY, A_TOPIC], PASS),
        ([SOMEBODY, {}], FAIL),
        ([{"subscriberEmailAddresses": []}], FAIL),
        ([{"subscriberSnsTopicArns": UNKNOWN}], UNSURE),
        ([], FAIL),
        (None, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_each_notification_has_somebody_who_reads_it(notifications: Any, expected: Verdict) -> None:
    """An address or a topic."""
    assert expected is said("LZ-CST-001", changed(ACCOUNT_BASE, "budget", notifications=notifications))


@pytest.mark.parametrize(("kind", "expected"), [("COST", PASS), ("USAGE", FAIL), (None, FAIL), (UNKNOWN, UNSURE)])
def test_a_budget_of_cost_is_in_money(kind: Any, expected: Verdict) -> None:
    """Hours of use are no bill."""
    assert expected is said("LZ-CST-002", changed(ACCOUNT_BASE, "budget", budgetType=kind))


@pytest.mark.parametrize(("subscribers", "expected"), [([], FAIL), (None, FAIL), (UNKNOWN, UNSURE)])
def test_an_anomaly_that_nobody_reads_is_told_to_nobody(subscribers: Any, expected: Verdict) -> None:
    """A monitor alone tells nothing."""
    assert expected is said("LZ-CST-003", changed(ACCOUNT_BASE, "spending-owner", subscribers=subscribers))
    assert FAIL is said("LZ-CST-003", tuple(one for one in ACCOUNT_BASE if one.name != "spending-owner"))


@pytest.mark.parametrize(
    ("tags", "values", "expected"),
    [
        ({"lz:pool": "inference"}, ["user:lz:pool$inference"], PASS),
        ({"lz:pool": "inference"}, ["user:lz:pool$batch", "user:lz:pool$inference"], PASS),
        ({"lz:pool": "inference"}, ["user:lz:pool$batch"], FAIL),
        ({"lz:pool": "inference"}, ["inference"], FAIL),
        ({"lz:pool": "inference"}, UNKNOWN, UNSURE),
        ({"lz:pool": UNKNOWN}, ["user:lz:pool$inference"], UNSURE),
        ({}, ["user:lz:pool$batch"], PASS),
    ],
)
def test_a_budget_counts_a_pool_by_its_tag(tags: dict[str, Any], values: Any, expected: Verdict) -> None:
    """Spelled as Cost Explorer does; what is in no pool needs none."""
    stack = changed(RESERVED, "reservation", tags=tags)
    stack = changed(stack, "pool-budget", costFilters=[{"name": "TagKeyValue", "values": values}])

    assert expected is said("LZ-CST-004", stack)


def test_a_pool_that_nothing_counts_is_told_at_its_tags() -> None:
    """There its name stands."""
    assert {"tags"} == {outcome.path for outcome in outcomes(RULES["LZ-CST-004"], graph_of(RESERVED))}
