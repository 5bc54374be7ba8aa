"""RecordKey: a key that makes or proves something about records and encrypts nothing.

Guarantees: the same key material in both Regions of a pair, so that pseudonyms and signatures stay the same after a
failover; the material never leaves KMS; thirty days to change one's mind about a deletion; used only by roles of this
account whose own policies say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

import pulumi
import pulumi_aws as aws

from components import kit
from config.vocabulary import DataClass

DELETION_WINDOW_DAYS = 30


@unique
class Purpose(Enum):
    """What a key is for: its name, what KMS calls its use and its kind, and what it does in words."""

    SUBJECTS = ("subjects", "GENERATE_VERIFY_MAC", "HMAC_256", "pseudonyms of subjects")
    """HMAC: who holds the right to it can make the pseudonym of a person, and nobody else can."""
    MANIFESTS = ("manifests", "SIGN_VERIFY", "RSA_3072", "signatures of manifests")
    """RSA, which an auditor verifies with nothing but the public key."""

    @property
    def usage(self) -> str:
        """KMS's word for the use."""
        return self.value[1]

    @property
    def spec(self) -> str:
        """KMS's word for the kind."""
        return self.value[2]

    @property
    def words(self) -> str:
        """What it makes."""
        return self.value[3]


def alias(family: str, purpose: Purpose) -> str:
    """The alias of the key, the same in both Regions."""
    return f"alias/{kit.resource_name(family, purpose.value[0])}"


def alias_arn(family: str, purpose: Purpose, account: str, region: str) -> str:
    """The ARN of the alias, known before the key exists."""
    return f"arn:aws:kms:{region}:{account}:{alias(family, purpose)}"


def may_use(sid: str, action: str, *, family: str, purpose: Purpose, account: str, region: str) -> kit.Statement:
    """An IAM statement: the action with this key alone, told by its alias."""
    return kit.allow(
        sid,
        [action],
        [f"arn:aws:kms:{region}:{account}:key/*"],
        Condition={"ForAnyValue:StringEquals": {"kms:ResourceAliases": alias(family, purpose)}},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordKeyArgs:
    """What a key needs to know."""

    family: str
    account: str
    purpose: Purpose
    region: str
    recovery_region: str


class RecordKey(pulumi.ComponentResource):
    """The multi-Region key, its replica, and an alias in each Region."""

    arn: pulumi.Output[str]
    replica_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RecordKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:RecordKey", name, None, opts)
        tags = {kit.DATA_CLASS_TAG: DataClass.DECISIONS.value}
        description = f"{args.family}: {args.purpose.words}"
        policy = kit.policy_document(
            kit.allow("EnableIamPolicies", ["kms:*"], ["*"], Principal={"AWS": f"arn:aws:iam::{args.account}:root"})
        )
        key = aws.kms.Key(
            f"{name}-key",
            description=description,
            key_usage=args.purpose.usage,
            customer_master_key_spec=args.purpose.spec,
            multi_region=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=policy,
            region=args.region,
            tags=tags,
            opts=kit.child(self),
        )
        replica = aws.kms.ReplicaKey(
            f"{name}-replica-key",
            description=description,
            primary_key_arn=key.arn,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=policy,
            region=args.recovery_region,
            tags=tags,
            opts=kit.child(self),
        )
        for suffix, target, region in (
            ("", key.key_id, args.region),
            ("-replica", replica.key_id, args.recovery_region),
        ):
            aws.kms.Alias(
                f"{name}{suffix}-alias",
                name=alias(args.family, args.purpose),
                target_key_id=target,
                region=region,
                opts=kit.child(self),
            )
        self.arn, self.replica_arn = key.arn, replica.arn
        self.register_outputs({"arn": self.arn, "replicaArn": self.replica_arn})
