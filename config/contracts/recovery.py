"""How an environment goes to its other Region and comes back."""

from __future__ import annotations

from config.contracts.base import LayerContract


class RecoveryContract(LayerContract):
    """The promise of recovery, and what keeps it."""

    recovery_region: str
    """The Region it goes to; for the role recovery the one it stands in for."""
