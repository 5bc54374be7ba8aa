"""What the rules about AWS Config say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Examples
from policies.rules.examples.build import RECOVERY_REGION, changed
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.rules.examples.watched import RECORDED, TOLD
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


@pytest.mark.parametrize(
    ("recorder", "expected"),
    [
        ({"recordingGroup": {"includeGlobalResourceTypes": True}}, PASS),
        ({"recordingGroup": {"allSupported": False, "includeGlobalResourceTypes": True}}, FAIL),
        ({"recordingGroup": None}, FAIL),
        ({"region": RECOVERY_REGION}, FAIL),
        ({"region": UNKNOWN}, UNSURE),
    ],
)
def test_every_type_is_recorded_beside_the_trail(recorder: dict[str, Any], expected: Verdict) -> None:
    """AWS records every type but the global ones unless told otherwise."""
    assert expected is said("LZ-LOG-015", changed(ACCOUNT_BASE, "recorder", **recorder))


def test_an_account_without_a_recorder_fails_and_a_stack_without_a_trail_does_not() -> None:
    """A recorder of another Region may leave out what is global, and still has to run."""
    assert FAIL is said("LZ-LOG-015", without(ACCOUNT_BASE, "recorder", "recorder-status"))
    assert (PASS, PASS) == (said("LZ-LOG-015", TOLD), said("LZ-LOG-016", RECORDED))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(ACCOUNT_BASE, "recorder-status"), FAIL),
        (changed(ACCOUNT_BASE, "recorder-status", name="another"), FAIL),
        (changed(ACCOUNT_BASE, "recorder-status", name="lz-prod-recorder"), PASS),
        (changed(ACCOUNT_BASE, "recorder-status", name=UNKNOWN), UNSURE),
        (changed(ACCOUNT_BASE, "recorder-status", isEnabled=None), FAIL),
    ],
)
def test_a_recorder_is_started_by_its_name(stack: Examples, expected: Verdict) -> None:
    """The switch of another recorder starts nothing here."""
    assert expected is said("LZ-LOG-016", stack)
