"""The way to a self-hosted model."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.serving.model_ingress import Ends, ModelIngress, ModelIngressArgs, drain
from config.vocabulary import Deletion
from tests.synth import Declared, synth

BALANCER, TARGETS = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
FUNCTIONS, NODES = "sg-functions", "sg-nodes"


def declare(*, deletion: Deletion = Deletion.PROTECTED, unknown: bool = False) -> Declared:
    args = ModelIngressArgs(
        system="support-assistant",
        vpc_id="vpc-1",
        subnet_ids={"euw1-az1": "subnet-1", "euw1-az2": "subnet-2"},
        ends=Ends(functions=FUNCTIONS, nodes=NODES),
        archive="lz-prod-security-logs-111122223333-eu-west-1",
        longest=timedelta(seconds=20),
        deletion=deletion,
    )
    return synth(lambda: ModelIngress("ingress", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_balancer_has_no_address_on_the_internet(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """A model server has no login of its own."""
    balancer = declare(unknown=unknown).only(BALANCER)

    assert (True, "network", ["subnet-1", "subnet-2"]) == (
        balancer["internal"],
        balancer["loadBalancerType"],
        balancer["subnets"],
    )


def test_only_functions_get_in_and_only_to_the_models_port() -> None:
    """Each hop is opened on both its ends, by group and for one port."""
    declared = declare()
    balancer = declared.only(BALANCER)["securityGroups"][0]

    assert {(FUNCTIONS, balancer), (balancer, NODES)} == {
        (rule["referencedSecurityGroupId"], rule["securityGroupId"]) for rule in declared.of_type(INGRESS)
    }
    assert {(FUNCTIONS, balancer), (balancer, NODES)} == {
        (rule["securityGroupId"], rule["referencedSecurityGroupId"]) for rule in declared.of_type(EGRESS)
    }
    for rule in (*declared.of_type(INGRESS), *declared.of_type(EGRESS)):
        assert ("tcp", 8000, 8000) == (rule["ipProtocol"], rule["fromPort"], rule["toPort"])


def test_a_replica_is_asked_whether_its_model_is_loaded() -> None:
    """An open port says that a process started, minutes before it can answer."""
    check = declare().only(TARGETS)["healthCheck"]

    assert ("HTTP", "/health", "200") == (check["protocol"], check["path"], check["matcher"])


def test_a_replica_that_goes_may_end_its_longest_answer() -> None:
    """Half as long again as an answer may take."""
    assert 30 == declare().only(TARGETS)["deregistrationDelay"]


@given(st.integers(1, 30 * 60))
def test_no_answer_is_cut_off_before_its_time(seconds: int) -> None:
    """As long as AWS waits at all."""
    assert seconds <= drain(timedelta(seconds=seconds)) <= 3600


def test_the_balancers_log_goes_to_the_archive() -> None:
    """Where the flow logs are."""
    assert {"bucket": "lz-prod-security-logs-111122223333-eu-west-1", "enabled": True} == declare().only(BALANCER)[
        "accessLogs"
    ]


@pytest.mark.parametrize(("deletion", "protected"), [(Deletion.PROTECTED, True), (Deletion.ALLOWED, False)])
def test_deletion_protection_follows_the_environment(deletion: Deletion, protected: bool) -> None:  # noqa: FBT001  a parametrized value
    """The way to a model is not taken away by hand."""
    assert protected is declare(deletion=deletion).only(BALANCER)["enableDeletionProtection"]


def test_pods_are_bound_when_somebody_asks_for_them() -> None:
    """A target group without a listener checks no health, and every pod would count as ready."""
    declared = declare()
    outputs = declared.outputs_of("lz:serving:ModelIngress")

    assert outputs["url"].endswith(":8000")
    assert outputs["target_group"].startswith("arn:aws:elasticloadbalancing:")
