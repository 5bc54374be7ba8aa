"""What one value must be, said once: for a rule in Python, for an API server in CEL.

An API server has checked an object's types before it asks a policy, so that the CEL compares a boolean with a boolean;
the Python also takes the strings that programs in YAML produce.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from policies import value


@dataclass(frozen=True, slots=True)
class Condition:
    """A predicate and its spelling."""

    holds: Callable[[Any], bool]
    cel: Callable[[str], str]
    """The expression about the value that the given text reads."""


def literal(raw: str | float | list[str]) -> str:
    """A value as CEL writes it; JSON is a part of CEL."""
    return json.dumps(raw, ensure_ascii=True)


TRUE: Final = Condition(value.is_true, lambda it: f"{it} == true")
FALSE: Final = Condition(value.is_false, lambda it: f"{it} == false")
WRITTEN_TRUE: Final = Condition(value.is_true, lambda it: f'{it} == "true"')
"""The same of an annotation, whose values are strings."""
NON_EMPTY: Final = Condition(value.non_empty, lambda it: f"size({it}) > 0")
ANY: Final = Condition(lambda _: True, lambda _: "true")


def one_of(*allowed: str) -> Condition:
    """It is one of these texts."""
    many = literal(list(allowed))
    spelt = f"== {literal(allowed[0])}" if len(allowed) == 1 else f"in {many}"
    return Condition(value.one_of(*allowed), lambda it: f"{it} {spelt}")


def none_of(*refused: str) -> Condition:
    """It is none of these texts."""
    wanted = one_of(*refused)
    return Condition(lambda raw: not wanted.holds(raw), lambda it: f"!({wanted.cel(it)})")


def exactly(number: int) -> Condition:
    """It is this number."""
    return Condition(lambda raw: str(raw) == str(number), lambda it: f"{it} == {number}")


def at_least(bound: int) -> Condition:
    """It is a number of at least this."""
    return Condition(value.at_least(bound), lambda it: f"{it} >= {bound}")


def matches(pattern: str) -> Condition:
    """All of it has this form; the pattern is one that RE2 takes, so it looks neither ahead nor back."""
    form = re.compile(pattern)
    return Condition(
        lambda raw: form.fullmatch(str(raw)) is not None, lambda it: f"{it}.matches({literal(f'^(?:{pattern})$')})"
    )


def without(part: str) -> Condition:
    """It does not have this text in it."""
    return Condition(lambda raw: part not in str(raw), lambda it: f"!{it}.contains({literal(part)})")


def not_beginning(start: str) -> Condition:
    """It does not begin with this text."""
    return Condition(lambda raw: not str(raw).startswith(start), lambda it: f"!{it}.startsWith({literal(start)})")
