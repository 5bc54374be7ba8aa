"""Interruptions: what EC2 says of instances that will go, in a queue that Karpenter reads.

Guarantees: only EventBridge rules of this account write to the queue, over TLS; messages are encrypted, and gone after
five minutes, because a warning is worth two. They hold instance ids and nothing else, so SQS's own key is enough.

Source: https://karpenter.sh/docs/concepts/disruption/#interruption
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulumi
from pulumi_aws import cloudwatch, sqs

from components import kit
from components.compute import names
from components.compute.scope import Scope

EVENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "health": ("aws.health", "AWS Health Event"),
        "spot": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
        "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
        "state": ("aws.ec2", "EC2 Instance State-change Notification"),
        "reservation": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
    }
)
"""What is listened to: source and detail type."""

KEPT = 300
"""Seconds a message waits for Karpenter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InterruptionsArgs:
    """Whose instances they are."""

    scope: Scope


def queue_name(environment: str) -> str:
    """The queue's name: Karpenter finds it by that."""
    return kit.resource_name(environment, "interruptions")


def queue_arn(scope: Scope) -> str:
    """The queue's ARN, known before the queue exists."""
    return f"arn:aws:sqs:{scope.region}:{scope.account}:{queue_name(scope.environment)}"


def policy(scope: Scope) -> str:
    """The queue's policy, JSON."""
    queue = [queue_arn(scope)]
    rules = f"arn:aws:events:{scope.region}:{scope.account}:rule/{names.cluster_name(scope.environment)}-*"
    return kit.policy_document(
        kit.allow(
            "Events",
            ["sqs:SendMessage"],
            queue,
            Principal={"Service": "events.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": scope.account}, "ArnLike": {"aws:SourceArn": rules}},
        ),
        kit.deny("OnlyTls", ["sqs:*"], queue, Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}}),
    )


class Interruptions(pulumi.ComponentResource):
    """The queue, its policy, and the rules that fill it."""

    queue: pulumi.Output[str]
    """The queue's name, once its policy lets the rules in."""

    def __init__(self, name: str, args: InterruptionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Interruptions", name, None, opts)
        queue = sqs.Queue(
            f"{name}-queue",
            name=queue_name(args.scope.environment),
            message_retention_seconds=KEPT,
            sqs_managed_sse_enabled=True,
            opts=kit.child(self),
        )
        admitted = sqs.QueuePolicy(
            f"{name}-policy", queue_url=queue.url, policy=policy(args.scope), opts=kit.child(self)
        )
        for event, (source, detail) in EVENTS.items():
            rule = cloudwatch.EventRule(
                f"{name}-{event}",
                name=f"{names.cluster_name(args.scope.environment)}-{event}",
                description=f"{detail} to Karpenter",
                event_pattern=json.dumps({"source": [source], "detail-type": [detail]}),
                opts=kit.child(self),
            )
            cloudwatch.EventTarget(
                f"{name}-{event}", rule=rule.name, arn=queue.arn, opts=kit.child(self, depends_on=[admitted])
            )

        self.queue = pulumi.Output.all(queue.name, admitted.id).apply(lambda known: str(known[0]))
        self.register_outputs({"queue": self.queue})
