"""`make bench-policies`: how the rules agree with other tools' own labels, both ways, and where they do not.

correspondence.yaml says which of our rules look at what a check of theirs looks at: the same, stricter (ours also fails
what theirs lets pass, so only what it catches counts), looser (what it fails is right, and it does not catch all), or
none. With references unknown a failing case may become unknown, never pass; a passing one may become unknown, never
fail.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from bench.labelled import FOLDER, Case, cases, folder
from policies.document import Document, read
from policies.registry import all_rules
from policies.rule import Rule
from policies.value import Outcome
from policies.verdict import Verdict, every
from policies.view import StackView

TABLE: Final = Path(__file__).with_name("correspondence.yaml")
_DAY: Final = date(2026, 11, 26)
"""On which cases are judged, so that what ends on a day ends on the same one in every run."""
LEAST_RECALL: Final = 0.98
"""Of the failing cases of checks that mean the same."""


@unique
class Relation(StrEnum):
    """How our rules stand to a check of theirs."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    NONE = "none"


class Row(Document):
    """What corresponds to one check."""

    rules: tuple[str, ...] = ()
    relation: Relation
    why: str = ""
    """Where ours differ, or why there is none."""


class Table(Document):
    """The file."""

    checks: Mapping[str, Annotated[Row, Field()]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One case, and what our rules say of it."""

    case: Case
    row: Row
    known: bool
    said: Verdict

    @property
    def missed(self) -> bool:
        """A failing case that is let pass, or, where everything is known, not failed."""
        if self.case.expected != "fail":
            return False
        return self.said is Verdict.PASS if not self.known else self.said is not Verdict.FAIL

    @property
    def false_alarm(self) -> bool:
        """A passing case that is failed."""
        return self.case.expected == "pass" and self.said is Verdict.FAIL


def table(path: Path = TABLE, rules: Iterable[Rule] | None = None) -> Table:
    """The correspondence; GovernanceError where the file is wrong, ValueError where it contradicts itself."""
    found = read(path, Table, {"": "write check: {rules: [ID], relation: same|stricter|looser|none, why: ...}"})
    ids = {rule.id for rule in (all_rules() if rules is None else rules)}
    for check, row in found.checks.items():
        if lost := sorted(set(row.rules) - ids):
            raise ValueError(f"{path.name}: {check} names rules that do not exist: {', '.join(lost)}")
        if bool(row.rules) is (row.relation is Relation.NONE):
            raise ValueError(f"{path.name}: {check} has relation {row.relation} and {len(row.rules)} rules")
        if row.relation is not Relation.SAME and not row.why:
            raise ValueError(f"{path.name}: {check} is {row.relation} and does not say why")
    return found


def judged(given: Iterable[Case], by: Table, rules: Sequence[Rule]) -> Iterator[Judged]:
    """Every case that a row with rules is about, with its references known and not."""
    known_rules = {rule.id: rule for rule in rules}
    for case in given:
        row = by.checks.get(case.check)
        if row is None or not row.rules:
            continue
        for known in (True, False):
            stack = StackView(case.graph(known=known), today=_DAY)
            said = every(_said(known_rules[id_], stack, case.urn) for id_ in row.rules)
            yield Judged(case, row, known, said)


def _said(rule: Rule, stack: StackView, urn: str) -> Verdict:
    """What a rule says of the resource of the label, or of the whole stack."""
    return every(outcome.verdict for outcome in _outcomes(rule, stack, urn))


def _outcomes(rule: Rule, stack: StackView, urn: str) -> Iterator[Outcome]:
    if rule.graph_check is not None:
        yield from (one for one in rule.graph_check(stack) if not urn or one.urn == urn)
        return
    for view in stack.of_type(*rule.types):
        if rule.resource_check is not None and (not urn or view.urn == urn):
            yield from rule.resource_check(view)


def main() -> int:
    """Print the tables; 1 when a check that means the same is not met."""
    at = folder()
    if at is None:
        print(f"policies against labelled cases: not run; {FOLDER} names no folder of cases")  # noqa: T201
        return 0
    by, given = table(), cases(at)
    found = list(judged(given, by, all_rules()))
    lines = [*_coverage(given, by), "", *_confusion(found), "", *_scores(found), "", *_disagreements(found)]
    print("\n".join(lines))  # noqa: T201
    return 0 if met(found) else 1


def met(found: Sequence[Judged]) -> bool:
    """Whether the checks that mean the same are met: recall, and no false alarm, both ways."""
    same = [one for one in found if one.row.relation is Relation.SAME]
    failing = [one for one in same if one.case.expected == "fail"]
    caught = sum(not one.missed for one in failing)
    return not any(one.false_alarm for one in same) and caught >= LEAST_RECALL * len(failing)


def _coverage(given: Sequence[Case], by: Table) -> Iterator[str]:
    checks = {case.check for case in given}
    counts = Counter(str(by.checks[check].relation) if check in by.checks else "unsaid" for check in checks)
    said = ", ".join(f"{counts[relation]} {relation}" for relation in (*Relation, "unsaid"))
    yield f"{len(given)} labelled cases of {len(checks)} checks: {said}"
    yield from (f"  unsaid: {check}" for check in sorted(checks - set(by.checks)))


def _confusion(found: Sequence[Judged]) -> Iterator[str]:
    for known in (True, False):
        yield f"references {'known' if known else 'unknown'}        said fail  unknown   pass"
        counts = Counter((one.row.relation, one.case.expected, one.said) for one in found if one.known is known)
        for relation in (Relation.SAME, Relation.STRICTER, Relation.LOOSER):
            for expected in ("fail", "pass", "unknown"):
                row = [counts[relation, expected, said] for said in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)]
                if any(row):
                    yield f"  {relation:<10} label {expected:<8} {row[0]:>9} {row[1]:>8} {row[2]:>6}"


def _scores(found: Sequence[Judged]) -> Iterator[str]:
    for known in (True, False):
        for relation in (Relation.SAME, Relation.STRICTER, Relation.LOOSER):
            part = [one for one in found if one.row.relation is relation and one.known is known]
            failing = [one for one in part if one.case.expected == "fail"]
            caught, alarms = sum(not one.missed for one in failing), sum(one.false_alarm for one in part)
            share = f"{caught / len(failing):.1%}" if failing else "none failing"
            way = "known" if known else "unknown"
            recall = f"recall {share} ({caught} of {len(failing)})"
            yield f"  {relation:<10} references {way:<8} {recall}, {alarms} false alarms"


def _disagreements(found: Sequence[Judged]) -> Iterator[str]:
    by_check = defaultdict[str, list[Judged]](list)
    for one in found:
        if one.missed or one.false_alarm:
            by_check[one.case.check].append(one)
    yield f"disagreements: {sum(map(len, by_check.values()))}"
    for check, ones in sorted(by_check.items()):
        row = ones[0].row
        yield f"  {check} ({row.relation}; {', '.join(row.rules)}): {row.why or 'NOT EXPLAINED'}"
        for one in ones:
            way = "known" if one.known else "unknown"
            place = f"{one.case.about} {one.case.source}"
            yield f"    label {one.case.expected}, said {one.said}, references {way}: {place}"


if __name__ == "__main__":
    sys.exit(main())
