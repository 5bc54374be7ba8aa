"""Each type of resource is charged for what AWS charges for: the keys, and how many units a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from config.model.usage import Usage
from graph.model import UNKNOWN, Secret
from report.cost.charge import Free, Kind, priced
from tests.report.cost.bills import a_resource, bill, charges, found, reasons

REPLICA = {"regionName": "eu-central-1", "pointInTimeRecovery": True}
TABLE = {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True}}
VARIANT = {"instanceType": "ml.g5.xlarge", "initialInstanceCount": 2}
TIMED = {"destination": {"replicationTime": {"status": "Enabled"}}}
GROUP = {"instanceTypes": ["g5.xlarge"], "diskSize": 100}

BILLS: list[tuple[str, dict[str, Any], dict[str, float]]] = [
    ("aws:ec2/natGateway:NatGateway", {}, {"nat.hour": 730, "nat.gb": 100}),
    ("aws:ec2/eip:Eip", {}, {"ipv4.hour": 730}),
    (
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcEndpointType": "Interface", "subnetIds": [UNKNOWN, UNKNOWN, UNKNOWN]},
        {"endpoint.hour": 2190, "endpoint.gb": 50},
    ),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Gateway"}, {}),
    ("aws:ec2/flowLog:FlowLog", {"logDestinationType": "s3"}, {"cloudwatch.vended": 50}),
    ("aws:ec2/flowLog:FlowLog", {"logDestinationType": "cloud-watch-logs"}, {"cloudwatch.log": 50}),
    ("aws:lb/loadBalancer:LoadBalancer", {"loadBalancerType": "network"}, {"elb.nlb": 730, "elb.nlb-lcu": 10}),
    ("aws:lb/loadBalancer:LoadBalancer", {}, {"elb.alb": 730, "elb.alb-lcu": 10}),
    ("aws:route53/zone:Zone", {}, {"route53.zone": 1, "route53.query": 1}),
    ("aws:route53/healthCheck:HealthCheck", {"type": "TCP"}, {"route53.check": 1}),
    (
        "aws:route53/healthCheck:HealthCheck",
        {"type": "HTTPS_STR_MATCH", "requestInterval": 10, "measureLatency": True},
        {"route53.check": 1, "route53.check-option": 4},
    ),
    ("aws:wafv2/webAcl:WebAcl", {"rules": [{}, {}]}, {"waf.acl": 1, "waf.rule": 2, "waf.request": 1}),
    ("aws:s3/bucket:Bucket", {}, {"s3.gb": 250, "s3.put": 0.025, "s3.get": 0.025}),
    ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {"rules": [{}]}, {"transfer.region": 25}),
    (
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        {"rules": [TIMED]},
        {"transfer.region": 25, "s3.replication-time": 25},
    ),
    (
        "aws:dynamodb/table:Table",
        TABLE,
        {"dynamodb.write": 10, "dynamodb.read": 2.5, "dynamodb.gb": 5, "dynamodb.pitr": 5},
    ),
    (
        "aws:dynamodb/table:Table",
        TABLE | {"replicas": [REPLICA]},
        {
            "dynamodb.replicated": 10,
            "dynamodb.read": 2.5,
            "dynamodb.gb": 5,
            "dynamodb.pitr": 5,
            "dynamodb.replicated in eu-central-1": 10,
            "dynamodb.gb in eu-central-1": 5,
            "dynamodb.pitr in eu-central-1": 5,
            "transfer.region": 10,
        },
    ),
    ("aws:backup/vault:Vault", {}, {"backup.gb": 20}),
    ("aws:ecr/repository:Repository", {}, {"ecr.gb": 30}),
    ("aws:kms/key:Key", {"enableKeyRotation": True}, {"kms.key": 1, "kms.request": 100}),
    ("aws:kms/replicaKey:ReplicaKey", {}, {"kms.key": 1}),
    ("aws:secretsmanager/secret:Secret", {"replicas": [{}, {}]}, {"secrets.secret": 3}),
    (
        "aws:cloudtrail/trail:Trail",
        {"advancedEventSelectors": [{"fieldSelectors": [{"equals": ["Data"], "field": "eventCategory"}]}]},
        {"cloudtrail.data-event": 20},
    ),
    ("aws:cloudtrail/trail:Trail", {}, {}),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 90}, {"cloudwatch.log": 10, "cloudwatch.log-gb": 30}),
    ("aws:cloudwatch/logGroup:LogGroup", {}, {"cloudwatch.log": 10, "cloudwatch.log-gb": 121.666667}),
    ("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", {}, {"cloudwatch.masked": 10}),
    ("aws:cloudwatch/logMetricFilter:LogMetricFilter", {}, {"cloudwatch.metric": 1}),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", {"metricName": "Errors"}, {"cloudwatch.alarm": 1}),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {"metricQueries": [{"metric": {}}, {"metric": {}}, {"expression": "a/b"}]},
        {"cloudwatch.alarm": 2},
    ),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {"metricQueries": [{"metric": {}}, {"expression": "ANOMALY_DETECTION_BAND(m, 3)"}]},
        {"cloudwatch.alarm": 3},
    ),
    ("aws:cloudwatch/compositeAlarm:CompositeAlarm", {}, {"cloudwatch.composite": 1}),
    ("aws:cloudwatch/dashboard:Dashboard", {}, {"cloudwatch.dashboard": 1}),
    ("aws:sns/topic:Topic", {}, {}),
    ("aws:cfg/recorder:Recorder", {}, {"config.item": 2}),
    ("aws:cfg/rule:Rule", {}, {"config.evaluation": 30}),
    ("aws:arcregionswitch/plan:Plan", {}, {"arc.plan": 1}),
    ("aws:lambda/function:Function", {"memorySize": 1024}, {"lambda.request": 1, "lambda.x86": 0.1}),
    (
        "aws:lambda/function:Function",
        {"memorySize": 512, "architectures": ["arm64"]},
        {"lambda.request": 1, "lambda.arm": 0.05},
    ),
    ("aws:apigateway/restApi:RestApi", {}, {"apigateway.rest": 1}),
    ("aws:apigatewayv2/api:Api", {}, {"apigateway.http": 1}),
    ("aws:sqs/queue:Queue", {}, {"sqs.request": 3}),
    ("aws:sqs/queue:Queue", {"fifoQueue": True}, {"sqs.fifo": 3}),
    (
        "aws:kinesis/stream:Stream",
        {"streamModeDetails": {"streamMode": "ON_DEMAND"}},
        {"kinesis.stream": 730, "kinesis.in": 10, "kinesis.out": 10},
    ),
    ("aws:kinesis/stream:Stream", {"shardCount": 2}, {"kinesis.shard": 1460}),
    ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {}, {"firehose.gb": 10}),
    (
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        {"extendedS3Configuration": {"dataFormatConversionConfiguration": {}}},
        {"firehose.gb": 10, "firehose.convert": 10},
    ),
    ("aws:athena/workgroup:Workgroup", {}, {"athena.tb": 0.2}),
    ("aws:cloudwatch/eventBus:EventBus", {}, {"eventbridge.event": 1}),
    (
        "aws:bedrock/guardrail:Guardrail",
        {"contentPolicyConfig": {}, "sensitiveInformationPolicyConfig": {}},
        {"bedrock.guardrail.content": 10_000, "bedrock.guardrail.pii": 10_000},
    ),
    ("aws:eks/cluster:Cluster", {}, {"eks.cluster": 730}),
    ("aws:ec2/instance:Instance", {"instanceType": "m7g.large"}, {"ec2.m7g.large": 730}),
    ("aws:ebs/volume:Volume", {"size": 100, "type": "gp3"}, {"ebs.gp3": 100}),
    (
        "aws:ec2/capacityReservation:CapacityReservation",
        {"instanceType": "g5.xlarge", "instanceCount": 4},
        {"ec2.g5.xlarge": 2920},
    ),
    (
        "aws:eks/nodeGroup:NodeGroup",
        GROUP | {"scalingConfig": {"minSize": 2, "maxSize": 6}},
        {"ec2.g5.xlarge": 1460, "ec2.g5.xlarge at most": 2920, "ebs.gp3": 200},
    ),
]


@pytest.mark.parametrize(
    ("type_", "properties", "expected"), BILLS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_resource_is_charged_for_what_aws_charges(
    type_: str, properties: Mapping[str, Any], expected: Mapping[str, float]
) -> None:
    """A million requests of 10 KB and 100 ms; otherwise the usage that a configuration without any has."""
    assert expected == bill(a_resource(type_, **properties))


def test_technical_documentation_is_text_and_so_is_what_is_replicated_of_it() -> None:
    """A store of a gigabyte is not priced as one of the environment's other buckets."""
    papers = a_resource("aws:s3/bucket:Bucket", bucket="papers", tags={"lz:content": "technical-documentation"})
    replication = a_resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", bucket="papers", rules=[TIMED])

    assert {"s3.gb": 1, "s3.put": 0.001, "s3.get": 0.001} == bill(papers)
    assert {"transfer.region": 1, "s3.replication-time": 1} == bill(replication, papers)
    assert {"transfer.region": 25, "s3.replication-time": 25} == bill(replication)


UNKNOWNS: list[tuple[str, dict[str, Any]]] = [
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Interface", "subnetIds": UNKNOWN}),
    ("aws:wafv2/webAcl:WebAcl", {"rules": UNKNOWN}),
    ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {"rules": UNKNOWN}),
    ("aws:dynamodb/table:Table", TABLE | {"replicas": UNKNOWN}),
    ("aws:dynamodb/table:Table", {"billingMode": "PROVISIONED"}),
    ("aws:secretsmanager/secret:Secret", {"replicas": UNKNOWN}),
    ("aws:cloudtrail/trail:Trail", {"advancedEventSelectors": UNKNOWN}),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": UNKNOWN}),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", {"metricQueries": UNKNOWN}),
    ("aws:lambda/function:Function", {"memorySize": UNKNOWN}),
    ("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", {}),
    ("aws:kinesis/stream:Stream", {"shardCount": UNKNOWN}),
    ("aws:sfn/stateMachine:StateMachine", {}),
    ("aws:bedrock/inferenceProfile:InferenceProfile", {}),
    ("aws:ec2/instance:Instance", {"instanceType": UNKNOWN}),
    ("aws:ebs/volume:Volume", {"size": UNKNOWN}),
    ("aws:ec2/capacityReservation:CapacityReservation", {"instanceType": "g5.xlarge", "instanceCount": UNKNOWN}),
    ("aws:eks/nodeGroup:NodeGroup", GROUP | {"scalingConfig": UNKNOWN}),
    ("aws:eks/nodeGroup:NodeGroup", {"scalingConfig": {"minSize": 1, "maxSize": 1}}),
    ("aws:sagemaker/endpoint:Endpoint", {}),
    ("aws:guardduty/detector:Detector", {"enable": True}),
    ("aws:inspector2/enabler:Enabler", {"resourceTypes": ["ECR"]}),
    ("aws:appautoscaling/target:Target", {"scalableDimension": "dynamodb:table:ReadCapacityUnits"}),
]


@pytest.mark.parametrize(("type_", "properties"), UNKNOWNS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_priced_says_why(type_: str, properties: Mapping[str, Any]) -> None:
    """What is known only after the deploy, or by no model of ours, is named and not left out."""
    (reason,) = reasons(a_resource(type_, **properties))

    assert reason


def test_what_is_free_as_it_is_set_says_why() -> None:
    """A gateway endpoint, say."""
    (free,) = found(a_resource("aws:ec2/vpcEndpoint:VpcEndpoint", vpcEndpointType="Gateway"))

    assert Free("a gateway endpoint is free") == free


def test_a_topic_pays_for_the_mails_of_its_own_subscribers() -> None:
    """Not for those of another topic."""
    topic = a_resource("aws:sns/topic:Topic", "alarms")
    mail = "aws:sns/topicSubscription:TopicSubscription"
    own = a_resource(mail, "owner", protocol="email", dependencies=(topic.urn,))
    queue = a_resource(mail, "queue", protocol="sqs", dependencies=(topic.urn,))
    other = a_resource(mail, "other", protocol="email")

    assert {"sns.email": 0.001} == bill(topic, own, queue, other)


def test_a_function_in_a_secret_is_priced_all_the_same() -> None:
    """A pricer may look into a secret; what it says holds nothing of it."""
    assert {"lambda.request": 1, "lambda.x86": 0.1} == bill(
        a_resource("aws:lambda/function:Function", memorySize=Secret(1024))
    )


def test_usage_of_nothing_costs_nothing_by_use() -> None:
    """A standby environment pays what is fixed."""
    none = Usage.model_validate({"requests": 0, "nat-gb": 0})

    assert {"nat.hour": 730, "nat.gb": 0} == bill(a_resource("aws:ec2/natGateway:NatGateway"), usage=none)


def a_group(reserved: Any, **properties: Any) -> Any:
    return a_resource(
        "aws:eks/nodeGroup:NodeGroup",
        "pool",
        dependencies=(reserved.urn,),
        launchTemplate={"id": UNKNOWN},
        instanceTypes=["g5.xlarge"],
        **properties,
    )


def test_nodes_in_a_reservation_are_paid_once() -> None:
    """By the reservation, which is paid whether they run or not: the group pays what it has beyond it."""
    reserved = a_resource(
        "aws:ec2/capacityReservation:CapacityReservation", "odcr", instanceType="g5.xlarge", instanceCount=4
    )
    template = a_resource("aws:ec2/launchTemplate:LaunchTemplate", "template", dependencies=(reserved.urn,))
    group = a_group(template, scalingConfig={"minSize": 5, "maxSize": 10})

    assert {"ec2.g5.xlarge": 730, "ec2.g5.xlarge at most": 3650} == bill(group, reserved, template)


def test_a_reservation_larger_than_the_group_leaves_nothing_to_pay() -> None:
    """And its room to grow begins where the reservation ends."""
    reserved = a_resource(
        "aws:ec2/capacityReservation:CapacityReservation", "odcr", instanceType="g5.xlarge", instanceCount=4
    )
    group = a_group(reserved, scalingConfig={"minSize": 2, "maxSize": 6})

    assert {"ec2.g5.xlarge at most": 1460} == bill(group, reserved)


def test_a_reservation_of_another_type_pays_for_no_node() -> None:
    """Capacity of one instance type runs no other."""
    reserved = a_resource(
        "aws:ec2/capacityReservation:CapacityReservation", "odcr", instanceType="g6.xlarge", instanceCount=4
    )
    group = a_group(reserved, scalingConfig={"minSize": 2, "maxSize": 2})

    assert {"ec2.g5.xlarge": 1460} == bill(group, reserved)


def a_node_pool(buy: str, limit: Any = 12, kinds: Any = ("g6.xlarge", "g5.xlarge")) -> Any:
    requirements = {"karpenter.sh/capacity-type": [buy], "node.kubernetes.io/instance-type": kinds}
    spec = {"requirements": [{"key": key, "values": values} for key, values in requirements.items()]}
    return a_resource(
        "kubernetes:karpenter.sh/v1:NodePool",
        "inference",
        spec={"limits": {"nvidia.com/gpu": limit}, "template": {"spec": spec}},
    )


def test_a_node_pool_may_cost_what_its_limit_of_devices_has_room_for() -> None:
    """One device a g6.xlarge, four a g6.12xlarge: twelve nodes, or three."""
    assert {"ec2.g6.xlarge at most": 8760} == bill(a_node_pool("on-demand", kinds=["g6.xlarge", "g5.xlarge"]))
    assert {"ec2.g6.12xlarge at most": 2190} == bill(a_node_pool("spot", kinds=["g6.12xlarge"]))


def test_a_node_pool_of_reserved_instances_costs_nothing_more() -> None:
    """The reservation is paid, used or not."""
    assert ["Free"] == [type(one).__name__ for one in found(a_node_pool("reserved"))]


@pytest.mark.parametrize(("limit", "kinds"), [(UNKNOWN, ["g6.xlarge"]), (12, UNKNOWN), (12, ["m7g.large"]), (12, [])])
def test_a_node_pool_whose_ceiling_nobody_knows_says_so(limit: Any, kinds: Any) -> None:
    """A limit that is not known is not a small one."""
    assert 1 == len(reasons(a_node_pool("on-demand", limit, kinds)))


def test_the_disks_of_nodes_are_those_of_their_template() -> None:
    """Bottlerocket has two."""
    template = a_resource(
        "aws:ec2/launchTemplate:LaunchTemplate",
        "template",
        blockDeviceMappings=[{"ebs": {"volumeSize": 4}}, {"ebs": {"volumeSize": 96}}],
    )
    group = a_group(template, scalingConfig={"minSize": 3, "maxSize": 3})

    assert {"ec2.g5.xlarge": 2190, "ebs.gp3": 300} == bill(group, template)


def an_endpoint() -> tuple[Any, Any]:
    configuration = a_resource(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration", "one", productionVariants=[VARIANT]
    )
    endpoint = a_resource("aws:sagemaker/endpoint:Endpoint", "fraud", dependencies=(configuration.urn,))
    return endpoint, configuration


def test_an_endpoint_pays_for_the_variants_of_its_configuration() -> None:
    """The instances it starts with."""
    assert {"sagemaker.ml.g5.xlarge": 1460} == bill(*an_endpoint())


def test_a_serverless_variant_has_no_price_yet() -> None:
    """It is paid by the request, which no model here knows."""
    configuration = a_resource(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration", productionVariants=[{"serverlessConfig": {}}]
    )
    endpoint = a_resource("aws:sagemaker/endpoint:Endpoint", dependencies=(configuration.urn,))

    assert ["a variant's instances are serverless, or known only after the deploy"] == reasons(endpoint, configuration)


def test_what_an_endpoint_may_grow_to_is_a_ceiling() -> None:
    """It is no part of the month's cost, and no surprise either."""
    endpoint, configuration = an_endpoint()
    target = a_resource(
        "aws:appautoscaling/target:Target",
        scalableDimension="sagemaker:variant:DesiredInstanceCount",
        minCapacity=2,
        maxCapacity=5,
        dependencies=(endpoint.urn,),
    )

    (charge,) = charges(target, endpoint, configuration)

    assert (Kind.CEILING, "sagemaker.ml.g5.xlarge", 2190) == (charge.kind, charge.key, charge.quantity)


def test_a_type_has_one_pricer() -> None:
    """Two would charge twice, or one would be forgotten."""
    with pytest.raises(ValueError, match="two pricers"):
        priced("aws:ec2/natGateway:NatGateway")(lambda _, __: iter(()))
