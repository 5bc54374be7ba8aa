"""What a model's instances reach."""

from __future__ import annotations

from components.serving.endpoint_network import EndpointNetwork, EndpointNetworkArgs
from tests.synth import synth

ARGS = EndpointNetworkArgs(vpc_id="vpc-1", s3="pl-1")


def test_nothing_comes_in_and_only_s3_is_reached() -> None:
    """A model needs its weights and a place for its captures; whatever else it asks for is an attack."""
    found = synth(lambda: EndpointNetwork("model", ARGS))
    [rule] = found.of_type("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")

    assert [] == found.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert ("pl-1", "tcp", 443, 443) == (rule["prefixListId"], rule["ipProtocol"], rule["fromPort"], rule["toPort"])
    assert "cidrIpv4" not in rule.inputs


def test_the_group_is_handed_out_when_it_lets_out() -> None:
    """A model that starts before cannot load its weights."""
    found = synth(lambda: EndpointNetwork("model", ARGS))
    group = found.only("aws:ec2/securityGroup:SecurityGroup")

    assert "vpc-1" == group["vpcId"]
    assert found.outputs_of("lz:serving:EndpointNetwork")["securityGroupId"].startswith("sg-")
