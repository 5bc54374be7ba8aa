"""An empty AWS account in this process, asked through the verification's own door."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from config.contracts import NetworkContract
from ops.verification.account import Account
from ops.verification.gaps import MOTO
from tests.ops.verification.network import build


@pytest.fixture
def account() -> Iterator[Account]:
    """moto within this process, with its gaps known."""
    with mock_aws():
        yield Account(lambda service, region: boto3.client(service, region_name=region), MOTO)


@pytest.fixture
def network(account: Account) -> NetworkContract:
    """A good VPC and its contract."""
    del account
    return build()
