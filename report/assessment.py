"""One stack and everything a report says of it; every format is a function of this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from config.model import LandingZone
from graph.model import Graph
from policies.finding import Finding, Kind, Report, identity
from policies.rule import Rule
from report.changes import Changes
from report.cost.delta import Before, Delta
from report.cost.estimate import Estimate

Key: TypeAlias = tuple[str, str, str, str, str]
"""What tells a finding from the others of its run: Finding.key."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of an earlier report of the same stack, to tell new ones from known ones."""

    keys: frozenset[Key]
    """Of what was open then."""
    cost: Before | None = None
    """What the stack cost then; None for a report that does not say."""
    aside: frozenset[Key] = frozenset()
    """Of what was exempt or could not be checked then."""

    @classmethod
    def of(cls, findings: Iterable[Finding], cost: Before | None = None) -> Baseline:
        """The findings of then, those that were open apart from those that were not."""
        told = tuple(findings)
        keys = frozenset(finding.key for finding in told if is_open(finding))
        return cls(keys, cost, frozenset(finding.key for finding in told) - keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A stack, its graph, and what the policies said of it on a day."""

    stack: str
    """An environment (prod) or one layer of it (prod.network)."""
    graph: Graph
    report: Report
    rules: tuple[Rule, ...]
    """Every rule that was asked, in the order of its id."""
    today: date
    """From which an exemption's days are counted."""
    changes: Changes | None = None
    """What a deploy would do; None where no engine was asked."""
    baseline: Baseline | None = None
    parity: str | None = None
    """Whether this environment and its recovery side hold the same resources, in one sentence."""
    cost: Estimate | None = None
    """What the graph costs a month; None where nobody estimated it."""
    zone: LandingZone | None = None
    """The configuration the graph was made from; None where only the graph is at hand."""

    @property
    def open(self) -> tuple[Finding, ...]:
        """What does not hold and is not exempted."""
        return tuple(finding for finding in self.report.findings if is_open(finding))

    @property
    def new(self) -> tuple[Finding, ...]:
        """The open findings the baseline did not have; all of them where there is no baseline."""
        known = self._known
        return tuple(finding for finding in self.open if finding.key not in known)

    @property
    def known(self) -> tuple[Finding, ...]:
        """The open findings the baseline had already."""
        known = self._known
        return tuple(finding for finding in self.open if finding.key in known)

    def is_new(self, finding: Finding) -> bool | None:
        """Whether the earlier report did not have the finding, open or not as it is now; None without such a report."""
        if self.baseline is None:
            return None
        if is_open(finding):
            return finding.key not in self._known
        aside = tuple(one.key for one in self.report.findings if not is_open(one))
        return finding.key not in known_of(self.baseline.aside, aside)

    @property
    def fixed(self) -> int:
        """How many findings of the baseline are gone."""
        return len(self.baseline.keys) - len(self._known) if self.baseline else 0

    @property
    def _known(self) -> frozenset[Key]:
        return known_of(self.baseline.keys, tuple(one.key for one in self.open)) if self.baseline else frozenset()

    @property
    def cost_delta(self) -> Delta | None:
        """What the stack costs more or less than it did in the baseline."""
        before = self.baseline.cost if self.baseline else None
        return Delta(before, self.cost) if before and self.cost else None

    @property
    def exempt(self) -> tuple[Finding, ...]:
        """What does not hold, and somebody answers for it until a day."""
        return tuple(finding for finding in self.report.findings if finding.exemption is not None)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """What cannot be known before the deploy."""
        return tuple(f for f in self.report.findings if f.kind is Kind.UNKNOWN and f.exemption is None)

    @property
    def unjudged(self) -> tuple[tuple[str, int], ...]:
        """The types that no rule is about and how many resources there are of each, the most frequent first."""
        return tuple(sorted(self.report.unjudged.items(), key=lambda one: (-one[1], one[0])))

    @property
    def next_expiry(self) -> int | None:
        """Days until the first exemption in use ends; None where there is none."""
        days = [self.days_left(finding) for finding in self.exempt]
        return min(days, default=None)

    def days_left(self, finding: Finding) -> int:
        """Days an exempted finding's exemption still holds; 0 on its last day."""
        if finding.exemption is None:
            raise ValueError(f"{finding.rule_id} on {finding.urn!r} is not exempted")
        return finding.exemption.days_left(self.today)


def is_open(finding: Finding) -> bool:
    """Whether a finding says that something does not hold and nobody answers for it."""
    return finding.exemption is None and finding.kind is not Kind.UNKNOWN


@lru_cache(maxsize=8)
def known_of(before: frozenset[Key], now: tuple[Key, ...]) -> frozenset[Key]:
    """Those of the findings of now that were there before: the same rule, resource, property and kind.

    Words may change with a number in them. Where several findings share all four, those of the same words are matched
    first, and no more are known than there were.
    """
    found = before.intersection(now)
    left = Counter(identity(key) for key in before)
    left.subtract(identity(key) for key in found)
    known = set(found)
    for key in now:
        if key not in found and left[identity(key)] > 0:
            left[identity(key)] -= 1
            known.add(key)
    return frozenset(known)
