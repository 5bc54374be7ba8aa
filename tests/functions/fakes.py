"""Stand-ins of ports for tests of one unit."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from functions.telemetry import Count, Duration, Figure


class Noted:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.counts = Counter[Count]()
        self.times = Counter[Duration]()
        self.figures = Counter[Figure]()

    def count(self, what: Count, times: int = 1) -> None:
        """Add."""
        self.counts[what] += times

    def took(self, what: Duration, milliseconds: float) -> None:
        """Note that it was noted."""
        assert milliseconds >= 0
        self.times[what] += 1

    def said(self, what: Figure, percent: float) -> None:
        """Note that it was noted."""
        assert 0 <= percent <= 100
        self.figures[what] += 1

    def flush(self, at: datetime | None = None) -> None:
        """Nothing to send."""
