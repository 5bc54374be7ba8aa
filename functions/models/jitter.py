"""How long to wait before trying again: full jitter, so that those who failed together do not come back together.

Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (read 2026-11).
"""

from __future__ import annotations

from functions.settings.system import Backoff


def wait(attempt: int, backoff: Backoff, chance: float) -> float:
    """Seconds after the failed attempt number `attempt` (from 1); `chance` is a random number from 0 to below 1."""
    # Beyond 2^32 the cap holds for every base, and a float could overflow.
    return chance * min(backoff.cap, backoff.base * 2.0 ** min(attempt - 1, 32))
