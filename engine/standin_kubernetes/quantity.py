"""Kubernetes quantities: 500m, 16Gi, 1e3.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ gives the grammar.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_FORM = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?")

_SCALES = {
    **{
        unit: Decimal(1000) ** power for power, unit in enumerate(("n", "u", "m", "", "k", "M", "G", "T", "P", "E"), -3)
    },
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)},
}


def quantity(value: Any) -> Decimal | None:
    """The amount in its base unit; None for what is no quantity."""
    match = _FORM.fullmatch(value if isinstance(value, str) else str(value)) if not isinstance(value, bool) else None
    if match is None:
        return None
    scale = Decimal(10) ** int(match[3]) if match[3] else _SCALES[match[2] or ""]
    return Decimal(match[1]) * scale
