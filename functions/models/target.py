"""A target as the chain sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from functions.models.answer import Answer
from functions.settings.deployment import Guardrail
from functions.settings.system import Target

Payload = Mapping[str, Any]


class Asked(Protocol):
    """One who answers or fails."""

    @property
    def target(self) -> Target:
        """What the card says of it."""
        ...

    @property
    def guardrail(self) -> Guardrail | None:
        """What stands between it and the one who asks."""
        ...

    def ask(self, payload: Payload) -> Answer:
        """The answer, within the target's time; ModelError where there is none."""
        ...
