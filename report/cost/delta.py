"""What a change costs: an estimate beside an earlier one, resource by resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from report.cost.estimate import Estimate

CENT: Final = 0.005
"""US dollars: a smaller difference is none."""


def place_of(urn: str) -> str:
    """A URN without its stack and project, so that one environment can be held against another."""
    return urn.split("::", 2)[2]


def name_of(place: str) -> str:
    """The logical name in such a place; it may itself hold `::`."""
    return place.split("::", 1)[1]


def type_of(place: str) -> str:
    """The type token in such a place, without its parent chain."""
    return place.split("::", 1)[0].rsplit("$", 1)[-1]


@dataclass(frozen=True, slots=True)
class Before:
    """What a stack cost by an earlier estimate, or what another one costs."""

    monthly: float
    by_place: Mapping[str, float]
    unpriced: frozenset[str]
    """Places of what had no price."""

    @classmethod
    def of(cls, estimate: Estimate) -> Before:
        """Of an estimate that is at hand."""
        sums = {place_of(urn): usd for urn, usd in estimate.by_resource().items()}
        return cls(estimate.monthly, sums, frozenset(place_of(one.urn) for one in estimate.unpriced))


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference of a stack's cost to an earlier one's."""

    before: Before
    after: Estimate

    @property
    def monthly(self) -> float:
        """US dollars a month; negative where it costs less now."""
        return self.after.monthly - self.before.monthly

    @property
    def resources(self) -> list[tuple[str, float]]:
        """Place and difference of every resource that costs more or less now, the largest difference first."""
        now = Before.of(self.after).by_place
        then = self.before.by_place
        differences = {place: now.get(place, 0) - then.get(place, 0) for place in {*now, *then}}
        found = [(place, usd) for place, usd in differences.items() if abs(usd) >= CENT]
        return sorted(found, key=lambda item: (-abs(item[1]), item[0]))

    @property
    def newly_unpriced(self) -> int:
        """How many resources have no price now and had one, or did not exist."""
        return len({place_of(one.urn) for one in self.after.unpriced} - self.before.unpriced)
