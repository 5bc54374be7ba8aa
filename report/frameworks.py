"""What the requirements that rules support are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping

from policies.framework import frameworks as known


def supported(frameworks: Mapping[str, tuple[str, ...]]) -> str:
    """The requirements on one line, for example: EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8."""
    return " · ".join(f"{one.name} {', '.join(frameworks[key])}" for key, one in known().items() if frameworks.get(key))
