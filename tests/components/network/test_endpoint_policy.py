from __future__ import annotations

import json
from typing import Any

import pytest

from components.network import endpoint_policy, plan
from config.vocabulary import Service

ACCOUNT, REGION = "111122223333", "eu-west-1"
EVERY = plan.endpoints(Service)


def statements(service: str) -> dict[str, dict[str, Any]]:
    document = json.loads(endpoint_policy.document(service, ACCOUNT, REGION))
    return {s["Sid"]: s for s in document["Statement"]}


@pytest.mark.parametrize("service", [*EVERY.gateway, *EVERY.interface])
def test_every_service_of_the_vocabulary_has_a_policy(service: str) -> None:
    """A service cannot be added to the configuration and get AWS's full-access default."""
    found = statements(service)

    assert found
    for statement in found.values():
        assert {"Allow"} == {statement["Effect"]}
        assert {True} == {":" in action and "*" not in action for action in statement["Action"]}, statement["Sid"]


@pytest.mark.parametrize("service", sorted({*EVERY.gateway, *EVERY.interface} - {"s3"}))
def test_only_principals_of_the_account_pass(service: str) -> None:
    """A stolen credential of another account is useless inside the VPC."""
    own = statements(service)["OwnPrincipals"]

    assert {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}} == own["Condition"]


def test_no_table_entry_is_left_without_a_service() -> None:
    """The table says what is used, and nothing else."""
    assert {*EVERY.gateway, *EVERY.interface} == set(endpoint_policy.ACTIONS)


def test_data_can_only_go_to_the_accounts_own_buckets() -> None:
    """Copying records to somebody's bucket from inside the VPC is refused on the way."""
    own = statements("s3")["OwnPrincipalsOwnBuckets"]

    assert {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT} == own["Condition"]["StringEquals"]


def test_image_layers_can_be_read_and_not_written() -> None:
    """The one bucket that is not ours is AWS's, in this Region, for reading."""
    layers = statements("s3")["ImageLayers"]

    assert ["s3:GetObject"] == layers["Action"]
    assert ["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"] == layers["Resource"]


def test_a_web_identity_may_ask_only_for_a_role_of_the_account() -> None:
    """Its caller has no account yet, so the role it asks for is held to ours."""
    found = statements("sts")["OwnRolesByWebIdentity"]

    assert ["sts:AssumeRoleWithWebIdentity"] == found["Action"]
    assert ["arn:aws:iam::111122223333:role/*"] == found["Resource"]


def test_a_service_without_an_entry_is_refused() -> None:
    """No endpoint is made with a guessed policy."""
    with pytest.raises(KeyError, match="athena"):
        endpoint_policy.document("athena", ACCOUNT, REGION)
