"""Personal data taken out of text before it is locked away for years.

Patterns find what has a form: addresses, numbers with a check digit, tokens. Names and free descriptions have none: a
card whose texts hold them keeps the digest only, or names the fields to leave out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_Check = Callable[[str], bool]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _luhn(text: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(_digits(text))]
    doubled = (digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits))
    return sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    """The check digits of bank accounts (ISO 13616)."""
    compact = re.sub(r"\s", "", text).upper()
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def _always(_text: str) -> bool:
    return True


_PATTERNS: tuple[tuple[str, re.Pattern[str], _Check], ...] = (
    ("email", re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,253}\.[A-Za-z]{2,63}"), _always),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE), _iban),
    ("card", re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), _luhn),
    ("token", re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+|\bAKIA[0-9A-Z]{16}\b"), _always),
    ("ip", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), _always),
    ("phone", re.compile(r"(?<![\w+])(?:\+|00)\d(?:[ ()./-]?\d){7,14}\b|\b0\d{2,4}[ /-]\d(?:[ -]?\d){4,9}\b"), _always),
)


def redacted(text: str) -> str:
    """The text with every find replaced by its kind in brackets."""
    for kind, pattern, real in _PATTERNS:
        text = pattern.sub(lambda found, k=kind, r=real: f"[{k}]" if r(found[0]) else found[0], text)
    return text


def redacted_value(value: Any, personal: Iterable[str] = ()) -> Any:
    """A JSON value with its texts and numbers redacted, and the fields at `personal` (dotted paths) left out whole."""
    return _walk(value, tuple(tuple(path.split(".")) for path in personal))


def _walk(value: Any, personal: tuple[tuple[str, ...], ...]) -> Any:
    match value:
        case str():
            return redacted(value)
        case Mapping():
            return {redacted(str(name)): _field(str(name), held, personal) for name, held in value.items()}
        case list():
            # A path through a list means each of its items.
            return [_walk(item, personal) for item in value]
        case int() | float() if not isinstance(value, bool):
            text = str(value)
            return value if redacted(text) == text else redacted(text)
        case _:
            return value


def _field(name: str, held: Any, personal: tuple[tuple[str, ...], ...]) -> Any:
    if (name,) in personal:
        return "[personal]"
    return _walk(held, tuple(path[1:] for path in personal if path[0] == name and len(path) > 1))


def shortened(text: str, most: int) -> str:
    """No longer than `most` characters, with a mark where something was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
