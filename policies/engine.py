"""Judges a graph by rules: three verdicts, dispatch by type, one view a resource; no rule can stop the others."""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from graph import urn as urns
from graph.model import Graph, Resource
from graph.uncollected import uncollected
from policies.aliases import canonical
from policies.exempting import Exempting
from policies.exempting import Outcome as Exempted
from policies.finding import Finding, Kind, Report
from policies.guards import EXEMPTED, Guard
from policies.levels import Level, Settings
from policies.redaction import hide, secrets_of
from policies.rule import Rule
from policies.tiers import Tiers
from policies.value import Outcome
from policies.verdict import Verdict, every
from policies.view import GraphNeeded, StackView, View

Subject = TypeVar("Subject", View, StackView)

_KIND: Final = {Verdict.FAIL: Kind.FAIL, Verdict.UNKNOWN: Kind.UNKNOWN}
_BROKEN_FIX: Final = "Correct the rule, or switch it off in policies/levels.yaml until it is corrected."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule said of one resource."""

    rule: Rule
    urn: str
    """Of the resource; empty when a graph rule broke, or speaks of the stack as a whole."""
    outcomes: tuple[Outcome, ...]
    error: str = ""
    """How and where the rule broke; empty when it did not."""

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say."""
        return not self.error and all(outcome.verdict is Verdict.PASS for outcome in self.outcomes)


class Engine:
    """Rules made ready for one environment and one day: those that are off left out, the others found by type."""

    def __init__(self, rules: Sequence[Rule], settings: Settings, today: date) -> None:
        self.settings = settings
        self.rules = tuple(rule for rule in rules if settings.asked(rule))
        self.today = today
        self._known = {rule.id: rule for rule in rules}
        self._by_type = defaultdict[str, list[Rule]](list)
        self._graph_rules = tuple(rule for rule in self.rules if rule.graph_check is not None)
        for rule in self.rules:
            if rule.resource_check is not None:
                for type_ in sorted({canonical(type_) for type_ in rule.types}):
                    self._by_type[type_].append(rule)
        self._exempting = Exempting(settings, self._known, today)

    def judge(self, view: View) -> Iterator[Judgement]:
        """What the resource rules say of one resource; nothing of one that is only read.

        While the stack is not complete, a rule that looks further than the resource and its provider is put off.
        """
        if view.resource.external:
            return
        for rule in self._by_type.get(view.type, ()):
            assert rule.resource_check is not None  # noqa: S101  _by_type holds only rules that have one
            try:
                outcomes, error = _collect(rule.resource_check, view)
            except GraphNeeded:
                continue
            yield Judgement(rule, view.urn, outcomes, error)

    def judge_stack(self, stack: StackView) -> Iterator[Judgement]:
        """What the graph rules say, one judgement for each resource they speak of."""
        for rule in self._graph_rules:
            assert rule.graph_check is not None  # noqa: S101  _graph_rules holds only rules that have one
            outcomes, error = _collect(rule.graph_check, stack)
            by_urn = defaultdict[str, list[Outcome]](list)
            for outcome in outcomes:
                by_urn[outcome.urn].append(outcome)
            for urn, about in by_urn.items():
                yield Judgement(rule, urn, tuple(about))
            if error:
                yield Judgement(rule, "", (), error)

    def findings(self, judgements: Iterable[Judgement], stack: StackView) -> Iterator[Finding]:
        """What there is to say of judgements, with exemptions attached and the graph's secrets hidden."""
        speaking = [judgement for judgement in judgements if not judgement.silent]
        # The walk over every value for secrets is as long as the judging: not where nothing is said.
        secrets, tiers, settings = secrets_of(stack.graph) if speaking else (), Tiers(stack), self.settings
        for judgement in speaking:
            rule = judgement.rule
            for outcome in judgement.outcomes:
                kind = _KIND.get(outcome.verdict)
                if kind is None:
                    continue
                of, message = tiers.of(outcome.urn), hide(outcome.message, secrets)
                level, own = settings.level(rule, of), settings.level(rule)
                if kind is Kind.UNKNOWN:
                    message = f"perhaps {message}: not known before the deploy"
                    level, own = settings.unknown_level(rule, of), settings.unknown_level(rule)
                if level is Level.OFF:
                    continue
                path = hide(outcome.path, secrets)
                yield replace(
                    _finding(rule, kind, level, outcome.urn, message, stack.graph),
                    path=path,
                    tier="" if level is own else ", ".join(sorted(of)),
                    exemption=self._exempting.of(rule.id, outcome.urn, path),
                )
            if judgement.error:
                level = settings.error_level(tiers.of(judgement.urn))
                found = _finding(rule, Kind.ERROR, level, judgement.urn, judgement.error, stack.graph)
                yield replace(found, fix=_BROKEN_FIX)

    def report(self, graph: Graph) -> Report:
        """Everything the rules say of a whole graph."""
        stack = StackView(graph, today=self.today)
        with uncollected():
            judgements = [one for resource in graph if (view := stack.find(resource.urn)) for one in self.judge(view)]
            judgements += self.judge_stack(stack)
            found = {finding.key: finding for finding in self.findings(judgements, stack)}
        exempted = self._exempting.outcome(found.values(), graph.stack)
        findings = [*found.values(), *self._about(exempted, graph)]
        return Report(
            findings=tuple(sorted(findings, key=lambda finding: finding.order)),
            verdicts=Counter(every(o.verdict for o in one.outcomes) for one in judgements if not one.error),
            errors=sum(1 for one in judgements if one.error),
            rules=len(self.rules),
            resources=len({one.urn for one in judgements if one.urn}),
            unjudged=self._unjudged(graph, stack),
            exemptions_used=exempted.used,
            exemptions_unused=exempted.unused,
            exemptions_expired=exempted.expired,
            exemptions_refused=exempted.refused,
        )

    def _unjudged(self, graph: Graph, stack: StackView) -> Mapping[str, int]:
        """Types of which the stack has resources that no rule was asked about, or looked for; components apart."""
        managed = [one for one in graph if one.custom and not one.external and not urns.is_provider(one.type)]
        judged = stack.asked.union(self._by_type)
        return Counter(one.type for one in managed if canonical(one.type) not in judged)

    def _about(self, exempted: Exempted, graph: Graph) -> Iterator[Finding]:
        """What there is to say of the exemptions themselves."""
        for remark in self._exempting.remarks(exempted):
            one = remark.exemption
            found = _finding(self._known[one.rule], remark.kind, remark.level, one.urn, remark.message, graph)
            yield replace(found, path=one.path, fix=remark.fix)
        if many := self._exempting.too_many():
            yield _finding(EXEMPTED, Kind.FAIL, Level.MANDATORY, "", many, graph)


def evaluate(graph: Graph, rules: Sequence[Rule], settings: Settings, *, today: date) -> Report:
    """Judge a whole graph in an environment on a day; the same arguments always give the same report."""
    return Engine(rules, settings, today).report(graph)


def alone(resource: Resource, provider: Resource | None, *, project: str, stack: str, today: date) -> View:
    """A view of one resource while the others of its stack are not known yet."""
    present = {one.urn: one for one in (provider, resource) if one is not None}
    return View(resource, StackView(Graph(project, stack, present), complete=False, today=today))


def _finding(rule: Rule | Guard, kind: Kind, level: Level, urn: str, message: str, graph: Graph) -> Finding:  # noqa: PLR0917
    """A finding about a resource as a whole, explained by its rule."""
    resource = graph.resources.get(urn)
    return Finding(
        rule_id=rule.id,
        title=rule.title,
        severity=rule.severity,
        level=level,
        kind=kind,
        urn=urn,
        resource_type=urns.type_of(urn) if urn else "",
        resource_name=urns.name_of(urn) if urn else "",
        path="",
        message=message,
        why=rule.why,
        fix=rule.fix,
        frameworks=rule.frameworks,
        source=None if resource is None else resource.source,
    )


def _collect(check: Callable[[Subject], Iterable[Outcome]], subject: Subject) -> tuple[tuple[Outcome, ...], str]:
    """What a rule said until it ended or broke, and how it broke."""
    said = list[Outcome]()
    try:
        said.extend(check(subject))
    except GraphNeeded:
        raise
    except Exception as error:  # noqa: BLE001  a rule may break in any way, and the other rules still have to be heard
        return tuple(said), _how(error)
    return tuple(said), ""


def _how(error: Exception) -> str:
    """The kind of an exception and its place in the rule; its text stays out, for it may hold a value."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"the rule broke with {type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
