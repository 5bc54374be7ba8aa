"""Which properties hold IAM policy documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policies.iam import PolicyDocument, read
from policies.paths import select
from policies.value import Value
from policies.verdict import Verdict, some
from policies.view import View

POLICY: Final = "aws:iam/policy:Policy"
ROLE: Final = "aws:iam/role:Role"
ATTACHMENTS: Final = (
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
)

IDENTITY_POLICIES: Final[Mapping[str, str]] = {
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    POLICY: "policy",
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
    "aws:apigateway/restApi:RestApi": ("policy",),
    "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": ("policy",),
    "aws:apigateway/restApiPolicy:RestApiPolicy": ("policy",),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:s3/bucket:Bucket": ("policy",),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": ("policy",),
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": ("resourcePolicy",),
}
"""Type token to the paths of every policy document."""


def documents(view: View, paths: Mapping[str, str]) -> Iterator[PolicyDocument]:
    """The documents of a resource at the path its type has in the mapping."""
    for value in select(view, paths[view.type]):
        yield read(value)


def only_bounds(policy: View) -> Verdict:
    """Whether a managed policy is the permissions boundary of a role and attached to nobody: it grants nothing.

    The boundary is found by an edge or by the ARN that its name makes.
    """
    if policy.type != POLICY:
        return Verdict.FAIL
    attachments = policy.stack.naming(policy, "policyArn", *ATTACHMENTS)
    attached = some(attachment.refers_to("policyArn", policy) for attachment in attachments)
    roles = policy.stack.where(_boundary, (policy["name"], policy["urn"].replaced(policy.urn)), ROLE)
    return ~attached & some(_bounds(policy, role) for role in roles)


def _boundary(role: View) -> Iterator[Value]:
    """What bounds a role: where its boundary comes from, and the name at the end of its ARN."""
    boundary = role["permissionsBoundary"]
    sources = [boundary.replaced(source.urn) for source in role.sources("permissionsBoundary")]
    yield from sources
    if isinstance(boundary.raw, str):
        yield boundary.replaced(boundary.raw.rpartition(":policy/")[2])
    elif not sources:
        yield boundary


def _bounds(policy: View, role: View) -> Verdict:
    boundary, name = role["permissionsBoundary"], policy["name"]
    if any(source.urn == policy.urn for source in role.sources("permissionsBoundary")):
        return Verdict.PASS
    if boundary.missing or (boundary.known and name.missing):
        return Verdict.FAIL
    if name.unknown:
        return Verdict.UNKNOWN
    return boundary.holds(lambda arn: str(arn).endswith(f":policy/{name.raw}"))
