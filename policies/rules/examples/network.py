"""A VPC with what belongs to it."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document

VPC: Final = "aws:ec2/vpc:Vpc"
FLOW_LOG: Final = "aws:ec2/flowLog:FlowLog"
DEFAULT_GROUP: Final = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
SUBNET: Final = "aws:ec2/subnet:Subnet"
ENDPOINT: Final = "aws:ec2/vpcEndpoint:VpcEndpoint"
BLOCK: Final = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
GROUP_RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
EGRESS_RULE: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def endpoint_access(**more: Any) -> dict[str, Any]:
    """A statement of an endpoint policy that lets everybody do everything, but for what `more` says."""
    return {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **more}


def ingress(block: str) -> list[dict[str, Any]]:
    """Ingress of TLS from one block."""
    return [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": [block]}]


NETWORK: Final[Examples] = (
    aws(VPC, "vpc", cidrBlock="10.32.0.0/16"),
    aws(
        FLOW_LOG,
        "flow-log",
        {"vpcId": "vpc"},
        trafficType="ALL",
        logDestinationType="s3",
        logDestination=f"arn:aws:s3:::lz-prod-security-logs-{ACCOUNT}-{REGION}",
    ),
    aws(DEFAULT_GROUP, "default-group", {"vpcId": "vpc"}, ingress=[], egress=[]),
    aws(BLOCK, "block", internetGatewayBlockMode="block-ingress"),
    aws(SUBNET, "subnet", {"vpcId": "vpc"}, cidrBlock="10.32.0.0/20", mapPublicIpOnLaunch=False),
    aws(
        ENDPOINT,
        "endpoint",
        {"vpcId": "vpc"},
        serviceName=f"com.amazonaws.{REGION}.s3",
        vpcEndpointType="Gateway",
        policy=document(endpoint_access(Condition={"StringEquals": {"aws:ResourceAccount": ACCOUNT}})),
    ),
    aws(GROUP, "group", {"vpcId": "vpc"}, description="Load balancer", ingress=ingress("10.32.0.0/16")),
    aws(
        EGRESS_RULE,
        "out",
        {"securityGroupId": "group"},
        cidrIpv4="0.0.0.0/0",
        ipProtocol="tcp",
        fromPort=443,
        toPort=443,
    ),
)
