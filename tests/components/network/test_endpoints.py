from __future__ import annotations

import json
from ipaddress import IPv4Network

from components.network.endpoints import Endpoints, EndpointsArgs
from config.vocabulary import Service
from graph.model import UNKNOWN
from tests.synth import Declared, DeclaredResource, synth

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SERVICES = frozenset({Service.S3, Service.DYNAMODB, Service.KMS, Service.ECR})


def some_endpoints(*, unknown: bool = False) -> Declared:
    args = EndpointsArgs(
        vpc_id="vpc-1",
        account="111122223333",
        region="eu-west-1",
        services=SERVICES,
        cidr=IPv4Network("10.32.0.0/16"),
        pods=IPv4Network("100.66.0.0/16"),
        subnet_ids={"euw1-az2": "subnet-2", "euw1-az1": "subnet-1"},
        route_table_ids={"isolated": "rtb-2", "egress-euw1-az1": "rtb-1"},
    )
    return synth(lambda: Endpoints("endpoints", args), unknown=unknown)


def by_kind(declared: Declared, kind: str) -> dict[str, DeclaredResource]:
    return {e["serviceName"]: e for e in declared.of_type(ENDPOINT) if e["vpcEndpointType"] == kind}


def test_gateway_endpoints_reach_every_route_table() -> None:
    """Data subnets reach S3 and DynamoDB although they have no way to the internet."""
    gateways = by_kind(some_endpoints(), "Gateway")

    assert {"com.amazonaws.eu-west-1.dynamodb", "com.amazonaws.eu-west-1.s3"} == set(gateways)
    assert {("rtb-1", "rtb-2")} == {tuple(g["routeTableIds"]) for g in gateways.values()}


def test_interface_endpoints_answer_under_the_services_own_name() -> None:
    """No workload has to be told of the endpoint, and none can miss it."""
    interfaces = by_kind(some_endpoints(), "Interface")

    assert {f"com.amazonaws.eu-west-1.{s}" for s in ("kms", "ecr.api", "ecr.dkr")} == set(interfaces)
    assert {True} == {i["privateDnsEnabled"] for i in interfaces.values()}
    assert {("subnet-1", "subnet-2")} == {tuple(i["subnetIds"]) for i in interfaces.values()}


def test_only_tls_from_the_vpcs_blocks_reaches_an_interface_endpoint() -> None:
    """The one group lets in port 443 from nodes and pods, and lets nothing out."""
    declared = some_endpoints()
    group = declared.only("aws:ec2/securityGroup:SecurityGroup")
    rules = declared.of_type(RULE)

    assert {"10.32.0.0/16", "100.66.0.0/16"} == {r["cidrIpv4"] for r in rules}
    assert {("tcp", 443, 443)} == {(r["ipProtocol"], r["fromPort"], r["toPort"]) for r in rules}
    assert {(group.urn,)} == {r.property_dependencies["securityGroupId"] for r in rules}
    assert {(group.urn,)} == {
        i.property_dependencies["securityGroupIds"] for i in by_kind(declared, "Interface").values()
    }
    assert "egress" not in group.inputs


def test_every_endpoint_carries_a_policy_known_at_preview() -> None:
    """None is left with AWS's full access, and each can be judged before it exists."""
    declared = some_endpoints(unknown=True)

    for endpoint in declared.of_type(ENDPOINT):
        first = json.loads(endpoint["policy"])["Statement"][0]
        assert "111122223333" == first["Condition"]["StringEquals"]["aws:PrincipalAccount"], endpoint.name
    assert {UNKNOWN} == {i["securityGroupIds"][0] for i in by_kind(declared, "Interface").values()}


def test_outputs_name_every_endpoint_by_its_service() -> None:
    """The contract lists them."""
    outputs = some_endpoints().outputs_of("lz:network:Endpoints")

    assert {"dynamodb", "s3", "kms", "ecr.api", "ecr.dkr"} == set(outputs["endpoint_ids"])
    assert outputs["endpoint_ids"]["kms"].startswith("vpce-")
    assert {"dynamodb", "s3"} == set(outputs["prefix_list_ids"]), "only gateway endpoints have a prefix list"
    assert outputs["security_group_id"].startswith("sg-")
