"""Which types are drawn, and as what: a type is added to the picture by a row.

A type without a row is drawn with the component it is part of; where that has none either, it is counted under OTHER.
A component of ours (lz:...) may have a row too: it is then one box, with everything in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from config.vocabulary import Tier
from report.diagram.kinds import EVERY, Draw, Fact, How, Kind, Section
from report.diagram.model import Icon
from report.diagram.systems_table import (
    API,
    CLUSTER,
    COMPUTE,
    ENDPOINT,
    FUNCTION,
    KUBERNETES,
    RECOVERY,
    REPOSITORY,
    SERVING,
    SYSTEMS,
)

BUCKET: Final = "aws:s3/bucket:Bucket"
LOCK: Final = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
KEY: Final = "aws:kms/key:Key"
REPLICA_KEY: Final = "aws:kms/replicaKey:ReplicaKey"
TABLE: Final = "aws:dynamodb/table:Table"
VAULT: Final = "aws:backup/vault:Vault"
TOPIC: Final = "aws:sns/topic:Topic"
SUBNET: Final = "aws:ec2/subnet:Subnet"
VPC: Final = "aws:ec2/vpc:Vpc"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"

_ROLE: Final = "aws:iam/role:Role"
_CLASS: Final = ("tags", "lz:data-class")

_ACCOUNT: Final[Mapping[str, Kind]] = {
    "lz:identity:DeployRoles": Kind(
        icon=Icon.ROLE,
        section=Section.ACCOUNT,
        noun="roles of the pipeline",
        whole=True,
        words=Fact(("name",), of=_ROLE),
    ),
    "lz:identity:GithubProvider": Kind(
        icon=Icon.ROLE,
        section=Section.ACCOUNT,
        noun="whom the pipeline's roles trust",
        whole=True,
        facts=(Fact(("url",), of="aws:iam/openIdConnectProvider:OpenIdConnectProvider"),),
    ),
    "lz:identity:BreakGlass": Kind(
        icon=Icon.SHIELD,
        section=Section.ACCOUNT,
        noun="role for emergencies",
        whole=True,
        words=Fact(("name",), of=_ROLE),
    ),
    "lz:identity:Boundary": Kind(
        icon=Icon.SHIELD,
        section=Section.ACCOUNT,
        noun="what no role exceeds",
        whole=True,
        words=Fact(("name",), of="aws:iam/policy:Policy"),
    ),
    "lz:identity:AccessAnalyzer": Kind(
        icon=Icon.EYE,
        section=Section.ACCOUNT,
        noun="finds access from outside",
        whole=True,
        words=Fact(("type",), of="aws:accessanalyzer/analyzer:Analyzer"),
    ),
    "lz:identity:AccountSettings": Kind(
        icon=Icon.SHIELD,
        section=Section.ACCOUNT,
        noun="passwords and security contact",
        whole=True,
        words=Fact(("emailAddress",), of="aws:account/alternativeContact:AlternativeContact"),
    ),
    "lz:detection:ThreatDetection": Kind(
        icon=Icon.EYE,
        section=Section.ACCOUNT,
        noun="looks for threats",
        whole=True,
        words=Fact(("name",), of="aws:guardduty/detectorFeature:DetectorFeature"),
    ),
    "lz:detection:ConfigurationHistory": Kind(
        icon=Icon.LOG,
        section=Section.ACCOUNT,
        noun="records every change",
        whole=True,
        facts=(Fact(("recordingGroup", "allSupported"), "every type: {}", of="aws:cfg/recorder:Recorder"),),
    ),
    "lz:cost:MonthlyBudget": Kind(
        icon=Icon.MONEY,
        section=Section.ACCOUNT,
        noun="budget",
        whole=True,
        facts=(Fact(("limitAmount",), "{} USD a month", of="aws:budgets/budget:Budget"),),
    ),
    "lz:cost:PartBudget": Kind(
        icon=Icon.MONEY,
        section=Section.ACCOUNT,
        noun="part budget",
        draw=Draw.TOGETHER,
        whole=True,
        words=Fact(("name",), of="aws:budgets/budget:Budget"),
    ),
    "lz:cost:AnomalyWatch": Kind(
        icon=Icon.EYE,
        section=Section.ACCOUNT,
        noun="notices unusual cost",
        whole=True,
        words=Fact(("monitorType",), of="aws:costexplorer/anomalyMonitor:AnomalyMonitor"),
    ),
    "aws:iam/role:Role": Kind(
        icon=Icon.ROLE,
        section=Section.ACCOUNT,
        noun="role",
        draw=Draw.TOGETHER,
        alone=True,
        whole=True,
        words=Fact(("name",)),
    ),
}

_NETWORK: Final[Mapping[str, Kind]] = {
    VPC: Kind(
        icon=Icon.SUBNET,
        section=Section.NETWORK,
        noun="VPC",
        draw=Draw.FRAME,
        facts=(
            Fact(("cidrBlock",), "VPC {}"),
            Fact(("cidrBlock",), "pods {}", of="aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"),
        ),
    ),
    "aws:ec2/internetGateway:InternetGateway": Kind(
        icon=Icon.GATEWAY, section=Section.NETWORK, noun="internet gateway"
    ),
    "aws:ec2/natGateway:NatGateway": Kind(
        icon=Icon.GATEWAY,
        section=Section.NETWORK,
        noun="NAT gateway",
        draw=Draw.TOGETHER,
        facts=(Fact(("connectivityType",), how=How.COUNTED),),
    ),
    SUBNET: Kind(
        icon=Icon.SUBNET,
        section=Section.NETWORK,
        noun="subnet",
        draw=Draw.TOGETHER,
        row=1,
        by=("tags", "lz:tier"),
        order=tuple(Tier),
        cells=(("availabilityZoneId",), ("cidrBlock",)),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(
        icon=Icon.ENDPOINT,
        section=Section.NETWORK,
        noun="VPC endpoint",
        draw=Draw.TOGETHER,
        row=2,
        wide=True,
        facts=(Fact(("vpcEndpointType",), how=How.COUNTED),),
        words=Fact(("serviceName",), skip=3),
    ),
    "aws:ec2/flowLog:FlowLog": Kind(
        icon=Icon.LOG,
        section=Section.NETWORK,
        noun="flow log",
        row=3,
        facts=(Fact(("trafficType",), "traffic: {}"),),
    ),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": Kind(
        icon=Icon.LOG, section=Section.NETWORK, noun="DNS query log", row=3
    ),
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": Kind(
        icon=Icon.SHIELD, section=Section.NETWORK, noun="DNS firewall", row=3
    ),
    "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": Kind(
        icon=Icon.SHIELD,
        section=Section.NETWORK,
        noun="blocked from the internet",
        row=3,
        facts=(Fact(("internetGatewayBlockMode",)),),
    ),
}

_RECORDS: Final[Mapping[str, Kind]] = {
    BUCKET: Kind(
        icon=Icon.STORE,
        section=Section.RECORDS,
        noun="bucket",
        row=1,
        stage=5,
        facts=(
            Fact(("rule", "defaultRetention", "days"), "locked for {} days", of=LOCK),
            Fact(("bucket",)),
        ),
    ),
    TABLE: Kind(
        icon=Icon.TABLE,
        section=Section.RECORDS,
        noun="table",
        draw=Draw.TOGETHER,
        row=2,
        stage=5,
        facts=(Fact(("pointInTimeRecovery", "recoveryPeriodInDays"), "any point of the last {} days"),),
        words=Fact(("name",)),
        copies=("replicas", EVERY, "regionName"),
        copied="global tables",
    ),
    VAULT: Kind(
        icon=Icon.VAULT,
        section=Section.RECORDS,
        noun="backup vault",
        row=3,
        facts=(
            Fact(
                ("minRetentionDays",),
                "locked: at least {} days",
                of="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
            ),
            Fact(("name",)),
        ),
    ),
    "aws:cloudtrail/trail:Trail": Kind(
        icon=Icon.LOG,
        section=Section.RECORDS,
        noun="trail of every call",
        facts=(Fact(("isMultiRegionTrail",), "all Regions: {}"), Fact(("name",))),
    ),
    REPOSITORY: Kind(
        icon=Icon.IMAGE,
        section=Section.RECORDS,
        noun="image repository",
        draw=Draw.TOGETHER,
        row=4,
        facts=(Fact(("imageTagMutability",), "tags: {}"),),
        words=Fact(("name",)),
    ),
    "aws:secretsmanager/secret:Secret": Kind(
        icon=Icon.KEY,
        section=Section.RECORDS,
        noun="secret",
        draw=Draw.TOGETHER,
        row=4,
        copies=("replicas", EVERY, "region"),
        words=Fact(("name",)),
    ),
}

_KEYS: Final[Mapping[str, Kind]] = {
    KEY: Kind(
        icon=Icon.KEY,
        section=Section.KEYS,
        noun="key",
        draw=Draw.TOGETHER,
        facts=(Fact(("rotationPeriodInDays",), "rotated every {} days"),),
        words=Fact(_CLASS),
    ),
    REPLICA_KEY: Kind(icon=Icon.KEY, section=Section.KEYS, noun="replica key", draw=Draw.TOGETHER, words=Fact(_CLASS)),
}

_WATCH: Final[Mapping[str, Kind]] = {
    ALARM: Kind(
        icon=Icon.BELL,
        section=Section.WATCH,
        noun="alarm",
        draw=Draw.TOGETHER,
        always=True,
        stage=6,
        facts=(Fact(("namespace",), how=How.COUNTED),),
        words=Fact(("metricName",)),
    ),
    COMPOSITE: Kind(
        icon=Icon.BELL, section=Section.WATCH, noun="composite alarm", always=True, draw=Draw.TOGETHER, stage=6
    ),
    TOPIC: Kind(
        icon=Icon.TOPIC,
        section=Section.WATCH,
        noun="topic",
        row=1,
        stage=7,
        facts=(Fact(("endpoint",), "tells {}", of="aws:sns/topicSubscription:TopicSubscription"),),
    ),
    "aws:cloudwatch/logGroup:LogGroup": Kind(
        icon=Icon.LOG,
        section=Section.WATCH,
        noun="log group",
        draw=Draw.TOGETHER,
        alone=True,
        row=2,
        facts=(Fact(("retentionInDays",), "kept {} days"),),
        words=Fact(("name",)),
    ),
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": Kind(
        icon=Icon.SHIELD,
        section=Section.WATCH,
        noun="mask of personal data",
        draw=Draw.TOGETHER,
        row=2,
        words=Fact(("logGroupName",)),
    ),
    "aws:cloudwatch/dashboard:Dashboard": Kind(
        icon=Icon.CHART,
        section=Section.WATCH,
        noun="dashboard",
        draw=Draw.TOGETHER,
        row=2,
        stage=7,
        words=Fact(("dashboardName",)),
    ),
}

KINDS: Final[Mapping[str, Kind]] = {
    **_ACCOUNT,
    **_NETWORK,
    **SYSTEMS,
    **SERVING,
    **COMPUTE,
    **_RECORDS,
    **_KEYS,
    **_WATCH,
    **RECOVERY,
}
"""By type token. A picture shows the types of one row of a section in the order of this table."""

GOES_WITH: Final[Mapping[str, str]] = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": FUNCTION,
    "lz:compute:Access": CLUSTER,
    "lz:compute:NodeSecurity": CLUSTER,
    "lz:compute:PodRole": CLUSTER,
    "lz:compute:RegistrySettings": REPOSITORY,
    "lz:decision:SealingSchedule": FUNCTION,
    "lz:observability:EventWatch": TOPIC,
    "lz:entry:ApiLogging": API,
    "lz:entry:ApiName": API,
    "lz:serving:EndpointNetwork": ENDPOINT,
    "lz:serving:EndpointRole": ENDPOINT,
    "lz:serving:InventoryEntry": API,
    "lz:serving:ModelCard": ENDPOINT,
    "lz:serving:FunctionsGate": VPC,
}
"""What has no box of its own and stands by itself, and the type in whose box people look for it."""


def token_of(type_: str) -> str:
    """The row of a type: its own, or for a Kubernetes object without one that of all of them."""
    return KUBERNETES if type_.startswith(f"{KUBERNETES}:") and type_ not in KINDS else type_
