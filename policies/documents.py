"""Which properties hold IAM policy documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policies.iam import PolicyDocument, read
from policies.select import select
from policies.view import View

ROLE: Final = "aws:iam/role:Role"

IDENTITY_POLICIES: Final[Mapping[str, str]] = {
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/policy:Policy": "policy",
    ROLE: "inlinePolicies[].policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
"""Type token to the path of the documents that say what a principal may do."""

RESOURCE_POLICIES: Final[Mapping[str, str]] = {
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
}
"""Type token to the path of the documents that say who may use a resource, where no rule is special."""

ALL_POLICIES: Final[Mapping[str, tuple[str, ...]]] = {
    **{type_: (path,) for type_, path in (IDENTITY_POLICIES | RESOURCE_POLICIES).items()},
    ROLE: ("assumeRolePolicy", IDENTITY_POLICIES[ROLE]),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:s3/bucket:Bucket": ("policy",),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
}
"""Type token to the paths of every policy document."""


def documents(view: View, paths: Mapping[str, str]) -> Iterator[PolicyDocument]:
    """The documents of a resource at the path its type has in the mapping."""
    for value in select(view, paths[view.type]):
        yield read(value)
