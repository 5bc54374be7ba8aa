"""The inventory of AI systems: each entry there, and saying what was deployed."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts.systems import InventoryContract
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(entry: InventoryContract, region: str, account: Account) -> Iterator[Line]:
    """Word for word: somebody may have written over it."""
    ssm = account.client("ssm", region)
    yield account.thing("inventory", entry.parameter).holds(
        "says",
        "what was deployed",
        lambda: ssm.get_parameter(Name=entry.parameter)["Parameter"]["Value"],
        judge=lambda said, _: said == entry.content,
    )
