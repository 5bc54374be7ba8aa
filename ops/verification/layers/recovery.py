"""The layer recovery."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import RecoveryContract
from ops.verification import switches
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: RecoveryContract, account: Account) -> Iterator[Line]:
    """The Region switch, where this environment owns it."""
    if contract.switch is not None:
        yield from switches.check(contract.switch, contract.region, account)
