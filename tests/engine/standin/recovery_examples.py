"""Examples of the types of recovery, for the test that every type lives through in moto."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CHECK = "aws:route53/healthCheck:HealthCheck"

EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "aws:cloudwatch/eventBus:EventBus": lambda _: {"description": "beats"},
    "aws:fis/experimentTemplate:ExperimentTemplate": lambda w: {
        "description": "eu-west-1 without eu-central-1",
        "roleArn": w.output("aws:iam/role:Role", "arn"),
        "actions": [
            {
                "name": "pause",
                "actionId": "aws:s3:bucket-pause-replication",
                "parameters": [{"key": "duration", "value": "PT30M"}, {"key": "region", "value": "eu-central-1"}],
                "target": {"key": "Buckets", "value": "stores"},
            }
        ],
        "targets": [
            {
                "name": "stores",
                "resourceType": "aws:s3:bucket",
                "selectionMode": "ALL",
                "resourceTags": [{"key": "DisruptS3", "value": "Allowed"}],
            }
        ],
        "stopConditions": [{"source": "aws:cloudwatch:alarm", "value": "arn:aws:cloudwatch:eu-west-1:1:alarm:stop"}],
        "experimentOptions": {"accountTargeting": "single-account", "emptyTargetResolutionMode": "skip"},
        "logConfiguration": {"logSchemaVersion": 2, "s3Configuration": {"bucketName": w.bucket()}},
    },
    CHECK: lambda _: {
        "type": "CLOUDWATCH_METRIC",
        "cloudwatchAlarmName": "lost",
        "cloudwatchAlarmRegion": "eu-central-1",
        "insufficientDataHealthStatus": "Unhealthy",
    },
    "aws:route53/record:Record": lambda w: {
        "zoneId": hosted_zone(w.plugin),
        "name": "fraud.prod.example.com",
        "type": "CNAME",
        "ttl": 60,
        "records": ["fraud.eu-west-1.prod.example.com"],
        "setIdentifier": "eu-west-1",
        "failoverRoutingPolicies": [{"type": "PRIMARY"}],
        "healthCheckId": w.id(CHECK),
    },
}


def hosted_zone(plugin: Any) -> str:
    """A hosted zone that stood before anything of ours."""
    made = plugin.boto("route53").create_hosted_zone(Name="prod.example.com", CallerReference=plugin.account)
    return made["HostedZone"]["Id"].removeprefix("/hostedzone/")
