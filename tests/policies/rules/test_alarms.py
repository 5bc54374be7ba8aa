"""An alarm that is a window of another tells somebody through it, and only through one that is made of it."""

from __future__ import annotations

from dataclasses import replace

from policies.example import graph_of
from policies.registry import all_rules
from policies.rules.examples.build import changed
from policies.rules.examples.objectives import OBJECTIVE
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

TOLD = next(rule for rule in all_rules() if rule.id == "LZ-MON-001")
BUDGETED = next(rule for rule in all_rules() if rule.id == "LZ-OBS-002")


def test_a_window_speaks_through_the_alarm_that_is_made_of_it() -> None:
    """It needs no action of its own: half a condition wakes nobody."""
    assert Verdict.PASS is verdict(TOLD, graph_of(OBJECTIVE))


def test_a_window_that_nothing_is_made_of_is_silent() -> None:
    """An alarm over another alarm says nothing for it."""
    apart = tuple(replace(one, refs={}) if one.name == "burn" else one for one in OBJECTIVE)

    assert Verdict.FAIL is verdict(TOLD, graph_of(apart))


def test_an_alarm_over_windows_must_itself_tell_somebody() -> None:
    """Otherwise all of them are silent."""
    assert Verdict.FAIL is verdict(TOLD, graph_of(changed(OBJECTIVE, "burn", alarmActions=[])))


def test_a_function_of_no_system_needs_no_objective() -> None:
    """What the landing zone runs for itself promises nobody anything."""
    assert Verdict.PASS is verdict(BUDGETED, graph_of(changed(OBJECTIVE, "decide", tags={"lz:owner": "platform"})))
