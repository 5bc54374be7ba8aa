"""Which exemptions hold in a run, and what there is to say of those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from policies.exemptions import Exemption
from policies.finding import Finding, Kind
from policies.levels import Level, Settings
from policies.rule import Rule

EXPIRED_FIX: Final = "Fix the violation, or let the owner agree to a new last day in policies/exemptions.yaml."
UNMATCHED_FIX: Final = "Remove it from policies/exemptions.yaml, or correct its rule, URN or path."
REFUSED_FIX: Final = (
    "Let a second person agree and name them as approver in policies/exemptions.yaml, or fix the violation."
)
EARLY_FIX: Final = "Fix the violation, or correct the day it was granted in policies/exemptions.yaml."


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say of an exemption."""

    exemption: Exemption
    kind: Kind
    level: Level
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exemptions of a stack after everything was judged."""

    used: tuple[Exemption, ...]
    unused: tuple[Exemption, ...]
    expired: tuple[Exemption, ...]
    refused: tuple[Exemption, ...]


class Exempting:
    """The exemptions of an environment on a day, those that are not good here told apart."""

    def __init__(self, settings: Settings, rules: Mapping[str, Rule], today: date) -> None:
        self._settings, self._today = settings, today
        known = [one for one in settings.exemptions if one.rule in rules]
        self._current = [one for one in known if not one.expired(today)]
        self._expired = [one for one in known if one.expired(today)]
        why = {one.key: one.refused(rules[one.rule].severity, settings.limits, today) for one in self._current}
        self._refused = {key: reason for key, reason in why.items() if reason}
        self._holding = {one.key: one for one in self._current if one.key not in self._refused}

    def of(self, rule: str, urn: str, path: str) -> Exemption | None:
        """What exempts from a finding: an exemption of just this property, else one of the whole resource."""
        return self._holding.get((rule, urn, path)) or self._holding.get((rule, urn, ""))

    def outcome(self, findings: Iterable[Finding], stack: str) -> Outcome:
        """How the exemptions of a stack ended."""
        used = {one.key: one for finding in findings if (one := finding.exemption)}
        own = [one for one in self._current if one.stack == stack]
        return Outcome(
            used=tuple(used[key] for key in sorted(used)),
            unused=tuple(one for one in own if one.key not in used and one.key not in self._refused),
            expired=tuple(one for one in self._expired if one.stack == stack),
            refused=tuple(one for one in own if one.key in self._refused),
        )

    def remarks(self, outcome: Outcome) -> Iterator[Remark]:
        """What there is to say of each that exempts nothing."""
        for one in outcome.expired:
            message = f"the exemption ended on {one.expires} ({one.owner}, {one.ticket})"
            yield Remark(one, Kind.EXEMPTION_EXPIRED, Level.MANDATORY, message, EXPIRED_FIX)
        for one in outcome.refused:
            message = f"the exemption {self._refused[one.key]} ({one.owner}, {one.ticket})"
            fix = EARLY_FIX if one.granted > self._today else REFUSED_FIX
            yield Remark(one, Kind.EXEMPTION_REFUSED, Level.MANDATORY, message, fix)
        for one in outcome.unused:
            message = f"the exemption matches no finding ({one.owner}, {one.ticket})"
            yield Remark(one, Kind.EXEMPTION_UNMATCHED, Level.ADVISORY, message, UNMATCHED_FIX)

    def too_many(self) -> str:
        """What is wrong with how many hold in the environment, in all its stacks; empty where nothing is."""
        most = self._settings.limits.most
        count = sum(one.environment == self._settings.environment for one in self._holding.values())
        return f"{count} of at most {most} exemptions hold in {self._settings.environment}" if count > most else ""
