"""One spelling for a JSON value, so that equal values have equal digests."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """Keys sorted by code point, no white space, UTF-8; ValueError for NaN and infinities, which JSON has not."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:
    """`sha256:` and the hash of the canonical spelling."""
    return digest_of(canonical(value).encode())


def digest_of(content: bytes) -> str:
    """`sha256:` and the hash of these bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
