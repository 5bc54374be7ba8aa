"""The layer recovery."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import RecoveryContract
from ops.verification import failover, switches
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: RecoveryContract, account: Account) -> Iterator[Line]:
    """The Region switch and the records that it moves, where this environment owns them."""
    if contract.switch is not None:
        yield from switches.check(contract.switch, contract.region, account)
    for record in contract.records:
        yield from failover.check(record, contract.region, account)
