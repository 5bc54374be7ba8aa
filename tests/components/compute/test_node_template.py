"""The launch template of nodes."""

from __future__ import annotations

import base64

import pytest

from components.compute import plan
from components.compute.node_template import NodeTemplate, NodeTemplateArgs
from tests.components.compute.ground import KEY, NODES
from tests.synth import DeclaredResource, synth


def declare(*, reservation: str | None = None, unknown: bool = False) -> DeclaredResource:
    args = NodeTemplateArgs(security_group=NODES, key_arn=KEY, tags={"lz:environment": "prod"}, reservation=reservation)
    return synth(lambda: NodeTemplate("nodes", args), unknown=unknown).only("aws:ec2/launchTemplate:LaunchTemplate")


@pytest.mark.parametrize("unknown", [False, True])
def test_metadata_is_for_the_node_and_not_for_its_pods(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """A pod is one hop away, so an answer to it dies on the way; a token must be asked for first."""
    metadata = declare(unknown=unknown)["metadataOptions"]

    assert ("required", 1) == (metadata["httpTokens"], metadata["httpPutResponseHopLimit"])


def test_both_volumes_are_encrypted_with_the_key() -> None:
    """The second holds images, logs and what pods write."""
    volumes = [mapping["ebs"] for mapping in declare()["blockDeviceMappings"]]

    assert [("true", KEY), ("true", KEY)] == [(volume["encrypted"], volume["kmsKeyId"]) for volume in volumes]


def test_a_node_has_no_public_address_and_no_key_to_log_in() -> None:
    """Nobody logs into Bottlerocket."""
    template = declare()
    [interface] = template["networkInterfaces"]

    assert ("false", [NODES]) == (interface["associatePublicIpAddress"], interface["securityGroups"])
    assert None is template.inputs.get("keyName")


def test_a_node_takes_a_reservation_only_by_name() -> None:
    """A system node in a GPU pool's reservation would be paid for and missed."""
    assert {"capacityReservationPreference": "none"} == declare()["capacityReservationSpecification"]
    assert {"capacityReservationTarget": {"capacityReservationId": "cr-1"}} == declare(reservation="cr-1")[
        "capacityReservationSpecification"
    ]


def test_kubelets_take_as_many_pods_as_there_are_addresses() -> None:
    """Bottlerocket is told in its own settings."""
    assert f"max-pods = {plan.MAX_PODS}" in base64.b64decode(declare()["userData"]).decode()


def test_what_auto_scaling_makes_carries_the_tags() -> None:
    """The provider's default tags do not reach it."""
    assert {("instance", "prod"), ("volume", "prod")} == {
        (spec["resourceType"], spec["tags"]["lz:environment"]) for spec in declare()["tagSpecifications"]
    }
