"""The inventory says what was deployed."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from config.contracts.systems import InventoryContract
from ops.verification import inventory
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, differing, kept

ENTRY = InventoryContract(parameter="/lz/prod/inventory/fraud-scoring", content='{"system": "fraud-scoring"}')


class Parameters:
    """Systems Manager with at most one parameter."""

    def __init__(self, value: str | None) -> None:
        self._value = value

    def get_parameter(self, **asked: str) -> dict[str, Any]:
        if self._value is None or asked != {"Name": ENTRY.parameter}:
            raise ClientError({"Error": {"Code": "ParameterNotFound", "Message": ""}}, "GetParameter")
        return {"Parameter": {"Value": self._value}}


def _account(value: str | None) -> Account:
    return Account(lambda _service, _region: Parameters(value))


def test_an_entry_that_says_what_was_deployed_keeps_its_promise() -> None:
    """Word for word."""
    assert {"says"} == kept(inventory.check(ENTRY, HERE, _account(ENTRY.content)))


def test_an_entry_that_somebody_wrote_over_differs() -> None:
    """So does one that is gone."""
    assert {"says"} == set(differing(inventory.check(ENTRY, HERE, _account("{}"))))
    assert {"says": "nothing"} == differing(inventory.check(ENTRY, HERE, _account(None)))
