"""What the rules about where data may be say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.registry import all_rules
from policies.rules.examples.build import changed
from policies.rules.examples.storage import EVIDENCE, locked, replicate
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

REPLICATED = {rule.id: rule for rule in all_rules()}["LZ-RES-004"]
PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "Disabled"}, FAIL),
        ({"filter": None}, PASS),
        ({"prefix": ""}, PASS),
        ({"prefix": "decisions/"}, FAIL),
        ({"prefix": UNKNOWN}, UNSURE),
        ({"filter": {"prefix": ""}}, PASS),
        ({"filter": {"prefix": "decisions/"}}, FAIL),
        ({"filter": {"tag": {"key": "copied", "value": "yes"}}}, FAIL),
        ({"filter": {"tag": UNKNOWN}}, UNSURE),
        ({"filter": {"and": {"prefix": "", "tags": {"copied": "yes"}}}}, FAIL),
        ({"filter": UNKNOWN}, UNSURE),
    ],
)
def test_a_rule_of_replication_is_about_every_object(changes: dict[str, Any], expected: Verdict) -> None:
    """No prefix and no tag leaves any of them out, in the old spelling or in the filter."""
    assert expected is verdict(REPLICATED, changed(EVIDENCE, "replication", rules=replicate(**changes)))


def test_one_rule_of_replication_is_enough() -> None:
    """Another one may be about a part of the objects, or be off."""
    rules = [*replicate(prefix="reports/"), *replicate(), *replicate(status="Disabled")]

    assert PASS is verdict(REPLICATED, changed(EVIDENCE, "replication", rules=rules))


@pytest.mark.parametrize(("role", "expected"), [("recovery", PASS), ("primary", FAIL), (UNKNOWN, UNSURE)])
def test_evidence_in_the_recovery_region_is_the_copy(role: Any, expected: Verdict) -> None:
    """What a replication of another stack writes into is not copied any further."""
    tags = {"lz:data-class": "decisions", "lz:role": role}

    assert expected is verdict(REPLICATED, changed(locked("decisions"), "store", tags=tags))
