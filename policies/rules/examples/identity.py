"""Roles of a pipeline and of a service, and a policy."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, aws, document

ROLE: Final = "aws:iam/role:Role"
POLICY: Final = "aws:iam/policy:Policy"
ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

BOUNDARY: Final = f"arn:aws:iam::{ACCOUNT}:policy/lz-prod-boundary"
GITHUB: Final = "token.actions.githubusercontent.com"


def trust(principal: Any, condition: dict[str, Any] | None = None, action: str = "sts:AssumeRole") -> str:
    """A trust policy of one statement."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    return document({**statement, "Condition": condition} if condition else statement)


def service_trust(condition: dict[str, Any] | None) -> str:
    """The trust of a role that S3 assumes."""
    return trust({"Service": "s3.amazonaws.com"}, condition)


def pipeline_trust(subject: str) -> str:
    """The trust of a role that workflows of the subject assume through OIDC."""
    pinned = {f"{GITHUB}:aud": "sts.amazonaws.com", f"{GITHUB}:sub": subject}
    federated = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"}
    return trust(federated, {"StringLike": pinned}, "sts:AssumeRoleWithWebIdentity")


def grant(**changes: Any) -> str:
    """A policy that reads one bucket, with changes to its statement."""
    return document(
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::lz-prod-models/*"], **changes}
    )


IDENTITY: Final[Examples] = (
    aws(
        ROLE,
        "replication-role",
        name="lz-prod-replication",
        assumeRolePolicy=service_trust({"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
        permissionsBoundary=BOUNDARY,
    ),
    aws(
        ROLE,
        "apply-role",
        name="lz-prod-apply",
        assumeRolePolicy=pipeline_trust("repo:example/ai-landing-zone:ref:refs/heads/main"),
        permissionsBoundary=BOUNDARY,
    ),
    aws(POLICY, "read-models", name="lz-prod-read-models", policy=grant()),
    aws(ATTACHMENT, "attachment", {"policyArn": "read-models"}, role="lz-prod-apply"),
)
