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
from policies.aliases import canonical
from policies.exemptions import Exemption
from policies.finding import Finding, Kind, Report
from policies.levels import Level, Settings
from policies.redaction import hide, secrets_of
from policies.rule import Rule
from policies.value import Outcome
from policies.verdict import Verdict, every
from policies.view import GraphNeeded, StackView, View

Subject = TypeVar("Subject", View, StackView)

_KIND: Final = {Verdict.FAIL: Kind.FAIL, Verdict.UNKNOWN: Kind.UNKNOWN}
_BROKEN_FIX: Final = "Correct the rule, or switch it off in policies/levels.yaml until it is corrected."
_EXPIRED_FIX: Final = "Fix the violation, or let the owner agree to a new last day in policies/exemptions.yaml."
_UNMATCHED_FIX: Final = "Remove it from policies/exemptions.yaml, or correct its rule or URN."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule said of one resource."""

    rule: Rule
    urn: str
    """Of the resource; empty when a graph rule broke, or speaks of the stack as a whole."""
    outcomes: tuple[Outcome, ...]
    error: str = ""
    """How and where the rule broke; empty when it did not."""


class Engine:
    """Rules made ready for one environment and one day: those that are off left out, the others found by type."""

    def __init__(self, rules: Sequence[Rule], settings: Settings, today: date) -> None:
        self.settings = settings
        self.rules = tuple(rule for rule in rules if settings.level(rule) is not Level.OFF)
        self.today = today
        self._known = {rule.id: rule for rule in rules}
        self._by_type = defaultdict[str, list[Rule]](list)
        self._graph_rules = tuple(rule for rule in self.rules if rule.graph_check is not None)
        for rule in self.rules:
            if rule.resource_check is not None:
                for type_ in sorted({canonical(type_) for type_ in rule.types}):
                    self._by_type[type_].append(rule)
        self._exemptions = {(one.rule, one.urn): one for one in settings.exemptions if not one.expired(today)}

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

    def findings(self, judgements: Iterable[Judgement], graph: Graph) -> Iterator[Finding]:
        """What there is to say of judgements, with exemptions attached and the graph's secrets hidden."""
        secrets = secrets_of(graph)
        for judgement in judgements:
            rule, settings = judgement.rule, self.settings
            for outcome in judgement.outcomes:
                kind = _KIND.get(outcome.verdict)
                if kind is None:
                    continue
                message, level = outcome.message, settings.level(rule)
                if kind is Kind.UNKNOWN:
                    message, level = f"not known before the deploy whether {message}", settings.unknown_level(rule)
                found = _finding(rule, kind, level, outcome.urn, hide(message, secrets), graph)
                yield replace(
                    found,
                    path=hide(outcome.path, secrets),
                    exemption=self._exemptions.get((rule.id, outcome.urn)),
                )
            if judgement.error:
                found = _finding(rule, Kind.ERROR, settings.error_level, judgement.urn, judgement.error, graph)
                yield replace(found, fix=_BROKEN_FIX)

    def report(self, graph: Graph) -> Report:
        """Everything the rules say of a whole graph."""
        stack = StackView(graph, today=self.today)
        judgements = [one for resource in graph if (view := stack.find(resource.urn)) for one in self.judge(view)]
        judgements += self.judge_stack(stack)
        found = {finding.key: finding for finding in self.findings(judgements, graph)}
        used = {(one.rule, one.urn): one for finding in found.values() if (one := finding.exemption) is not None}
        own = [one for one in self.settings.exemptions if one.stack == graph.stack and one.rule in self._known]
        expired = tuple(one for one in own if one.expired(self.today))
        unused = tuple(one for one in own if not one.expired(self.today) and (one.rule, one.urn) not in used)
        findings = [*found.values(), *self._about_exemptions(expired, unused, graph)]
        return Report(
            findings=tuple(sorted(findings, key=lambda finding: finding.order)),
            verdicts=Counter(every(o.verdict for o in one.outcomes) for one in judgements if not one.error),
            errors=sum(1 for one in judgements if one.error),
            rules=len(self.rules),
            resources=len({one.urn for one in judgements if one.urn}),
            unjudged=self._unjudged(graph, stack),
            exemptions_used=tuple(used[key] for key in sorted(used)),
            exemptions_unused=unused,
            exemptions_expired=expired,
        )

    def _unjudged(self, graph: Graph, stack: StackView) -> Mapping[str, int]:
        """Types of which the stack has resources that no rule was asked about, or looked for; components apart."""
        managed = [one for one in graph if one.custom and not one.external and not urns.is_provider(one.type)]
        judged = stack.asked.union(self._by_type)
        return Counter(one.type for one in managed if canonical(one.type) not in judged)

    def _about_exemptions(
        self, expired: Iterable[Exemption], unused: Iterable[Exemption], graph: Graph
    ) -> Iterator[Finding]:
        for one in expired:
            message = f"the exemption ended on {one.expires} ({one.owner}, {one.ticket})"
            rule, kind = self._known[one.rule], Kind.EXEMPTION_EXPIRED
            yield replace(_finding(rule, kind, Level.MANDATORY, one.urn, message, graph), fix=_EXPIRED_FIX)
        for one in unused:
            message = f"the exemption matches no finding ({one.owner}, {one.ticket})"
            rule, kind = self._known[one.rule], Kind.EXEMPTION_UNMATCHED
            yield replace(_finding(rule, kind, Level.ADVISORY, one.urn, message, graph), fix=_UNMATCHED_FIX)


def evaluate(graph: Graph, rules: Sequence[Rule], settings: Settings, *, today: date) -> Report:
    """Judge a whole graph in an environment on a day; the same arguments always give the same report."""
    return Engine(rules, settings, today).report(graph)


def alone(resource: Resource, provider: Resource | None, *, project: str, stack: str, today: date) -> View:
    """A view of one resource while the others of its stack are not known yet."""
    present = {one.urn: one for one in (provider, resource) if one is not None}
    return View(resource, StackView(Graph(project, stack, present), complete=False, today=today))


def _finding(rule: Rule, kind: Kind, level: Level, urn: str, message: str, graph: Graph) -> Finding:  # noqa: PLR0917
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
