"""Names for what the program does not name, as Pulumi's aws provider gives them: logical name, dash, 7 hex digits."""

from __future__ import annotations

import hashlib
import re

_DIGITS = 7


def auto_name(logical: str, seed: bytes, *, limit: int = 255, prefix: str = "") -> str:
    """A physical name no longer than `limit`, the same for the same seed; the logical part gives way, never the digits.

    The engine sends a seed that differs from one replacement to the next, so that old and new can stand side by side.
    """
    digits = hashlib.sha256(seed + logical.encode()).hexdigest()[:_DIGITS]
    room = limit - len(prefix) - _DIGITS - 1
    return f"{prefix}{logical[:room]}-{digits}"


def is_auto_named(physical: str, logical: str, prefix: str = "") -> bool:
    """Whether a physical name has the form that auto_name gives this logical name."""
    match = re.fullmatch(rf"{re.escape(prefix)}(.*)-[0-9a-f]{{{_DIGITS}}}", physical)
    return match is not None and bool(match[1]) and logical.startswith(match[1])
