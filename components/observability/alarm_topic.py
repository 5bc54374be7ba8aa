"""The topic that tells somebody: alarms, budgets and events are published here and mailed to the owner.

Guarantees: messages are encrypted with a customer key; only CloudWatch alarms, AWS Budgets and EventBridge rules of
this account publish, over TLS; a message carries a signature of the current version.

The key's policy must let the three services use it, or their messages are dropped in silence
(https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import sns

from components import kit
from config.vocabulary import AccountId, DataClass, Email, EnvironmentName, RegionName

PUBLISHERS = {
    "Alarms": ("cloudwatch.amazonaws.com", "arn:aws:cloudwatch:*:{account}:alarm:*"),
    "Budgets": ("budgets.amazonaws.com", "arn:aws:budgets::{account}:*"),
    "Events": ("events.amazonaws.com", "arn:aws:events:*:{account}:rule/*"),
}
"""Who may publish: the service, and what of it, by source ARN."""

SIGNATURE_VERSION = 2
"""SHA256; version 1 signs with SHA1. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmTopicArgs:
    """Whose topic it is."""

    environment: EnvironmentName
    """The environment whose alarms are told."""

    family: EnvironmentName
    """The environment whose name the key carries."""

    account: AccountId
    """The account whose services publish."""

    region: RegionName
    """The Region the topic stands in: an alarm reaches only topics of its own Region."""

    owner: Email
    """Who is mailed; AWS asks them once to confirm."""


class AlarmTopic(pulumi.ComponentResource):
    """An encrypted topic with the owner's subscription."""

    arn: pulumi.Output[str]
    """The topic's ARN, once the owner is subscribed."""

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:observability:AlarmTopic", name, None, opts)
        topic = sns.Topic(
            f"{name}-topic",
            name=kit.resource_name(args.environment, "alarms"),
            kms_master_key_id=kit.key_alias(args.family, DataClass.OPERATIONS),
            policy=document(args),
            signature_version=SIGNATURE_VERSION,
            tags={kit.DATA_CLASS_TAG: str(DataClass.OPERATIONS)},
            region=args.region,
            opts=kit.child(self),
        )
        subscription = sns.TopicSubscription(
            f"{name}-owner",
            topic=topic.arn,
            protocol="email",
            endpoint=args.owner,
            region=args.region,
            opts=kit.child(self),
        )

        self.arn = subscription.topic
        self.register_outputs({"arn": self.arn})


def topic_arn(environment: str, account: str, region: str) -> str:
    """The topic's ARN, known before the topic exists."""
    return f"arn:aws:sns:{region}:{account}:{kit.resource_name(environment, 'alarms')}"


def document(args: AlarmTopicArgs) -> str:
    """The topic's policy, JSON."""
    topic = [topic_arn(args.environment, args.account, args.region)]
    publishers = [
        kit.allow(
            sid,
            ["sns:Publish"],
            topic,
            Principal={"Service": service},
            Condition={
                "StringEquals": {"aws:SourceAccount": args.account},
                "ArnLike": {"aws:SourceArn": source.format(account=args.account)},
            },
        )
        for sid, (service, source) in PUBLISHERS.items()
    ]
    return kit.policy_document(
        *publishers,
        kit.deny(
            "OnlyTls",
            ["sns:Publish"],
            topic,
            Principal="*",
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
    )
