"""DocumentationStore: the technical documentation of high-risk systems (EU AI Act Art. 11 and Annex IV).

Guarantees: those of a replicated bucket, for ten years after each version was filed (Art. 18(1)); who files one can
remove none.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import bucket_policy
from components.storage.key_policy import may_use_key
from components.storage.model_store import publisher_trust
from components.storage.plan import Retention
from components.storage.replicated_bucket import ReplicatedBucket, ReplicatedBucketArgs
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import DataClass

STORE = "documentation"
CONTENT = ("lz:content", "technical-documentation")
"""The tag that says what the bucket is for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentationStoreArgs:
    """What the store needs to know."""

    scope: Scope
    retention: Retention
    primary: Site
    recovery: Site
    alarms: AlarmTopics
    filers: tuple[str, ...]
    """ARNs of the roles of this account that may assume the role that files."""


def filing_policy(args: DocumentationStoreArgs) -> str:
    """Read and write documentation in the primary Region, from where it is replicated; delete nothing. JSON."""
    family, account, region = args.scope.family, args.scope.account, args.primary.region
    arn = kit.bucket_arn(kit.bucket_name(family, STORE, account, region))
    return kit.policy_document(
        kit.allow("ListDocuments", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"], [arn]),
        kit.allow("FileDocuments", ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [f"{arn}/*"]),
        may_use_key(
            "EncryptDocuments",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            family=family,
            account=account,
            data_class=DataClass.OPERATIONS,
            regions=[region],
            service="s3",
        ),
    )


class DocumentationStore(pulumi.ComponentResource):
    """The bucket of documentation, its replica, and the role that files."""

    bucket: pulumi.Output[str]
    filing_role: pulumi.Output[str]
    """ARN; waits for its permissions."""

    def __init__(self, name: str, args: DocumentationStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:DocumentationStore", name, None, opts)

        def statements(arn: str, _region: str) -> tuple[Statement, ...]:
            return (bucket_policy.kms_only(arn),)

        store = ReplicatedBucket(
            name,
            ReplicatedBucketArgs(
                store=STORE,
                scope=args.scope,
                data_class=DataClass.OPERATIONS,
                retention=args.retention,
                primary=args.primary,
                recovery=args.recovery,
                alarms=args.alarms,
                statements=statements,
                tags=dict([CONTENT]),
            ),
            kit.child(self),
        )
        physical = kit.role_name(args.scope.family, "documentation-filing")
        role = aws.iam.Role(
            f"{name}-filing-role",
            name=physical,
            description="Files technical documentation of AI systems",
            assume_role_policy=publisher_trust(args.scope.account, args.filers),
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-filing-policy", role=role.name, policy=filing_policy(args), opts=kit.child(self)
        )
        self.bucket = store.bucket
        self.filing_role = pulumi.Output.all(role.arn, permissions.id).apply(lambda known: str(known[0]))
        self.register_outputs({"bucket": self.bucket, "filingRole": self.filing_role})
