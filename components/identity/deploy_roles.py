"""The two roles of the pipeline: pull requests preview, the protected branch applies.

Guarantees: only workflows of the one repository can assume either, with a token made for AWS; only the branch, or a job
in the GitHub environment of the same name, can assume the role that changes things; neither reads a secret, a parameter
or a decision record, and the preview role no table item either; both carry the permissions boundary. The apply role
holds item rights on the zone's tables, because AWS asks for them of whoever makes a replica table.

A job in a GitHub environment has the environment in its token instead of the branch: restrict that environment to the
branch in the repository's settings, or a pull request can claim it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from components import kit
from components.identity import (
    decision_permissions,
    deploy_permissions,
    detection_permissions,
    entry_permissions,
    names,
    platform_permissions,
)
from components.identity.github_provider import AUDIENCE
from config.vocabulary import AccountId, EnvironmentName

SESSION = 3600
"""Seconds a session lasts at most; also the least that AWS lets a role say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workflows:
    """The repository whose workflows are trusted."""

    owner: str
    """The GitHub owner."""

    repository: str
    """The repository's name without its owner."""

    branch: str
    """The only branch that may apply."""

    def subjects_that_preview(self) -> list[str]:
        """The sub claims of a pull request and of the branch."""
        return [f"repo:{self.owner}/{self.repository}:pull_request", self._branch()]

    def subjects_that_apply(self, environment: str) -> list[str]:
        """The sub claims of the branch, and of a job in the GitHub environment."""
        return [self._branch(), f"repo:{self.owner}/{self.repository}:environment:{environment}"]

    def _branch(self) -> str:
        return f"repo:{self.owner}/{self.repository}:ref:refs/heads/{self.branch}"


@dataclass(frozen=True, kw_only=True, slots=True)
class DeployRolesArgs:
    """Who deploys what."""

    environment: EnvironmentName
    """The environment that is deployed, and the GitHub environment of the same name."""

    family: EnvironmentName
    """The environment whose name the data carries."""

    account: AccountId
    """The account."""

    workflows: Workflows
    """Who is trusted."""

    record_buckets: tuple[str, ...]
    """Names of the buckets that no pipeline reads: the decision stores of both Regions."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""


class DeployRoles(pulumi.ComponentResource):
    """The preview role and the apply role."""

    preview_arn: pulumi.Output[str]
    """What a pull request's workflow assumes, once its permissions are attached."""

    apply_arn: pulumi.Output[str]
    """What a deploy's workflow assumes, once its permissions are attached."""

    def __init__(self, name: str, args: DeployRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:DeployRoles", name, None, opts)
        permissions = (args.family, args.account, args.record_buckets)
        self.preview_arn = self._role(
            f"{name}-preview",
            args,
            physical=kit.role_name(args.environment, "preview"),
            description="Pull requests preview with it; reads no secret and no decision data",
            subjects=args.workflows.subjects_that_preview(),
            policy=deploy_permissions.preview_document(*permissions),
        )
        self.apply_arn = self._role(
            f"{name}-apply",
            args,
            physical=kit.role_name(args.environment, "apply"),
            description="The protected branch deploys with it",
            subjects=args.workflows.subjects_that_apply(args.environment),
            policy=deploy_permissions.apply_document(*permissions),
            more={
                "decisions": decision_permissions.apply_document(args.account),
                "detection": detection_permissions.apply_document(args.account),
                "entry": entry_permissions.apply_document(args.account),
                "platform": platform_permissions.apply_document(args.account),
            },
        )
        self.register_outputs({"preview_arn": self.preview_arn, "apply_arn": self.apply_arn})

    def _role(
        self,
        name: str,
        args: DeployRolesArgs,
        *,
        physical: str,
        description: str,
        subjects: Sequence[str],
        policy: str,
        more: Mapping[str, str] | None = None,
    ) -> pulumi.Output[str]:
        """A role, its inline policy, and managed policies for what does not fit into it, by what they are about."""
        role = iam.Role(
            name,
            name=physical,
            description=description,
            assume_role_policy=trust(args.account, subjects),
            permissions_boundary=args.boundary,
            max_session_duration=SESSION,
            opts=kit.child(self),
        )
        attached = iam.RolePolicy(f"{name}-policy", role=role.name, policy=policy, opts=kit.child(self))
        others = [
            self._managed(f"{name}-{about}", role, f"{physical}-{about}", document)
            for about, document in sorted((more or {}).items())
        ]
        return pulumi.Output.all(role.arn, attached.id, *others).apply(lambda known: str(known[0]))

    def _managed(self, name: str, role: iam.Role, physical: str, document: str) -> pulumi.Output[str]:
        policy = iam.Policy(f"{name}-policy", name=physical, policy=document, opts=kit.child(self))
        return iam.RolePolicyAttachment(
            f"{name}-attachment", role=role.name, policy_arn=policy.arn, opts=kit.child(self)
        ).id


def trust(account: str, subjects: Sequence[str]) -> str:
    """The trust policy of a role for GitHub's tokens with exactly these sub claims, JSON."""
    return kit.policy_document(
        {
            "Sid": "Workflows",
            "Effect": "Allow",
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": names.github_arn(account)},
            "Condition": {
                "StringEquals": {f"{names.GITHUB}:aud": AUDIENCE, f"{names.GITHUB}:sub": sorted(subjects)},
            },
        }
    )
