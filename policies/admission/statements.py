"""What is said of a part of an object, as data with two readings: a verdict of three values, and an expression in CEL.

A part is a pod's specification, a container, an element of a list or the object as a whole. A path is a tuple of keys,
because a key may have dots. Python asks a value that may be unknown; CEL asks one that is there, and must ask for each
step whether it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Protocol

from policies.admission.conditions import ANY, Condition, literal
from policies.value import MISSING, Value
from policies.verdict import Verdict, every, some

Path = tuple[str, ...]

POD: Final = "variables.pod"
"""What CEL calls the specification of the pods."""

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Statement(Protocol):
    """Something that holds of a part of an object, or does not."""

    def holds(self, part: Value, whole: Value) -> Verdict:
        """Whether it holds; `whole` is the pod's specification, or the object, that the part is of."""
        ...

    def cel(self, part: str) -> str:
        """The same as an expression about the part that the text names."""
        ...


def path(text: str, *keys: str) -> Path:
    """A path of dotted words, and of keys that may have dots themselves."""
    return (*filter(None, text.split(".")), *keys)


def reach(part: Value, way: Path) -> Value:
    """The value at a path."""
    for key in way:
        part = part.under(key)
    return part


def spelt(part: str, way: Path) -> tuple[str, str]:
    """In CEL: whether there is something at a path, and the value there."""
    asked = list[str]()
    for key in way:
        plain = _PLAIN.fullmatch(key) is not None
        asked.append(f"has({part}.{key})" if plain else f"{literal(key)} in {part}")
        part = f"{part}.{key}" if plain else f"{part}[{literal(key)}]"
    return " && ".join(asked), part


@dataclass(frozen=True, slots=True)
class Holds:
    """The value at a path satisfies a condition; `missing` is what Kubernetes takes where there is none.

    Without one, what is missing does not hold.
    """

    way: Path
    condition: Condition
    missing: Any = MISSING

    def said(self, part: Value, whole: Value) -> Value:  # noqa: ARG002  a part says all of it
        """The value that is judged."""
        return reach(part, self.way)

    def holds(self, part: Value, whole: Value) -> Verdict:
        return self.said(part, whole).holds(self.condition.holds, when_missing=self.missing)

    def cel(self, part: str) -> str:
        there, it = spelt(part, self.way)
        condition = self.condition.cel(it)
        if not there:
            return condition
        if self.missing is not MISSING and self.condition.holds(self.missing):
            return f"(!({there}) || {condition})"
        return f"({there})" if self.condition is ANY else f"({there} && {condition})"


@dataclass(frozen=True, slots=True)
class Inherited:
    """The same of a container's setting, for which its pod's stands where the container says nothing."""

    way: Path
    condition: Condition
    missing: Any = MISSING

    def said(self, part: Value, whole: Value) -> Value:
        """The value that is judged: the container's, or its pod's."""
        own = reach(part, self.way)
        return reach(whole, self.way) if own.missing else own

    def holds(self, part: Value, whole: Value) -> Verdict:
        return self.said(part, whole).holds(self.condition.holds, when_missing=self.missing)

    def cel(self, part: str) -> str:
        there, own = spelt(part, self.way)
        return f"(({there}) ? {self.condition.cel(own)} : {Holds(self.way, self.condition, self.missing).cel(POD)})"


@dataclass(frozen=True, slots=True)
class Same:
    """Two paths lead to equal values."""

    way: Path
    other: Path

    def holds(self, part: Value, whole: Value) -> Verdict:  # noqa: ARG002  a part says all of it
        one, other = reach(part, self.way), reach(part, self.other)
        return one.holds(lambda raw: other.unknown or str(raw) == str(other.raw))

    def cel(self, part: str) -> str:
        (there, one), (too, other) = spelt(part, self.way), spelt(part, self.other)
        return f"({there} && {too} && {one} == {other})"


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    of: Statement

    def holds(self, part: Value, whole: Value) -> Verdict:
        return ~self.of.holds(part, whole)

    def cel(self, part: str) -> str:
        return f"!{_closed(self.of.cel(part))}"


@dataclass(frozen=True, slots=True)
class Either:
    """One of these holds."""

    of: tuple[Statement, ...]

    def holds(self, part: Value, whole: Value) -> Verdict:
        return some(one.holds(part, whole) for one in self.of)

    def cel(self, part: str) -> str:
        return f"({' || '.join(one.cel(part) for one in self.of)})"


@dataclass(frozen=True, slots=True)
class Together:
    """All of these hold."""

    of: tuple[Statement, ...]

    def holds(self, part: Value, whole: Value) -> Verdict:
        return every(one.holds(part, whole) for one in self.of)

    def cel(self, part: str) -> str:
        return f"({' && '.join(one.cel(part) for one in self.of)})"


@dataclass(frozen=True, slots=True)
class Some:
    """It holds of an element of the list at a path."""

    way: Path
    of: Statement

    def holds(self, part: Value, whole: Value) -> Verdict:
        return some(self.of.holds(each, whole) for each in reach(part, self.way).each())

    def cel(self, part: str) -> str:
        there, those = spelt(part, self.way)
        name = within(part)
        return f"({there} && {those}.exists({name}, {self.of.cel(name)}))"


def within(part: str) -> str:
    """A name for the elements of a list that is reached from a part: e1, and in it e2."""
    named = re.match(r"e(\d+)\b", part)
    return f"e{int(named[1]) + 1 if named else 1}"


def _closed(expression: str) -> str:
    return expression if expression.startswith("(") else f"({expression})"


def one(*of: Statement) -> Statement:
    """One of these holds."""
    return Either(of)


def both(*of: Statement) -> Statement:
    """All of these hold."""
    return Together(of)


def given(text: str, *keys: str) -> Statement:
    """There is a value at the path."""
    return Holds(path(text, *keys), ANY)


def absent(text: str, *keys: str) -> Statement:
    """There is none."""
    return Not(given(text, *keys))


def is_(condition: Condition) -> Statement:
    """The part itself satisfies a condition."""
    return Holds((), condition)
