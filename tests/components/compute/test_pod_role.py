"""A role for one service account."""

from __future__ import annotations

import pytest

from components.compute.pod_role import PodRole, PodRoleArgs, ServiceAccount, trust
from tests.components.compute.ground import ACCOUNT, BOUNDARY, CLUSTER, CLUSTER_ARN, SCOPE, statements
from tests.synth import Declared, synth

SERVICE_ACCOUNT = ServiceAccount(namespace="support-assistant", name="vllm")


def declare(*, unknown: bool = False) -> Declared:
    args = PodRoleArgs(
        scope=SCOPE,
        cluster=CLUSTER,
        purpose="weights-support-assistant",
        description="Reads weights",
        service_account=SERVICE_ACCOUNT,
        policy='{"Statement": []}',
    )
    return synth(lambda: PodRole("weights", args), unknown=unknown)


def test_only_pods_of_the_service_account_get_the_role() -> None:
    """EKS says for whom it asks, and the role listens: a second association elsewhere would be in vain."""
    found = statements(trust(SCOPE, SERVICE_ACCOUNT))["Assume"]

    assert {"Service": "pods.eks.amazonaws.com"} == found["Principal"]
    assert {
        "StringEquals": {
            "aws:SourceAccount": ACCOUNT,
            "aws:RequestTag/kubernetes-namespace": "support-assistant",
            "aws:RequestTag/kubernetes-service-account": "vllm",
        },
        "ArnEquals": {"aws:SourceArn": CLUSTER_ARN},
    } == found["Condition"]


def test_the_role_stays_inside_the_boundary() -> None:
    """Whatever is attached to it later."""
    assert BOUNDARY == declare().only("aws:iam/role:Role")["permissionsBoundary"]


@pytest.mark.parametrize("unknown", [False, True])
def test_the_association_names_cluster_namespace_and_account(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """The same service account that the workload declares."""
    association = declare(unknown=unknown).only("aws:eks/podIdentityAssociation:PodIdentityAssociation")

    assert (CLUSTER, "support-assistant", "vllm") == (
        association["clusterName"],
        association["namespace"],
        association["serviceAccount"],
    )


def test_pods_get_the_role_when_it_has_its_rights() -> None:
    """A pod that starts earlier would fail once and wait."""
    declared = declare()
    association = declared.only("aws:eks/podIdentityAssociation:PodIdentityAssociation")

    assert declared.only("aws:iam/rolePolicy:RolePolicy").urn in association.property_dependencies["roleArn"]
    assert "lz-prod-weights-support-assistant" == declared.outputs_of("lz:compute:PodRole")["role"]
