"""What the rules about an account's settings say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from policies.rules.examples.build import changed
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.rules.examples.watched import SETTLED
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL = Verdict.PASS, Verdict.FAIL


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"minimumPasswordLength": 13}, FAIL),
        ({"minimumPasswordLength": None}, FAIL),
        ({"passwordReusePrevention": 23}, FAIL),
        ({"passwordReusePrevention": None}, FAIL),
        ({"minimumPasswordLength": "20"}, PASS),
    ],
)
def test_a_password_is_held_to_both_numbers(policy: dict[str, Any], expected: Verdict) -> None:
    """AWS's own policy is shorter and remembers nothing."""
    assert expected is verdict(RULES["LZ-IAM-020"], changed(SETTLED, "passwords", **policy))


@pytest.mark.parametrize(("gone", "rule"), [("passwords", "LZ-IAM-020"), ("contact", "LZ-MON-012")])
def test_an_account_with_a_trail_has_both(gone: str, rule: str) -> None:
    """A stack without a trail is asked for neither."""
    stack = tuple(example for example in ACCOUNT_BASE if example.name != gone)

    assert FAIL is verdict(RULES[rule], stack)
    assert PASS is verdict(RULES[rule], tuple(example for example in SETTLED if example.name != gone))


def test_a_contact_has_an_address() -> None:
    """One without is nobody."""
    assert FAIL is verdict(RULES["LZ-MON-012"], changed(ACCOUNT_BASE, "contact", emailAddress=""))
