"""How a call to a model fails, and what that means for the next one."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Failure(StrEnum):
    """A kind of failure."""

    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"
    """No connection, or the server's own error: gone, starting, broken."""
    THROTTLED = "throttled"
    GARBAGE = "garbage"
    """An answer that is none."""
    REFUSED = "refused"
    """The target does not take this request."""

    @property
    def again(self) -> bool:
        """Whether the same call may go well a moment later; a model of temperature 0 repeats its garbage."""
        return self in {Failure.TIMEOUT, Failure.UNAVAILABLE, Failure.THROTTLED}

    @property
    def of_target(self) -> bool:
        """Whether it speaks against the target and not against the request."""
        return self is not Failure.REFUSED


class ModelError(Exception):
    """A call that brought no answer. The reason is ours; nothing that a model or a caller said is in it."""

    def __init__(self, kind: Failure, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason
