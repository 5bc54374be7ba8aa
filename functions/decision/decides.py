"""Whoever decides, as those who take requests know it."""

from __future__ import annotations

from typing import Any, Protocol

from functions.decision.request import Request


class Decides(Protocol):
    """See Decider."""

    def decide(self, request: Request, seconds: float) -> dict[str, Any]:
        """The answer."""
        ...
