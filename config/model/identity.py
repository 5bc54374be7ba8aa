"""Who may change the environment, from where."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import spelled

Principal = Annotated[
    str,
    spelled(
        r"^arn:aws:iam::\d{12}:(role|user)/[\w+=,.@/-]+$",
        "is not the ARN of an IAM role or user",
        "arn:aws:iam::111122223333:role/incident-commander",
    ),
]
"""Who may be trusted by name: one role or user, never a whole account."""


class Repository(Section):
    """The repository whose workflows may deploy (GitHub OIDC, https://docs.github.com/actions/security-for-github-actions)."""

    owner: Annotated[str, spelled(r"^[A-Za-z0-9-]{1,39}$", "is not the name of a GitHub owner", "example-org")]
    """The user or organisation."""

    name: Annotated[str, spelled(r"^[A-Za-z0-9._-]{1,100}$", "is not the name of a repository", "ai-landing-zone")]
    """The name without its owner."""

    branch: Annotated[str, spelled(r"^[A-Za-z0-9._/-]{1,100}$", "is not the name of a branch", "main")] = "main"
    """The only branch whose workflows may apply; pull requests may only preview."""


class Identity(Section):
    """Roles that people and pipelines assume."""

    repository: Repository
    """Who may preview and apply through OIDC."""

    break_glass: Annotated[tuple[Principal, ...], Field(min_length=1)] = Field(alias="break-glass")
    """Principals who may assume the break-glass role, with MFA; its use raises an alarm."""
