"""Who may change the environment, from where."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.section import Section


class Repository(Section):
    """The repository whose workflows may deploy (GitHub OIDC, https://docs.github.com/actions/security-for-github-actions)."""

    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,39}$")]
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,100}$")] = "main"
    """The only branch whose workflows may apply; pull requests may only preview."""


class Identity(Section):
    """Roles that people and pipelines assume."""

    repository: Repository
    """Who may preview and apply through OIDC."""

    break_glass: Annotated[
        tuple[Annotated[str, Field(pattern=r"^arn:aws:iam::\d{12}:(role|user)/[\w+=,.@/-]+$")], ...],
        Field(min_length=1),
    ] = Field(alias="break-glass")
    """Principals who may assume the break-glass role, with MFA; its use raises an alarm."""
