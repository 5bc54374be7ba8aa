"""An empty AWS account in this process, asked through the verification's own door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from config.contracts import NetworkContract
from engine.standin import corrections
from ops.verification.account import Account
from ops.verification.gaps import MOTO
from tests.ops.verification.network import build
from tests.ops.verification.reading import client


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """moto within this process, with its gaps known, and without the 1,300 machine images it would make a Region."""
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    corrections.apply()
    with mock_aws():
        yield Account(client, MOTO)


@pytest.fixture
def network(account: Account) -> NetworkContract:
    """A good VPC and its contract."""
    del account
    return build()
