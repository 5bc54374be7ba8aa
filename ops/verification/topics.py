"""The alarm topics: they exist, and what they say is encrypted with a customer key."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import FoundationContract
from ops.verification.account import Account
from ops.verification.outcome import Line

_AWS_MANAGED = "alias/aws/"


def check(foundation: FoundationContract, account: Account) -> Iterator[Line]:
    """The topic of each Region that raises alarms."""
    for arn in filter(None, (foundation.alarm_topic, foundation.recovery_alarm_topic)):
        yield _topic(arn, account)


def _topic(arn: str, account: Account) -> Line:
    """A key of AWS would be no answer: CloudWatch alarms cannot publish to a topic encrypted with alias/aws/sns.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    """
    _, _, _, region, _, name = arn.split(":")
    sns = account.client("sns", region)
    return account.thing("topic", f"{name} in {region}").holds(
        "encrypted with",
        "a customer key",
        lambda: sns.get_topic_attributes(TopicArn=arn)["Attributes"].get("KmsMasterKeyId"),
        judge=lambda found, _: bool(found) and _AWS_MANAGED not in found,
    )
