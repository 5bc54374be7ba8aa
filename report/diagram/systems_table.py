"""The rows of the table for what AI systems are made of and run on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from report.diagram.kinds import EVERY, NAME, Draw, Fact, How, Kind, Section
from report.diagram.model import Icon

CLUSTER: Final = "aws:eks/cluster:Cluster"
ACL: Final = "aws:wafv2/webAcl:WebAcl"
INGRESS: Final = "lz:serving:ModelIngress"
REPOSITORY: Final = "aws:ecr/repository:Repository"
CATALOG: Final = "lz:decision:RecordCatalog"
FUNCTION: Final = "aws:lambda/function:Function"
QUEUE: Final = "lz:decision:Queue"
"""With its dead letters."""
_SQS: Final = "aws:sqs/queue:Queue"
STREAM: Final = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
INTAKE: Final = "lz:decision:IntakeStream"
ENDPOINT: Final = "aws:sagemaker/endpoint:Endpoint"
PROFILE: Final = "aws:bedrock/inferenceProfile:InferenceProfile"
GUARDRAIL: Final = "aws:bedrock/guardrail:Guardrail"
API: Final = "aws:apigateway/restApi:RestApi"
DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
NODE_POOL: Final = "kubernetes:karpenter.sh/v1:NodePool"
KUBERNETES: Final = "kubernetes"
"""The row of every Kubernetes object that has none of its own."""

SYSTEMS: Final[Mapping[str, Kind]] = {
    API: Kind(icon=Icon.API, section=Section.SYSTEMS, noun="API", stage=1, facts=(Fact(("name",)),)),
    INTAKE: Kind(
        icon=Icon.STREAM,
        section=Section.SYSTEMS,
        noun="stream of requests",
        stage=1,
        facts=(Fact(("retentionPeriod",), "kept {} h", of="aws:kinesis/stream:Stream"),),
    ),
    ACL: Kind(
        icon=Icon.SHIELD, section=Section.SYSTEMS, noun="web ACL", stage=1, draw=Draw.TOGETHER, words=Fact(("name",))
    ),
    FUNCTION: Kind(
        icon=Icon.FUNCTION,
        section=Section.SYSTEMS,
        noun="function",
        draw=Draw.TOGETHER,
        row=1,
        stage=2,
        facts=(Fact(("description",), how=How.ONLY),),
        words=Fact(NAME),
    ),
    INGRESS: Kind(
        icon=Icon.GATEWAY,
        section=Section.SYSTEMS,
        noun="way to the pods of a model",
        row=2,
        stage=3,
        facts=(Fact(("loadBalancerType",), "{} balancer", of="aws:lb/loadBalancer:LoadBalancer"),),
    ),
    GUARDRAIL: Kind(
        icon=Icon.SHIELD,
        section=Section.SYSTEMS,
        noun="guardrail",
        row=2,
        stage=3,
        words=Fact(("topicPolicyConfig", "topicsConfigs", EVERY, "name")),
    ),
    PROFILE: Kind(
        icon=Icon.MODEL,
        section=Section.SYSTEMS,
        noun="foundation model",
        row=2,
        stage=3,
        facts=(Fact(("modelSource", "copyFrom"), after="/"),),
    ),
    ENDPOINT: Kind(
        icon=Icon.MODEL,
        section=Section.SYSTEMS,
        noun="SageMaker endpoint",
        row=2,
        stage=3,
        facts=(
            Fact(("name",)),
            Fact(
                ("productionVariants", EVERY, "instanceType"),
                of="aws:sagemaker/endpointConfiguration:EndpointConfiguration",
            ),
        ),
    ),
    DEPLOYMENT: Kind(
        icon=Icon.MODEL,
        section=Section.SYSTEMS,
        noun="vLLM on a GPU pool",
        row=2,
        stage=4,
        facts=(
            Fact(("spec", "minReplicaCount"), "at least {} replicas", of="kubernetes:keda.sh/v1alpha1:ScaledObject"),
            Fact(("spec", "maxReplicaCount"), "at most {} replicas", of="kubernetes:keda.sh/v1alpha1:ScaledObject"),
        ),
    ),
    QUEUE: Kind(
        icon=Icon.QUEUE,
        section=Section.SYSTEMS,
        noun="queue",
        draw=Draw.TOGETHER,
        row=3,
        stage=3,
        facts=(Fact(("messageRetentionSeconds",), "kept {} s, then dead letters", of=_SQS, how=How.ONLY),),
        words=Fact(NAME),
    ),
    STREAM: Kind(
        icon=Icon.STREAM,
        section=Section.SYSTEMS,
        noun="stream of records",
        row=3,
        stage=4,
        facts=(Fact(("name",)),),
    ),
    CATALOG: Kind(
        icon=Icon.QUERY,
        section=Section.SYSTEMS,
        noun="table of records, and questions",
        row=4,
        stage=5,
        facts=(
            Fact(("databaseName",), of="aws:glue/catalogTable:CatalogTable"),
            Fact(("name",), of="aws:athena/namedQuery:NamedQuery"),
        ),
    ),
}

SERVING: Final[Mapping[str, Kind]] = {
    "lz:serving:InvocationLogging": Kind(
        icon=Icon.LOG,
        section=Section.SERVING,
        noun="writes down what models are asked",
        words=Fact(("name",), of="aws:iam/role:Role"),
    ),
}

COMPUTE: Final[Mapping[str, Kind]] = {
    CLUSTER: Kind(
        icon=Icon.CLUSTER,
        section=Section.COMPUTE,
        noun="EKS cluster",
        facts=(Fact(("version",), "Kubernetes {}"), Fact(("vpcConfig", "endpointPublicAccess"), "public endpoint: {}")),
    ),
    "aws:eks/addon:Addon": Kind(
        icon=Icon.IMAGE,
        section=Section.COMPUTE,
        noun="add-on",
        draw=Draw.TOGETHER,
        words=Fact(("addonName",)),
    ),
    "aws:eks/nodeGroup:NodeGroup": Kind(
        icon=Icon.NODES,
        section=Section.COMPUTE,
        noun="managed nodes",
        row=1,
        facts=(
            Fact(("scalingConfig", "minSize"), "at least {} nodes"),
            Fact(("scalingConfig", "maxSize"), "at most {} nodes"),
        ),
        words=Fact(("instanceTypes", EVERY)),
    ),
    "lz:compute:Karpenter": Kind(
        icon=Icon.NODES,
        section=Section.COMPUTE,
        noun="makes nodes as pods ask",
        row=1,
        words=Fact(("name",), of="aws:iam/role:Role"),
    ),
    NODE_POOL: Kind(
        icon=Icon.NODES,
        section=Section.COMPUTE,
        noun="GPU node pool",
        draw=Draw.TOGETHER,
        row=2,
        facts=(Fact(("spec", "limits", "nvidia.com/gpu"), "at most {} GPUs"),),
        words=Fact(("metadata", "name")),
    ),
    "aws:ec2/capacityReservation:CapacityReservation": Kind(
        icon=Icon.NODES,
        section=Section.COMPUTE,
        noun="capacity reservation",
        draw=Draw.TOGETHER,
        row=2,
        facts=(Fact(("instanceCount",), "instances: {}"),),
        words=Fact(("instanceType",)),
    ),
    "lz:compute:Interruptions": Kind(
        icon=Icon.QUEUE,
        section=Section.COMPUTE,
        noun="notices before nodes go",
        row=3,
        facts=(Fact(("name",), of=_SQS),),
    ),
    KUBERNETES: Kind(
        icon=Icon.IMAGE,
        section=Section.COMPUTE,
        noun="Kubernetes object",
        draw=Draw.TOGETHER,
        alone=True,
        row=3,
        words=Fact(("kind",)),
    ),
}

RECOVERY: Final[Mapping[str, Kind]] = {
    "lz:recovery:Isolation": Kind(
        icon=Icon.PLAN,
        section=Section.RECOVERY,
        noun="experiment: cut the Regions apart",
        facts=(Fact(("description",), of="aws:fis/experimentTemplate:ExperimentTemplate"),),
    ),
    "lz:recovery:Heartbeat": Kind(
        icon=Icon.EYE,
        section=Section.RECOVERY,
        noun="beats here, is heard in the other Region",
        facts=(Fact(("scheduleExpression",), of="aws:cloudwatch/eventRule:EventRule"),),
    ),
    "lz:recovery:RegionSwitch": Kind(
        icon=Icon.PLAN,
        section=Section.RECOVERY,
        noun="takes callers to the other Region and back",
        facts=(Fact(("recoveryTimeObjectiveMinutes",), "answers within {} min", of="aws:arcregionswitch/plan:Plan"),),
    ),
    "lz:recovery:FailoverRecords": Kind(
        icon=Icon.PLAN,
        section=Section.RECOVERY,
        noun="names that lead to one Region or the other",
        facts=(Fact(("name",), of="aws:route53/record:Record"),),
    ),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": Kind(
        icon=Icon.PLAN,
        section=Section.RECOVERY,
        noun="backups are restored to see",
        facts=(Fact(("scheduleExpression",)),),
    ),
}
