"""What was found about one promise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Verdict(StrEnum):
    """How a promise stands; what could not be read is neither kept nor broken."""

    OK = "ok"
    DIFFERS = "differs"
    UNCHECKED = "not checkable here"


@dataclass(frozen=True, slots=True)
class Line:
    """One promise about one thing."""

    thing: str
    """Kind and name: bucket lz-prod-decisions-333333333333-eu-west-1."""

    promise: str
    verdict: Verdict
    expected: str
    found: str = ""
    """What the account said; empty where it could not be read."""

    reason: str = ""
    """Why it could not be read."""

    fix: str = ""
    """What to do about it, where that is more than to bring the environment up again."""

    rules: tuple[str, ...] = ()
    """The rules of the policy pack that the promise asks again, of what is there."""
