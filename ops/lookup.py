"""Finds a rule by the id a person typed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ops.exits import UsageError
from policies.rule import Rule


def find(rule_id: str, rules: Sequence[Rule]) -> Rule:
    """The rule of this id, in any case; UsageError with the nearest one when there is none."""
    by_id = {rule.id: rule for rule in rules}
    wanted = rule_id.upper()
    if wanted not in by_id:
        near = get_close_matches(wanted, by_id, n=1)
        raise UsageError(
            f"there is no rule {rule_id!r}", f"did you mean {near[0]}?" if near else "lz policy list shows them"
        )
    return by_id[wanted]
