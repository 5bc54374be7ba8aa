"""A switch of Regions that moves nobody by itself, and names that have somewhere to go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.build import RECOVERY_REGION, REGION, aws, changed, linked
from policies.rules.examples.recovery import APPROVAL, CALLERS, HALVES, HEALTH_CHECK, SWITCHED, flow, half
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

APPROVED, BOTH_WAYS, HALVED = (RULES[each] for each in ("LZ-DR-006", "LZ-DR-008", "LZ-DR-009"))
SCALE = {"name": "scale", "executionBlockType": "EKSResourceScaling"}


def at_once(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"name": "both", "executionBlockType": "Parallel", "parallelConfigs": [{"steps": list(steps)}]}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((APPROVAL, SCALE, CALLERS), Verdict.PASS),
        ((SCALE, APPROVAL, CALLERS), Verdict.PASS),
        ((SCALE,), Verdict.PASS),
        ((CALLERS,), Verdict.FAIL),
        (({**CALLERS, "executionBlockType": "ARCRoutingControl"},), Verdict.FAIL),
        ((APPROVAL, {**CALLERS, "executionBlockType": "ARCRoutingControl"}), Verdict.PASS),
        (({**CALLERS, "executionBlockType": UNKNOWN},), Verdict.UNKNOWN),
        ((APPROVAL, at_once(CALLERS)), Verdict.PASS),
        ((at_once(SCALE, CALLERS), APPROVAL), Verdict.FAIL),
        ((at_once(APPROVAL, CALLERS),), Verdict.FAIL),
        (({**APPROVAL, "executionBlockType": UNKNOWN}, CALLERS), Verdict.UNKNOWN),
    ],
)
def test_nobody_moves_before_the_approval(steps: tuple[dict[str, Any], ...], expected: Verdict) -> None:
    """At once with the approval is before it; a workflow that moves nobody needs none."""
    assert expected is verdict(APPROVED, changed(SWITCHED, "switch", workflows=[flow(REGION, *steps)]))


def test_every_way_of_a_switch_is_asked() -> None:
    """The way back moves people too."""
    ways = [flow(REGION, APPROVAL, CALLERS), flow(RECOVERY_REGION, CALLERS)]

    assert Verdict.FAIL is verdict(APPROVED, changed(SWITCHED, "switch", workflows=ways))


def test_one_workflow_for_any_region_goes_both_ways() -> None:
    """AWS runs it for whichever is activated."""
    assert Verdict.PASS is verdict(BOTH_WAYS, changed(SWITCHED, "switch", workflows=[flow(None, APPROVAL, CALLERS)]))


def test_a_region_is_reached_by_the_workflow_of_its_own_name() -> None:
    """A plan of one Region needs one way, and one that leads elsewhere is none."""
    alone = changed(SWITCHED, "switch", regions=[REGION])

    for region, expected in ((REGION, Verdict.PASS), (RECOVERY_REGION, Verdict.FAIL), (UNKNOWN, Verdict.UNKNOWN)):
        ways = [{**flow(None, APPROVAL, CALLERS), "workflowTargetRegion": region}]
        assert expected is verdict(BOTH_WAYS, changed(alone, "switch", workflows=ways))


@pytest.mark.parametrize(
    ("action", "expected"),
    [("activate", Verdict.PASS), ("deactivate", Verdict.FAIL), (UNKNOWN, Verdict.UNKNOWN)],
)
def test_a_workflow_that_closes_a_region_is_no_way_into_it(action: Any, expected: Verdict) -> None:
    """A plan of two that are both active has workflows of either kind."""
    back = {**flow(RECOVERY_REGION, APPROVAL, CALLERS), "workflowTargetAction": action}
    workflows = [flow(REGION, APPROVAL, CALLERS), back]

    assert expected is verdict(BOTH_WAYS, changed(SWITCHED, "switch", workflows=workflows))


def test_a_name_without_its_other_half_leads_nowhere() -> None:
    """Nor does one whose other half is of another type or zone, or the same half again."""
    first, second = HALVES

    assert Verdict.FAIL is verdict(HALVED, (first,))
    for change in (
        {"type": "AAAA"},
        {"zoneId": "Z9876543210"},
        {"name": "another.prod.example.com"},
        {"failoverRoutingPolicies": [{"type": "PRIMARY"}]},
        {"failoverRoutingPolicies": None},
    ):
        assert Verdict.FAIL is verdict(HALVED, (first, *changed((second,), "second", **change)))


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize(
    "change",
    [
        {"type": UNKNOWN},
        {"zoneId": UNKNOWN},
        {"name": UNKNOWN},
        {"failoverRoutingPolicies": [{"type": UNKNOWN}]},
    ],
)
def test_another_record_may_be_the_other_half(name: str, change: dict[str, Any]) -> None:
    """Nobody can say before the deploy; one that stands alone has none, whatever it is."""
    alone = changed(HALVES, name, **change)

    assert Verdict.UNKNOWN is verdict(HALVED, alone)
    assert Verdict.FAIL is verdict(HALVED, tuple(one for one in alone if one.name == name))


def test_a_record_that_does_not_fail_over_needs_no_half() -> None:
    """Most names lead to one place."""
    alone = changed((half("alone", REGION, "PRIMARY"),), "alone", failoverRoutingPolicies=None, healthCheckId=None)

    assert Verdict.PASS is verdict(HALVED, alone)


def test_a_check_that_a_plan_vends_is_one() -> None:
    """Its id is unknown until the plan stands; from elsewhere it may be nothing."""
    unknown = changed(HALVES, "first", healthCheckId=UNKNOWN)
    vended = tuple(replace(one, refs={"healthCheckId": "switch"}) if one.name == "first" else one for one in unknown)

    assert Verdict.UNKNOWN is verdict(HALVED, (*SWITCHED, *unknown))
    assert Verdict.PASS is verdict(HALVED, (*SWITCHED, *vended))


def test_a_check_of_the_stack_is_one_before_it_has_an_id() -> None:
    """Its edge says what it will be; an edge to something else says nothing."""
    asked = aws(HEALTH_CHECK, "asked", type="HTTPS", fqdn="assistant.example.com")

    assert Verdict.PASS is verdict(HALVED, (asked, *linked(HALVES, "first", healthCheckId="asked")))
    assert Verdict.UNKNOWN is verdict(HALVED, linked(HALVES, "first", healthCheckId="second"))
