"""The one merge rule: mappings merge key by key, everything else replaces.

A list replaces a list, a scalar replaces a mapping, null replaces all: what a file says is what stands, and nothing is
appended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merge(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """The child over the parent; neither is changed."""
    merged = dict(parent)
    for key, value in child.items():
        inherited = merged.get(key)
        if isinstance(inherited, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(inherited, value)
        else:
            merged[key] = value
    return merged
