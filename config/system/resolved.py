"""A card with what it names: all that a composition, a report or a policy needs to know of a system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.fit import Fit
from config.system.card import SystemCard
from config.system.facts import Dataset, ModelFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One AI system of an environment."""

    card: SystemCard
    model: ModelFacts
    datasets: Mapping[str, Dataset]
    """By name."""
    fit: Fit | None
    """How the model fits its device; None where it runs on no GPU of ours."""

    @property
    def name(self) -> str:
        """The card's name."""
        return self.card.name

    @property
    def record_prefix(self) -> str:
        """How the keys of its records begin in the decision store."""
        return f"records/system={self.name}/"
