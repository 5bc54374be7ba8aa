"""Who answers for the environment, and where its data may be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import Deletion, Email, RegionName


class Governance(Section):
    """What holds for everything in the environment."""

    regions: Annotated[tuple[RegionName, ...], Field(min_length=1)]
    """The only Regions anything may stand in."""

    inference: tuple[RegionName, ...] = ()
    """Further Regions where Amazon Bedrock may compute an answer without storing it (cross-Region inference)."""

    deletion: Deletion = Deletion.PROTECTED
    """Whether stateful resources may be torn down."""

    owner: Email
    """The team that is asked first; the tag lz:owner on every resource."""
