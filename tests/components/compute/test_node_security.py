"""What passes between nodes, pods and the control plane."""

from __future__ import annotations

import pytest

from components.compute.node_security import NodeSecurity, NodeSecurityArgs
from graph.model import UNKNOWN
from tests.components.compute.ground import CONTROL_PLANE
from tests.synth import Declared, synth

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def declare(*, unknown: bool = False) -> Declared:
    args = NodeSecurityArgs(vpc_id="vpc-1", control_plane=CONTROL_PLANE)
    return synth(lambda: NodeSecurity("nodes", args), unknown=unknown)


def test_the_control_plane_reaches_kubelets_and_webhooks() -> None:
    """Three ports, and not the range that most clusters open."""
    rules = [r for r in declare().of_type(INGRESS) if r["referencedSecurityGroupId"] == CONTROL_PLANE]

    assert {(6443, 6443), (9443, 9443), (10250, 10250)} == {(r["fromPort"], r["toPort"]) for r in rules}


def test_nothing_comes_in_from_an_address() -> None:
    """Only from groups: nodes, the control plane, and what another component adds."""
    assert not any(r.inputs.get("cidrIpv4") for r in declare().of_type(INGRESS))


def test_only_tls_goes_out_of_the_vpc() -> None:
    """A pod that was taken over has one door less."""
    out = [r for r in declare().of_type(EGRESS) if r.inputs.get("cidrIpv4")]

    assert [("0.0.0.0/0", "tcp", 443, 443)] == [
        (r["cidrIpv4"], r["ipProtocol"], r["fromPort"], r["toPort"]) for r in out
    ]


def test_nodes_reach_the_api() -> None:
    """The rule stands on the control plane's group, which EKS made."""
    [rule] = [r for r in declare().of_type(INGRESS) if r["securityGroupId"] == CONTROL_PLANE]

    assert (443, 443) == (rule["fromPort"], rule["toPort"])
    assert rule["referencedSecurityGroupId"].startswith("sg-")


@pytest.mark.parametrize("type_", [INGRESS, EGRESS])
def test_pods_speak_to_pods(type_: str) -> None:
    """Which pod to which, NetworkPolicies say."""
    [rule] = [r for r in declare().of_type(type_) if r["ipProtocol"] == "-1"]

    assert rule["securityGroupId"] == rule["referencedSecurityGroupId"]


def test_a_first_preview_knows_the_ports() -> None:
    """Ids come later, rules do not change."""
    rules = declare(unknown=True).of_type(INGRESS)

    assert {6443, 9443, 10250} <= {r.inputs.get("fromPort") for r in rules}
    assert any(UNKNOWN is r["securityGroupId"] for r in rules)
