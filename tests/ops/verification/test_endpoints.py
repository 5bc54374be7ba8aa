"""VPC endpoints in a good and a bad account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.contracts import NetworkContract
from ops.verification import endpoints
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

OPEN: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


def test_good_endpoints_are_available_for_their_service(network: NetworkContract, account: Account) -> None:
    """With a policy of their own."""
    lines = list(endpoints.check(network, account))

    assert {} == differing(lines)
    assert {"state", "service", "stands in", "policy"} == kept(lines)
    assert 8 == len(lines)


def test_an_endpoint_of_another_service_differs(network: NetworkContract, account: Account) -> None:
    """The contract says which service it is for."""
    swapped = {"s3": network.endpoints["dynamodb"]}

    found = differing(endpoints.check(network.model_copy(update={"endpoints": swapped}), account))

    assert {"service": f"com.amazonaws.{HERE}.dynamodb"} == found


def test_an_endpoint_opened_to_everything_differs(network: NetworkContract, account: Account) -> None:
    """AWS's default policy lets data out to anybody's bucket."""
    client("ec2", HERE).modify_vpc_endpoint(
        VpcEndpointId=network.endpoints["s3"], PolicyDocument=json.dumps({"Statement": [OPEN]})
    )

    assert {"policy"} == set(differing(endpoints.check(network, account)))


def test_a_deleted_endpoint_differs(network: NetworkContract, account: Account) -> None:
    """Calls would take the NAT gateway, and its price."""
    client("ec2", HERE).delete_vpc_endpoints(VpcEndpointIds=[network.endpoints["s3"]])

    assert "state" in differing(endpoints.check(network, account))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"Effect": "Deny"}, False),
        ({"Action": "s3:GetObject"}, False),
        ({"Resource": "arn:aws:s3:::b/*"}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalAccount": "123456789012"}}}, False),
    ],
)
def test_everything_means_any_action_on_anything_without_a_condition(change: dict[str, Any], expected: bool) -> None:  # noqa: FBT001  a table's column
    """Any narrowing makes it a policy of its own."""
    assert expected is endpoints.allows_everything({"Statement": [{**OPEN, **change}]})
    assert expected is endpoints.allows_everything({"Statement": {**OPEN, **change}})
