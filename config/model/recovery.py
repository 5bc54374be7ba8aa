"""Where the environment goes when its Region is lost, and what it promises then."""

from __future__ import annotations

from pydantic import Field

from config.section import Section
from config.vocabulary import DataClass, Duration, RegionName, Wait


class Objective(Section):
    """How much may be lost and how long it may take."""

    rpo: Duration
    """Recovery point objective: the age of the newest data that may be missing."""

    rto: Duration
    """Recovery time objective: from the loss to the service."""


class ServingRecovery(Section):
    """How soon systems answer again from the other Region."""

    rto: Duration
    """Recovery time objective: from the loss of the Region to the next answer of every system."""

    decide: Duration = Field(default="10m", validate_default=True)
    """The longest that people, once told, take to decide for the other Region; the plan's approval ends then."""

    ttl: Wait = Field(default="1m", validate_default=True)
    """How long callers may remember the old address: the TTL of the records that lead to a Region."""


class Recovery(Section):
    """The second Region of an environment."""

    region: RegionName
    """Holds the replicas; differs from the primary Region and is one of governance.regions."""

    objectives: dict[DataClass, Objective]
    """What is promised per data class."""

    serving: ServingRecovery | None = None
    """What is promised of answers; only where another environment recovers this one, and stands by."""
