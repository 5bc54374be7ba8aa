"""A request that gets no decision, and what its sender is told: never a value that the sender chose."""

from __future__ import annotations

from typing import Any


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault of the program
    """Ends a request. `status` is HTTP's, `code` is for programs, `reason` for people, `field` names the culprit."""

    def __init__(
        self, status: int, code: str, reason: str, *, field: str | None = None, retry: int | None = None
    ) -> None:
        super().__init__(f"{code}: {reason}" if field is None else f"{code}: {field} {reason}")
        self.status = status
        self.code = code
        self.reason = reason
        self.field = field
        self.retry = retry
        """Seconds after which the same request may be sent again; None where that cannot help."""

    def body(self) -> dict[str, Any]:
        """What the sender reads."""
        field = {} if self.field is None else {"field": self.field}
        return {"error": self.code, "reason": self.reason, **field, "decided": False}
