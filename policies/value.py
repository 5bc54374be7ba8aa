"""A property as a rule sees it: known, missing, or unknown; never an exception, never a secret in a message."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, final

from graph.model import UNKNOWN, Secret
from policies.verdict import Verdict


@final
class Missing(Enum):
    """The property was not given."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one statement of a rule came to, about one property of one resource."""

    verdict: Verdict
    urn: str
    path: str
    """Property path such as rule.defaultRetention.days or ingress[0].cidrBlocks; empty for the resource as a whole."""
    message: str
    """What is wrong, without any secret and without any value a caller controls beyond numbers and enumerations."""


@dataclass(frozen=True, slots=True)
class Value:
    """A property at a path of a resource."""

    urn: str
    path: str
    raw: Any
    """Plain data, UNKNOWN, or MISSING; a secret is already unwrapped here and flagged by `secret`."""
    secret: bool = False

    @property
    def known(self) -> bool:
        """There is a value (which may contain unknowns further down)."""
        return self.raw is not UNKNOWN and self.raw is not MISSING

    @property
    def unknown(self) -> bool:
        """There will be a value after the deploy."""
        return self.raw is UNKNOWN

    @property
    def missing(self) -> bool:
        """The program gave no value (or null)."""
        return self.raw is MISSING

    def at(self, path: str) -> Value:
        """The value at a dotted path below this one, list elements as [0].

        What lies below an unknown is unknown, below a scalar missing.
        """
        found = self
        for step in path.replace("[", ".[").lstrip(".").split("."):
            found = found._element(int(step[1:-1])) if step.startswith("[") else found._step(step)
        return found

    def _element(self, index: int) -> Value:
        path = f"{self.path}[{index}]"
        if self.raw is UNKNOWN:
            return Value(self.urn, path, UNKNOWN, self.secret)
        elements = self.raw if isinstance(self.raw, list) else []
        return wrap(self.urn, path, elements[index] if index < len(elements) else MISSING, secret=self.secret)

    def _step(self, step: str) -> Value:
        path = f"{self.path}.{step}" if self.path else step
        raw = self.raw
        if raw is UNKNOWN:
            return Value(self.urn, path, UNKNOWN, self.secret)
        if isinstance(raw, list) and len(raw) == 1 and not step.isdigit():  # v6 wrapped single objects in a list
            raw = raw[0].value if isinstance(raw[0], Secret) else raw[0]
            if raw is UNKNOWN:
                return Value(self.urn, path, UNKNOWN, self.secret)
        below: Any = MISSING
        if isinstance(raw, dict):
            below = raw.get(step, MISSING)
        return wrap(self.urn, path, below, secret=self.secret)

    def under(self, key: str) -> Value:
        """What a mapping holds under a key, which may have dots in it: a label, or a tag."""
        return self._step(key)

    def each(self) -> Iterator[Value]:
        """The elements of a list; any other value counts as one element, an unknown list as one unknown element."""
        if self.missing:
            return
        if not isinstance(self.raw, list):
            yield self
            return
        for index, element in enumerate(self.raw):
            yield wrap(self.urn, f"{self.path}[{index}]", element, secret=self.secret)

    def entries(self) -> Iterator[tuple[str, Value]]:
        """Key and value of a mapping; nothing when missing or unknown (ask `unknown` first)."""
        if isinstance(self.raw, dict):
            for key in self.raw:
                yield key, self._step(key)

    def replaced(self, raw: Any) -> Value:
        """Another value at the same place: one derived from this, or what stands in for it."""
        return wrap(self.urn, self.path, raw, secret=self.secret)

    def holds(self, predicate: Callable[[Any], bool], *, when_missing: Any = MISSING) -> Verdict:
        """The predicate on the known value; `when_missing` (AWS's default) stands in for a missing one.

        Without a stand-in, missing fails. A predicate is never given an unknown at the top; deeper unknowns are the
        caller's to walk with `at` and `each`.
        """
        if self.unknown:
            return Verdict.UNKNOWN
        raw = when_missing if self.missing else self.raw
        if raw is MISSING:
            return Verdict.FAIL
        return Verdict.of(predicate(raw))

    def must(self, predicate: Callable[[Any], bool], message: str, *, when_missing: Any = MISSING) -> Outcome:
        """An outcome: the predicate must hold here, else the message says what is wrong."""
        return self.outcome(self.holds(predicate, when_missing=when_missing), message)

    def outcome(self, verdict: Verdict, message: str) -> Outcome:
        """An outcome located here."""
        return Outcome(verdict, self.urn, self.path, message)


def wrap(urn: str, path: str, raw: Any, *, secret: bool = False) -> Value:
    """A Value over raw data: a Secret is unwrapped and remembered, null counts as missing."""
    while isinstance(raw, Secret):
        raw, secret = raw.value, True
    return Value(urn, path, MISSING if raw is None else raw, secret)


def opened(value: Value) -> Value:
    """What a property says in JSON, as text or as an object; text that is no JSON says nothing."""
    if not isinstance(value.raw, str):
        return value
    try:
        said: Any = json.loads(value.raw)
    except ValueError:
        said = None
    return value.replaced(said)


def is_true(value: Any) -> bool:
    """True, or the string 'true' that Pulumi programs in YAML produce."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def is_false(value: Any) -> bool:
    """False, or the string 'false'."""
    return value is False or (isinstance(value, str) and value.lower() == "false")


def one_of(*allowed: object) -> Callable[[Any], bool]:
    """A predicate: the value is one of these."""
    return lambda value: value in allowed


def at_least(bound: float) -> Callable[[Any], bool]:
    """A predicate: a number (or numeric string) of at least this; anything else does not hold."""
    return lambda value: (number := _number(value)) is not None and number >= bound


def at_most(bound: float) -> Callable[[Any], bool]:
    """A predicate: a number (or numeric string) of at most this; anything else does not hold."""
    return lambda value: (number := _number(value)) is not None and number <= bound


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def non_empty(value: Any) -> bool:
    """A string, list or mapping with something in it."""
    return isinstance(value, str | list | dict) and len(value) > 0
