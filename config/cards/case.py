"""A card under judgement, with the model it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from config.errors import KeyPath, Problem
from config.subject import Subject
from config.system import ModelFacts
from config.vocabulary import ModelKind, TargetKind

HUMAN: Final = TargetKind.HUMAN.value
"""The fallback that is a person, and no target."""


@dataclass(frozen=True, slots=True)
class Case:
    """A check looks only at values that are right in themselves, so that one error does not hide another."""

    card: Subject
    facts: ModelFacts | None
    """None where the card names no model, or one whose file is wrong."""

    @property
    def language(self) -> bool:
        """Whether the own model is known to be a language model."""
        return self.facts is not None and self.facts.kind is ModelKind.LLM

    def missing(self, path: KeyPath, why: str, write: str) -> Iterator[Problem]:
        """A problem where the card is silent about something that it must say here."""
        if self.card.absent(*path):
            yield self.card.problem(path, f"is missing: {why}", f"write it, for example {path[-1]}: {write}")

    def idle(self, path: KeyPath, why: str) -> Iterator[Problem]:
        """A problem where the card says something that nothing reads here."""
        if self.card.get(*path) is not None:
            yield self.card.problem(path, f"is said, but {why}", f"remove {path[-1]}")


Check = Callable[[Case], Iterator[Problem]]
