"""ConfigurationHistory: AWS Config in a Region, which writes down what every resource was and when it changed.

Guarantees: every resource type is recorded, as it changes; the recorder runs; what it delivers is encrypted with a
customer key. IAM, which is global, is recorded by one Region of an account.

An account has one recorder and one channel a Region. Where AWS Control Tower or the organisation's security account
runs them, AWS refuses others: name the service under governance.held. The recorder works with Config's service-linked
role, which an account has once and which no boundary cuts off from what is to be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import cfg, iam

from components import kit
from config.vocabulary import AccountId, EnvironmentName, RegionName

SERVICE: Final = "config.amazonaws.com"
"""Whose service-linked role records."""

SNAPSHOT: Final = "TwentyFour_Hours"
"""How often everything is delivered as it stands, beside every change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfigurationHistoryArgs:
    """Whose configuration is recorded, and where it is delivered."""

    environment: EnvironmentName
    account: AccountId
    region: RegionName
    bucket: pulumi.Input[str]
    """A bucket that admits Config; it must not have a default retention."""
    key_arn: pulumi.Input[str]
    """The key of what is delivered."""
    whole_account: bool
    """Whether this Region records what is global as well, and makes the account's role."""


def role_arn(account: str) -> str:
    """Config's service-linked role."""
    return kit.role_arn(account, f"aws-service-role/{SERVICE}/AWSServiceRoleForConfig")


class ConfigurationHistory(pulumi.ComponentResource):
    """A recorder, the channel it delivers through, and the switch that is on."""

    recorder: pulumi.Output[str]
    """The recorder's name, once it records."""

    def __init__(self, name: str, args: ConfigurationHistoryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:detection:ConfigurationHistory", name, None, opts)
        role = [
            iam.ServiceLinkedRole(f"{name}-role", aws_service_name=SERVICE, opts=kit.child(self))
            for _ in range(args.whole_account)
        ]
        recorder = cfg.Recorder(
            f"{name}-recorder",
            name=kit.resource_name(args.environment, "recorder"),
            role_arn=role_arn(args.account),
            recording_group=cfg.RecorderRecordingGroupArgs(
                all_supported=True, include_global_resource_types=args.whole_account
            ),
            region=args.region,
            opts=kit.child(self, depends_on=role),
        )
        channel = cfg.DeliveryChannel(
            f"{name}-channel",
            name=kit.resource_name(args.environment, "configuration"),
            s3_bucket_name=args.bucket,
            s3_kms_key_arn=args.key_arn,
            snapshot_delivery_properties=cfg.DeliveryChannelSnapshotDeliveryPropertiesArgs(delivery_frequency=SNAPSHOT),
            region=args.region,
            # A channel is refused before there is a recorder.
            opts=kit.child(self, depends_on=[recorder]),
        )
        status = cfg.RecorderStatus(
            f"{name}-status",
            name=recorder.name,
            is_enabled=True,
            region=args.region,
            # A recorder does not start before there is a channel.
            opts=kit.child(self, depends_on=[channel]),
        )
        self.recorder = status.name
        self.register_outputs({"recorder": self.recorder})
