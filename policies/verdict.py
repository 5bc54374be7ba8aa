"""Three-valued logic: a thing holds, fails, or cannot be known yet (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, unique


@unique
class Verdict(StrEnum):
    """What is known of a statement about a resource."""

    PASS = "pass"  # noqa: S105  a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"

    def __and__(self, other: Verdict) -> Verdict:  # pyright: ignore[reportIncompatibleMethodOverride]
        return every((self, other))

    def __or__(self, other: Verdict) -> Verdict:  # pyright: ignore[reportIncompatibleMethodOverride]
        return some((self, other))

    def __invert__(self) -> Verdict:
        return _NOT[self]

    @classmethod
    def of(cls, holds: bool) -> Verdict:  # noqa: FBT001  a truth value is the argument
        """PASS when it holds, FAIL when it does not."""
        return cls.PASS if holds else cls.FAIL


_NOT = {Verdict.PASS: Verdict.FAIL, Verdict.FAIL: Verdict.PASS, Verdict.UNKNOWN: Verdict.UNKNOWN}


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """FAIL when one fails, else UNKNOWN when one is unknown, else PASS; PASS when there is none."""
    found = Verdict.PASS
    for verdict in verdicts:
        if verdict is Verdict.FAIL:
            return verdict
        if verdict is Verdict.UNKNOWN:
            found = verdict
    return found


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """PASS when one passes, else UNKNOWN when one is unknown, else FAIL; FAIL when there is none."""
    found = Verdict.FAIL
    for verdict in verdicts:
        if verdict is Verdict.PASS:
            return verdict
        if verdict is Verdict.UNKNOWN:
            found = verdict
    return found
