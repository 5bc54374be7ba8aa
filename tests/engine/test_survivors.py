from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import sandbox
from engine.paths import SandboxPaths
from engine.pending import Kind, PendingOperation
from engine.standin.clients import Clients
from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.store import Key, Store
from engine.survivors import Survivors
from tests.engine.standin_kubernetes.talk import kubeconfig

ACCOUNT, REGION = "111122223333", "eu-west-1"
PROVIDER = {
    "region": REGION,
    "allowedAccountIds": f'["{ACCOUNT}"]',
    "defaultTags": '{"tags": {"lz:environment": "dev"}}',
}
VPC = "aws:ec2/vpc:Vpc"
VPC_INPUTS = {"cidrBlock": "10.9.0.0/16", "tags": {"Name": "main"}}
TAGS = [{"Key": "Name", "Value": "main"}, {"Key": "lz:environment", "Value": "dev"}]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sandbox.Server]:
    paths = SandboxPaths(tmp_path_factory.mktemp("sandbox"))
    yield sandbox.start(paths)
    sandbox.stop(paths)


@pytest.fixture
def clients(server: sandbox.Server) -> Clients:
    return Clients(server.endpoint)


@pytest.fixture
def survivors(server: sandbox.Server, tmp_path: Path) -> Survivors:
    return Survivors(server.endpoint, tmp_path)


def _create(type_: str, inputs: dict[str, Any]) -> PendingOperation:
    return PendingOperation(f"urn:pulumi:dev::lz::{type_}::it", type_, Kind.CREATING, inputs, PROVIDER)


def _vpc(clients: Clients, tags: list[dict[str, str]]) -> str:
    ec2 = clients.client("ec2", REGION, ACCOUNT)
    specification = [{"ResourceType": "vpc", "Tags": tags}] if tags else []
    return ec2.create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=specification)["Vpc"]["VpcId"]


def test_what_its_name_identifies_is_asked_for_by_name(clients: Clients, survivors: Survivors) -> None:
    """A bucket that exists was made; one that does not was not."""
    clients.client("s3", REGION, ACCOUNT).create_bucket(
        Bucket="made", CreateBucketConfiguration={"LocationConstraint": REGION}
    )

    made = survivors.decide(_create("aws:s3/bucket:Bucket", {"bucket": "made"}), ())
    missed = survivors.decide(_create("aws:s3/bucket:Bucket", {"bucket": "missed"}), ())

    assert ("made", True) == (made.identifier, made.certain)
    assert (None, True) == (missed.identifier, missed.certain)


def test_what_aws_names_is_found_by_its_values_and_tags(clients: Clients, survivors: Survivors) -> None:
    """Another's VPC of the same block is not it, nor is one that some state knows."""
    _vpc(clients, [])
    known, lost = _vpc(clients, TAGS), _vpc(clients, TAGS)

    assert lost == survivors.decide(_create(VPC, VPC_INPUTS), [known]).identifier


def test_a_rule_inside_another_thing_is_found(clients: Clients, survivors: Survivors) -> None:
    """AWS refuses a second rule, association or block of the same values: forgetting one would stop the next run."""
    ec2 = clients.client("ec2", REGION, ACCOUNT)
    vpc = _vpc(clients, [])
    table, subnet = ec2.create_route_table(VpcId=vpc), ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")
    ends = {"routeTableId": table["RouteTable"]["RouteTableId"], "subnetId": subnet["Subnet"]["SubnetId"]}
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    rule = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.9.0.0/16", "securityGroupId": group}
    block = {"vpcId": vpc, "cidrBlock": "100.70.0.0/16"}
    associated = ec2.associate_route_table(RouteTableId=ends["routeTableId"], SubnetId=ends["subnetId"])
    allowed = ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}],
        TagSpecifications=[{"ResourceType": "security-group-rule", "Tags": TAGS[1:]}],
    )
    added = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="100.70.0.0/16")

    def found(type_: str, inputs: dict[str, Any]) -> str | None:
        return survivors.decide(_create(type_, inputs), ()).identifier

    assert associated["AssociationId"] == found("aws:ec2/routeTableAssociation:RouteTableAssociation", ends)
    assert allowed["SecurityGroupRules"][0]["SecurityGroupRuleId"] == found(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule
    )
    assert added["CidrBlockAssociation"]["AssociationId"] == found(
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", block
    )


def test_where_two_would_do_none_is_taken(clients: Clients, survivors: Survivors) -> None:
    """A wrong guess would put somebody else's network under this stack's deletion."""
    before = {vpc["VpcId"] for vpc in clients.client("ec2", REGION, ACCOUNT).describe_vpcs()["Vpcs"]}
    for _ in range(2):
        _vpc(clients, TAGS)

    decision = survivors.decide(_create(VPC, VPC_INPUTS), before)

    assert (None, False) == (decision.identifier, decision.certain)


def test_a_type_that_only_the_state_knows_was_never_made(survivors: Survivors) -> None:
    """moto has no such thing, so a kill cannot leave one."""
    decision = survivors.decide(_create("aws:accessanalyzer/analyzer:Analyzer", {"analyzerName": "a"}), ())

    assert (None, True) == (decision.identifier, decision.certain)


def test_a_kubernetes_object_is_asked_for_in_its_cluster(survivors: Survivors, tmp_path: Path) -> None:
    """By its name, which its program gave; where the kubeconfig cannot be read, nothing is certain."""
    cluster = Cluster("a" * 32, "c", ACCOUNT, REGION)
    manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "serving"}}
    provider = {"kubeconfig": kubeconfig(cluster.address)}
    urn, type_ = "urn:pulumi:dev::lz::kubernetes:core/v1:Namespace::it", "kubernetes:core/v1:Namespace"
    operation = PendingOperation(urn, type_, Kind.CREATING, manifest, provider)

    missed = survivors.decide(operation, ())
    Store(tmp_path, cluster).create(Key("", "Namespace", "", "serving"), manifest)
    made = survivors.decide(operation, ())
    unread = survivors.decide(PendingOperation(urn, type_, Kind.CREATING, manifest, {"kubeconfig": {}}), ())

    assert [(None, True), ("serving", True), (None, False)] == [
        (d.identifier, d.certain) for d in (missed, made, unread)
    ]


def test_a_server_that_is_gone_makes_nothing_certain(tmp_path: Path) -> None:
    """Not found and not asked are different things to tell a person."""
    paths = SandboxPaths(tmp_path)
    server = sandbox.start(paths)
    sandbox.stop(paths)

    decision = Survivors(server.endpoint, tmp_path).decide(_create("aws:s3/bucket:Bucket", {"bucket": "made"}), ())

    assert (None, False) == (decision.identifier, decision.certain)
