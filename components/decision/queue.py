"""Queue: work that waits, and where it goes when nobody can do it.

Guarantees: encrypted with the key of its data class, reached over TLS only; a message that fails again and again is put
aside where it is kept as long as SQS keeps anything and no other queue's are, and somebody hears of it; so does
somebody when work waits longer than was promised.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.decision import plan
from config.vocabulary import DataClass

RECEIVES = 5
"""After so many tries a message is put aside."""
DEAD_LETTERS_RUNBOOK = "dead-letters"


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueArgs:
    """What a queue needs to know."""

    queue: str
    """The physical name."""
    account: str
    region: str
    key: pulumi.Input[str]
    """ARN of the key of its data class."""
    data_class: DataClass
    visibility_seconds: int
    """How long a message is hidden while somebody works on it."""
    oldest_seconds: int
    """How long a message may wait before somebody hears of it."""
    waiting: str
    """What it means when one waits longer, for the alarm."""
    runbook: str
    alarm_topic: pulumi.Input[str]
    tags: Mapping[str, str]
    """What everything of the system carries."""


def queue_arn(account: str, region: str, queue: str) -> str:
    """The ARN, known before the queue exists."""
    return f"arn:aws:sqs:{region}:{account}:{queue}"


def queue_url(account: str, region: str, queue: str) -> str:
    """The URL, known before the queue exists."""
    return f"https://sqs.{region}.amazonaws.com/{account}/{queue}"


def dead_letters(queue: str) -> str:
    """The name of a queue's dead letters."""
    return f"{queue}-dead"


def tls_only(arn: str) -> str:
    """A queue policy that refuses plain HTTP to everyone, as JSON."""
    return kit.policy_document(
        kit.deny("TlsOnly", ["sqs:*"], [arn], Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    )


def put_aside_by(arn: str) -> str:
    """Which queue may put its messages into the dead letters, as JSON; any of the account may where none is named.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html, noted
    2026-11-26
    """
    return json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]})


class Queue(pulumi.ComponentResource):
    """An encrypted queue with dead letters and alarms."""

    url: pulumi.Output[str]
    """Where messages are sent; waits for the policy."""
    arn: pulumi.Output[str]
    dead_arn: pulumi.Output[str]

    def __init__(self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:Queue", name, None, opts)
        self._args = args
        dead = self._queue(f"{name}-dead-letters", dead_letters(args.queue), plan.DEAD_KEPT_SECONDS)
        queue = self._queue(
            f"{name}-queue",
            args.queue,
            plan.KEPT_SECONDS,
            redrive=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": RECEIVES}),
        )
        policy = aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=queue.url,
            policy=tls_only(queue_arn(args.account, args.region, args.queue)),
            opts=kit.child(self),
        )
        dead_policy = aws.sqs.QueuePolicy(
            f"{name}-dead-policy",
            queue_url=dead.url,
            policy=tls_only(queue_arn(args.account, args.region, dead_letters(args.queue))),
            opts=kit.child(self),
        )
        allowed = aws.sqs.RedriveAllowPolicy(
            f"{name}-dead-allowed",
            queue_url=dead.url,
            redrive_allow_policy=put_aside_by(queue_arn(args.account, args.region, args.queue)),
            region=args.region,
            opts=kit.child(self),
        )
        self._alarm(
            f"{name}-oldest",
            metric="ApproximateAgeOfOldestMessage",
            queue=args.queue,
            threshold=args.oldest_seconds,
            meaning=args.waiting,
            runbook=args.runbook,
        )
        self._alarm(
            f"{name}-dead",
            metric="ApproximateNumberOfMessagesVisible",
            queue=dead_letters(args.queue),
            threshold=0,
            meaning=f"A message of {args.queue} failed {RECEIVES} times and was put aside.",
            runbook=DEAD_LETTERS_RUNBOOK,
        )
        self.url, self.arn = policy.queue_url, queue.arn
        self.dead_arn = pulumi.Output.all(dead.arn, dead_policy.id, allowed.id).apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn, "deadArn": self.dead_arn, "url": self.url})

    def _queue(self, name: str, queue: str, kept: int, redrive: pulumi.Input[str] | None = None) -> aws.sqs.Queue:
        return aws.sqs.Queue(
            name,
            name=queue,
            kms_master_key_id=self._args.key,
            kms_data_key_reuse_period_seconds=300,
            message_retention_seconds=kept,
            visibility_timeout_seconds=self._args.visibility_seconds,
            redrive_policy=redrive,
            region=self._args.region,
            tags={**self._args.tags, kit.DATA_CLASS_TAG: self._args.data_class.value},
            opts=kit.child(self),
        )

    def _alarm(self, name: str, *, metric: str, queue: str, threshold: int, meaning: str, runbook: str) -> None:
        aws.cloudwatch.MetricAlarm(
            name,
            alarm_description=kit.described(meaning, runbook),
            namespace="AWS/SQS",
            metric_name=metric,
            dimensions={"QueueName": queue},
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            period=60,
            evaluation_periods=1,
            # SQS sends no metrics of a queue that was idle for six hours: nothing waits there.
            treat_missing_data="notBreaching",
            alarm_actions=[self._args.alarm_topic],
            ok_actions=[self._args.alarm_topic],
            region=self._args.region,
            opts=kit.child(self),
        )
