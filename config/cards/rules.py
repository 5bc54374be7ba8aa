"""Business rules against the payload they read, the outcomes they name, and who may approve them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from config.cards.case import Case
from config.errors import KeyPath, Problem, near
from config.patterns import outcomes
from config.system.rules import BusinessRule
from config.vocabulary import Pattern, RiskTier

_PATH = ("decision", "rules")


def rules(case: Case) -> Iterator[Problem]:
    """Every rule by itself, their names together, and the approval."""
    card, seen = case.card, set[str]()
    for index in range(len(card.items(*_PATH, "rules"))):
        path: KeyPath = (*_PATH, "rules", index)
        rule = card.section(BusinessRule, *path)
        if rule is None:
            continue
        if rule.id in seen:
            yield card.problem((*path, "id"), "is named twice, so a record could not say which held", "rename one")
        seen.add(rule.id)
        yield from _condition(case, (*path, "when"), rule.when)
        yield from _consequence(case, path, rule)
    approver = card.get(*_PATH, "approved-by")
    if approver is not None and card.get("risk", "tier") == RiskTier.HIGH and approver == card.get("owner"):
        reason = "owns the system, and tier high lets nobody approve their own rules (house rule on EU AI Act Art. 17)"
        yield card.problem((*_PATH, "approved-by"), reason, "let somebody else approve them, and name them")


def _condition(case: Case, path: KeyPath, when: str) -> Iterator[Problem]:
    try:
        parsed = jmespath.compile(when).parsed
    except JMESPathError:
        fix = "write for example input.amount >= `100`; https://jmespath.org has the grammar"
        yield case.card.problem(path, "is not JMESPath", fix)
        return
    fields = case.card.keys("payload")
    for name in dict.fromkeys(_read(parsed)):
        if fields and name not in fields:
            reason = f"reads input.{name}, which is not a field of the payload, so it would never hold"
            yield case.card.problem(path, reason, f"{near(name, fields)}known: {', '.join(fields)}")


def _consequence(case: Case, path: KeyPath, rule: BusinessRule) -> Iterator[Problem]:
    then, pattern = rule.then, case.card.get("pattern")
    if then.outcome is None and then.band is None:
        reason = "changes neither outcome nor band, so the rule does nothing"
        yield case.card.problem((*path, "then"), reason, "write band: person, or an outcome")
    if then.outcome is None or pattern not in set(Pattern):
        return
    known = outcomes(Pattern(pattern))
    if then.outcome not in known:
        reason = f"is no outcome of the pattern {pattern}"
        fix = f"{near(then.outcome, known)}known: {', '.join(known)}"
        yield case.card.problem((*path, "then", "outcome"), reason, fix)


def _read(node: Mapping[str, Any]) -> Iterator[str]:
    """The fields of the input that an expression reads, as `input.NAME`."""
    children = [child for child in node.get("children", ()) if isinstance(child, Mapping)]
    if node.get("type") == "subexpression" and [child.get("type") for child in children[:2]] == ["field", "field"]:
        if children[0].get("value") == "input":
            yield str(children[1]["value"])
        return
    for child in children:
        yield from _read(child)
