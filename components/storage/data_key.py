"""DataKey: the customer key of one data class, in both Regions of a pair.

Guarantees: the same key material in both Regions, so that a replica can be read when the primary Region is gone;
yearly rotation; thirty days to change one's mind about a deletion; use only by this account and by the AWS services of
the class.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage.key_policy import key_policy
from config.vocabulary import DataClass

ROTATION_DAYS = 365
DELETION_WINDOW_DAYS = 30
"""The longest AWS KMS offers: data under a deleted key is gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DataKeyArgs:
    """What a data key needs to know."""

    family: str
    account: str
    data_class: DataClass
    region: str
    recovery_region: str


class DataKey(pulumi.ComponentResource):
    """The multi-Region key of a data class, its replica, and an alias in each Region."""

    arn: pulumi.Output[str]
    """ARN of the primary key; waits for the alias, because IAM policies tell the key by it."""
    replica_arn: pulumi.Output[str]
    """ARN of the replica key in the recovery Region; waits for its alias."""
    alias: str
    """The alias, the same in both Regions."""

    def __init__(self, name: str, args: DataKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:DataKey", name, None, opts)
        tags = {kit.DATA_CLASS_TAG: args.data_class.value}
        description = f"{args.family}: {args.data_class.value}"

        def policy(region: str) -> str:
            return key_policy(
                args.data_class, family=args.family, account=args.account, region=region, home=args.region
            )

        key = aws.kms.Key(
            f"{name}-key",
            description=description,
            multi_region=True,
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=policy(args.region),
            region=args.region,
            tags=tags,
            opts=kit.child(self),
        )
        # Rotation is the primary key's and covers the replica; policy, alias and tags are each Region's own.
        replica = aws.kms.ReplicaKey(
            f"{name}-replica-key",
            description=description,
            primary_key_arn=key.arn,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=policy(args.recovery_region),
            region=args.recovery_region,
            tags=tags,
            opts=kit.child(self),
        )
        self.alias = kit.key_alias(args.family, args.data_class)
        alias = aws.kms.Alias(
            f"{name}-alias",
            name=self.alias,
            target_key_id=key.key_id,
            region=args.region,
            opts=kit.child(self),
        )
        replica_alias = aws.kms.Alias(
            f"{name}-replica-alias",
            name=self.alias,
            target_key_id=replica.key_id,
            region=args.recovery_region,
            opts=kit.child(self),
        )
        self.arn = pulumi.Output.all(key.arn, alias.name).apply(lambda known: str(known[0]))
        self.replica_arn = pulumi.Output.all(replica.arn, replica_alias.name).apply(lambda known: str(known[0]))
        self.register_outputs({"alias": self.alias, "arn": self.arn, "replicaArn": self.replica_arn})
