"""Who answers for the environment, and where its data may be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import Deletion, Email, HeldService, Phone, RegionName, spelled


class Holder(Section):
    """Who runs a service for the account, so that this program must not."""

    owner: Email
    """Whom to ask."""

    reason: Annotated[str, Field(min_length=10, max_length=200)]
    """Where it is run, and why not here."""


class SecurityContact(Section):
    """Whom AWS tells of abuse and of vulnerabilities in the account."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    """A person, or a team that always has one."""

    title: Annotated[str, Field(min_length=1, max_length=50)]
    """What they are there for."""

    email: Email
    """Where AWS writes to; a list that several people read."""

    phone: Phone
    """Where AWS calls, with the country's code."""


class Change(Section):
    """What the present state of the configuration was agreed to under; CloudTrail shows it beside every call."""

    ticket: Annotated[
        str,
        spelled(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", "is not the number of a ticket", "CHG-2026-1187"),
        Field(max_length=40),
    ]
    """Of the change."""

    approved_by: Annotated[Email, Field(alias="approved-by", max_length=100)]
    """Who agreed to it, and did not write it."""


class Governance(Section):
    """What holds for everything in the environment."""

    regions: Annotated[tuple[RegionName, ...], Field(min_length=1)]
    """The only Regions anything may stand in."""

    inference: tuple[RegionName, ...] = ()
    """Further Regions where Amazon Bedrock may compute an answer without storing it (cross-Region inference)."""

    deletion: Deletion = Deletion.PROTECTED
    """Whether stateful resources may be torn down."""

    change: Change | None = None
    """Required where policies/organisation.yaml lists the environment under change-controlled."""

    owner: Email
    """The team that is asked first; the tag lz:owner on every resource."""

    security: SecurityContact
    """The account's security contact."""

    held: dict[HeldService, Holder] = Field(default_factory=dict[HeldService, Holder])
    """Services that the organisation's security account runs here, so that this program does not make them; the rules
    must know them too: held-services in policies/organisation.yaml."""

    def holds(self, service: HeldService) -> bool:
        """Whether somebody else runs the service in this account."""
        return service in self.held
