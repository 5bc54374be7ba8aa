"""ModelStore: weights, adapters and evaluation sets, from which a decision can be reproduced.

Guarantees: those of a replicated bucket; who serves a model cannot change it, and who publishes one cannot remove
another; the role that reads works in both Regions, so that a recovery needs no change of IAM.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import bucket_policy
from components.storage.key_policy import may_use_key
from components.storage.plan import Retention
from components.storage.replicated_bucket import ReplicatedBucket, ReplicatedBucketArgs
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import DataClass

STORE = "models"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelStoreArgs:
    """What the model store needs to know."""

    scope: Scope
    retention: Retention
    primary: Site
    recovery: Site
    alarms: AlarmTopics
    publishers: tuple[str, ...]
    """ARNs of the roles of this account that may assume the publisher role."""

    def bucket_arn(self, site: Site) -> str:
        """The ARN of the bucket on one side."""
        return kit.bucket_arn(kit.bucket_name(self.scope.family, STORE, self.scope.account, site.region))


def reader_document(family: str, account: str, regions: tuple[str, ...], model: str = "*") -> str:
    """Read every version of a model in these Regions, `*` for all models; JSON.

    A model's weights and evaluations lie under its name.
    """
    arns = [kit.bucket_arn(kit.bucket_name(family, STORE, account, region)) for region in regions]
    under = "*" if model == "*" else f"{model}/*"
    narrowed = {} if model == "*" else {"Condition": {"StringLike": {"s3:prefix": [under]}}}
    return kit.policy_document(
        kit.allow("ListModels", ["s3:ListBucket", "s3:ListBucketVersions"], arns, **narrowed),
        kit.allow("LocateModels", ["s3:GetBucketLocation"], arns),
        kit.allow("ReadModels", ["s3:GetObject", "s3:GetObjectVersion"], [f"{arn}/{under}" for arn in arns]),
        may_use_key(
            "DecryptModels",
            ["kms:Decrypt"],
            family=family,
            account=account,
            data_class=DataClass.MODELS,
            regions=regions,
            service="s3",
        ),
    )


def reader_policy(args: ModelStoreArgs) -> str:
    """Read every version, on both sides."""
    return reader_document(args.scope.family, args.scope.account, (args.primary.region, args.recovery.region))


def weights_prefix(model: str, digest: str) -> str:
    """How the keys of a model's weights begin: by digest, so that a key never stands for other bytes."""
    algorithm, _, value = digest.partition(":")
    return f"{model}/{algorithm}/{value}/"


def reads(*, family: str, account: str, region: str, prefix: str) -> tuple[Statement, ...]:
    """Read the objects of one model in one Region."""
    arn = kit.bucket_arn(kit.bucket_name(family, STORE, account, region))
    return (
        kit.allow("ListModel", ["s3:ListBucket"], [arn], Condition={"StringLike": {"s3:prefix": f"{prefix}*"}}),
        kit.allow("ReadModel", ["s3:GetObject"], [f"{arn}/{prefix}*"]),
        may_use_key(
            "DecryptModel",
            ["kms:Decrypt"],
            family=family,
            account=account,
            data_class=DataClass.MODELS,
            regions=[region],
            service="s3",
        ),
    )


def publisher_policy(args: ModelStoreArgs) -> str:
    """Read and write models in the primary Region, from where they are replicated; delete nothing."""
    arn = args.bucket_arn(args.primary)
    return kit.policy_document(
        kit.allow("ListModels", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"], [arn]),
        kit.allow(
            "WriteModels",
            [
                "s3:AbortMultipartUpload",
                "s3:GetObject",
                "s3:GetObjectVersion",
                "s3:ListMultipartUploadParts",
                "s3:PutObject",
            ],
            [f"{arn}/*"],
        ),
        may_use_key(
            "EncryptModels",
            # The parts of a multipart upload are decrypted when they are put together.
            ["kms:Decrypt", "kms:GenerateDataKey"],
            family=args.scope.family,
            account=args.scope.account,
            data_class=DataClass.MODELS,
            regions=[args.primary.region],
            service="s3",
        ),
    )


def pod_trust(account: str) -> str:
    """Trust in EKS Pod Identity, for this account's clusters.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    """
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        }
    )


def publisher_trust(account: str, principals: tuple[str, ...]) -> str:
    """Trust in the principals that publish.

    They are named in a condition, not as principals: IAM refuses a trust policy whose principal does not exist yet, and
    swaps its ARN for an internal id that a principal made anew under the same name does not have.
    """
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Condition": {"ArnEquals": {"aws:PrincipalArn": sorted(principals)}},
        }
    )


class ModelStore(pulumi.ComponentResource):
    """The bucket of models, its replica, a role that publishes and a role that reads."""

    bucket: pulumi.Output[str]
    arn: pulumi.Output[str]
    replica_bucket: pulumi.Output[str]
    replica_arn: pulumi.Output[str]
    reader_role: pulumi.Output[str]
    """ARN; waits for its permissions."""
    publisher_role: pulumi.Output[str]
    """ARN; waits for its permissions."""

    def __init__(self, name: str, args: ModelStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:ModelStore", name, None, opts)
        self._scope = args.scope

        def statements(arn: str, _region: str) -> tuple[Statement, ...]:
            return (bucket_policy.kms_only(arn),)

        store = ReplicatedBucket(
            name,
            ReplicatedBucketArgs(
                store=STORE,
                scope=args.scope,
                data_class=DataClass.MODELS,
                retention=args.retention,
                primary=args.primary,
                recovery=args.recovery,
                alarms=args.alarms,
                statements=statements,
            ),
            kit.child(self),
        )
        self.reader_role = self._role(
            f"{name}-reader", "model-reader", trust=pod_trust(args.scope.account), policy=reader_policy(args)
        )
        self.publisher_role = self._role(
            f"{name}-publisher",
            "model-publisher",
            trust=publisher_trust(args.scope.account, args.publishers),
            policy=publisher_policy(args),
        )
        self.bucket, self.arn = store.bucket, store.arn
        self.replica_bucket, self.replica_arn = store.replica_bucket, store.replica_arn
        self.register_outputs(
            {
                "arn": self.arn,
                "bucket": self.bucket,
                "publisherRole": self.publisher_role,
                "readerRole": self.reader_role,
                "replicaArn": self.replica_arn,
                "replicaBucket": self.replica_bucket,
            }
        )

    def _role(self, name: str, purpose: str, *, trust: str, policy: str) -> pulumi.Output[str]:
        physical = kit.role_name(self._scope.family, purpose)
        role = aws.iam.Role(
            f"{name}-role",
            name=physical,
            assume_role_policy=trust,
            permissions_boundary=self._scope.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.Policy(f"{name}-policy", name=physical, policy=policy, opts=kit.child(self))
        attachment = aws.iam.RolePolicyAttachment(
            f"{name}-attachment", role=role.name, policy_arn=permissions.arn, opts=kit.child(self)
        )
        return pulumi.Output.all(role.arn, attachment.id).apply(lambda known: str(known[0]))
