"""The layer platform."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import PlatformContract
from ops.verification import invocation_logging
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: PlatformContract, account: Account) -> Iterator[Line]:
    """What the layer promises."""
    yield from invocation_logging.check(contract.invocation_logging, account)
