"""A switch of Regions that moves nobody by itself, and names that have somewhere to go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.registry import all_rules
from policies.rules.examples.build import RECOVERY_REGION, REGION, changed
from policies.rules.examples.recovery import APPROVAL, CALLERS, HALVES, SWITCHED, flow, half
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

RULES = {rule.id: rule for rule in all_rules()}
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


def test_a_name_without_its_other_half_leads_nowhere() -> None:
    """Nor does one whose other half is of another type or zone, or the same half again."""
    first, second = HALVES

    assert Verdict.FAIL is verdict(HALVED, (first,))
    for change in ({"type": "AAAA"}, {"zoneId": "Z9876543210"}, {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}):
        assert Verdict.FAIL is verdict(HALVED, (first, *changed((second,), "second", **change)))


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
