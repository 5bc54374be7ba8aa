"""What identities are called, so that policies can name them before they exist.

IAM is one for all Regions of an account, and an environment and the one that recovers it may share an account. So
identities carry the environment's own name, where data carries the family's.
"""

from __future__ import annotations

from components import kit

GITHUB = "token.actions.githubusercontent.com"
"""Issuer of GitHub's tokens, https://docs.github.com/actions/reference/security/oidc."""


def boundary_arn(environment: str, account: str) -> str:
    """The permissions boundary that every role of the environment carries."""
    return kit.policy_arn(account, kit.resource_name(environment, "boundary"))


def preview_arn(environment: str, account: str) -> str:
    """The role that pull requests preview with."""
    return kit.role_arn(account, kit.role_name(environment, "preview"))


def apply_arn(environment: str, account: str) -> str:
    """The role that the protected branch deploys with."""
    return kit.role_arn(account, kit.role_name(environment, "apply"))


def break_glass_arn(environment: str, account: str) -> str:
    """The role that people assume in an emergency."""
    return kit.role_arn(account, kit.role_name(environment, "break-glass"))


def github_arn(account: str) -> str:
    """The account's trust in GitHub: one an account, whatever the number of environments."""
    return f"arn:aws:iam::{account}:oidc-provider/{GITHUB}"
