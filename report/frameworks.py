"""What the frameworks that rules support are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policies.rule import FRAMEWORKS

NAMES: Final[Mapping[str, str]] = {
    "EUAI": "EU AI Act",
    "GDPR": "GDPR",
    "RMF": "NIST AI RMF 1.0",
    "ISO42001": "ISO/IEC 42001",
    "LLM": "OWASP LLM Top 10 (2025)",
    "80053": "NIST SP 800-53",
    "SOC2": "SOC 2",
    "CIS v5": "CIS AWS Foundations v5",
    "CIS v7": "CIS AWS Foundations v7",
    "SOX": "SOX",
}


def supported(frameworks: Mapping[str, tuple[str, ...]]) -> str:
    """The requirements on one line, for example: EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8."""
    return " · ".join(f"{NAMES[key]} {', '.join(frameworks[key])}" for key in FRAMEWORKS if frameworks.get(key))
