"""How long work tells whoever waits where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One report from work that takes a while."""

    what: str
    """What is being done, for example 'build pulumi 3.250.0 from Go modules'."""
    done: int = 0
    total: int = 0
    """Both in the unit of the work: packages, bytes, resources. A total of 0 means that nobody knows it."""
    elapsed: float = 0.0
    """Seconds since the work began."""

    @property
    def fraction(self) -> float | None:
        """Between 0 and 1, or None while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total > 0 else None

    @property
    def remaining(self) -> float | None:
        """Estimated seconds left, at the pace so far; None before there is a pace."""
        if not self.total or not self.done:
            return None
        return max(0.0, self.elapsed / self.done * (self.total - self.done))


Listener = Callable[[Progress], None]
"""Called often, from the thread that does the work; it must be quick and must not raise."""


def silent(_: Progress) -> None:
    """Nobody is watching."""
