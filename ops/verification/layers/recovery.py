"""The layer recovery."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import RecoveryContract
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: RecoveryContract, account: Account) -> Iterator[Line]:
    """What the layer promises."""
    del contract, account
    yield from ()
