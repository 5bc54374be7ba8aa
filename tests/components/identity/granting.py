"""How the tests of a deploy's policies read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

Granting = Callable[[str, str], list[dict[str, Any]]]
"""The statements of a policy that allow an action on a resource."""


def statements(document: str) -> list[dict[str, Any]]:
    """Those of a policy document."""
    return json.loads(document)["Statement"]


def reader(document: str) -> Granting:
    """Reads one document."""
    held = statements(document)

    def granting(action: str, resource: str) -> list[dict[str, Any]]:
        return [
            s
            for s in held
            if any(fnmatchcase(action, a) for a in s["Action"]) and any(fnmatchcase(resource, r) for r in s["Resource"])
        ]

    return granting
