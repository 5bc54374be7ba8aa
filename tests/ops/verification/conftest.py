"""An empty AWS account in this process, asked through the verification's own door."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from ops.verification.account import Account
from ops.verification.gaps import MOTO


@pytest.fixture
def account() -> Iterator[Account]:
    """moto within this process, with its gaps known."""
    with mock_aws():
        yield Account(lambda service, region: boto3.client(service, region_name=region), MOTO)
