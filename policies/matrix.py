"""The coverage matrix: what each requirement of a framework is carried by, and which are carried by nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.controls import RANK, Coverage, coverage, names, narrowed
from policies.framework import Framework, Requirement, frameworks
from policies.guards import GUARDS, Guard
from policies.levels import Level
from policies.rule import Rule

Held = Rule | Guard
Asked = Callable[[Rule], Level]
"""What a violation of a rule does; off is a rule that is not asked."""


CARRYING = tuple(guard for guard in GUARDS if guard.control)
"""What the engine itself holds and realises a control with; no level switches it off."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A rule, or what the engine itself holds, that carries a requirement."""

    rule: Held
    coverage: Coverage
    level: Level


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and all that carries it."""

    framework: Framework
    id: str
    requirement: Requirement
    controls: tuple[tuple[str, Coverage], ...]
    """The controls of the catalogue that support it, realised or not."""
    carriers: tuple[Carrier, ...]
    """The rules that carry it, those that are off included."""

    @property
    def asked(self) -> tuple[Carrier, ...]:
        """The rules that carry it and are asked."""
        return tuple(one for one in self.carriers if one.level is not Level.OFF)

    @property
    def coverage(self) -> Coverage | None:
        """The farthest that anything asked carries it; None for a gap.

        A control carries a requirement in full only while every rule of it is asked: with one of them off, what is left
        is a part.
        """
        off = {one.rule.control for one in self.carriers if one.level is Level.OFF}
        found = [
            Coverage.PARTIAL if one.coverage is Coverage.FULL and one.rule.control in off else one.coverage
            for one in self.asked
        ]
        return min(found, key=RANK.__getitem__, default=None)

    @property
    def blocks(self) -> bool:
        """Whether a rule that carries it stops a run."""
        return any(one.level is Level.MANDATORY for one in self.carriers)

    @property
    def gap(self) -> str:
        """Why nothing carries it; empty where something does."""
        if self.asked:
            return ""
        if self.carriers:
            return f"off here: {', '.join(one.rule.id for one in self.carriers)}"
        if self.requirement.outside:
            return self.requirement.outside
        return f"no rule yet: {', '.join(control for control, _ in self.controls)}" if self.controls else "no rule"


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a framework, counted."""

    requirements: int
    full: int
    partial: int
    evidence: int
    gaps: int
    blocking: int
    """Requirements with a rule that stops a run."""
    rules: int
    """Different rules that carry any of them and are asked."""


def _mandatory(_rule: Rule) -> Level:
    return Level.MANDATORY


def matrix(rules: Sequence[Rule], level: Asked = _mandatory, only: Iterable[str] | None = None) -> tuple[Row, ...]:
    """A row for each requirement of the frameworks, in their order; `level` is that of an environment."""
    carriers, controls = _carriers(rules, level), _controls()
    wanted = frameworks() if only is None else {key: frameworks()[key] for key in only}
    return tuple(
        Row(framework, id_, requirement, tuple(controls[key, id_]), tuple(carriers[key, id_]))
        for key, framework in wanted.items()
        for id_, requirement in framework.requirements.items()
    )


def figures(rows: Iterable[Row]) -> Figures:
    """How many requirements are covered how far."""
    rows = list(rows)
    covered = [row.coverage for row in rows]
    return Figures(
        requirements=len(rows),
        full=covered.count(Coverage.FULL),
        partial=covered.count(Coverage.PARTIAL),
        evidence=covered.count(Coverage.EVIDENCE),
        gaps=covered.count(None),
        blocking=sum(row.blocks for row in rows),
        rules=len({one.rule.id for row in rows for one in row.asked}),
    )


def by_framework(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """The rows of each framework."""
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row.framework.key].append(row)
    return found


def realised(rules: Iterable[Rule]) -> Mapping[str, tuple[Held, ...]]:
    """Each control of the catalogue and what realises it, those that nothing realises included."""
    found = {control: list[Held]() for control in names()}
    for rule in (*rules, *CARRYING):
        found.setdefault(rule.control, []).append(rule)
    return {control: tuple(of) for control, of in found.items()}


def strays(rules: Iterable[Rule]) -> Iterator[str]:
    """What controls.yaml says of rules and is not so: no such rule, or a requirement that its control has not."""
    controls = {rule.id: rule.control for rule in rules}
    for rule, less in narrowed().items():
        if rule not in controls:
            yield f"rules.{rule}: there is no such rule"
            continue
        whole = coverage(controls[rule])
        for framework, ids in less.items():
            for id_ in ids:
                if id_ not in whole.get(framework, {}):
                    yield f"rules.{rule}.{framework}: its control {controls[rule]} does not support {id_}"


_Carried = defaultdict[tuple[str, str], list[Carrier]]
_Supported = defaultdict[tuple[str, str], list[tuple[str, Coverage]]]


def _carriers(rules: Iterable[Rule], level: Asked) -> _Carried:
    found = _Carried(list)
    held = [*((rule, level(rule)) for rule in rules), *((guard, Level.MANDATORY) for guard in CARRYING)]
    for rule, does in held:
        how = coverage(rule.control)
        for key, ids in rule.frameworks.items():
            for id_ in ids:
                found[key, id_].append(Carrier(rule, how[key][id_], does))
    for carried in found.values():
        carried.sort(key=lambda one: (RANK[one.coverage], one.rule.id))
    return found


def _controls() -> _Supported:
    found = _Supported(list)
    for control in names():
        for key, ids in coverage(control).items():
            for id_, how in ids.items():
                found[key, id_].append((control, how))
    return found
