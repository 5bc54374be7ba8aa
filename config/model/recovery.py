"""Where the environment goes when its Region is lost, and what it promises then."""

from __future__ import annotations

from config.section import Section
from config.vocabulary import DataClass, Duration, RegionName


class Objective(Section):
    """How much may be lost and how long it may take."""

    rpo: Duration
    """Recovery point objective: the age of the newest data that may be missing."""

    rto: Duration
    """Recovery time objective: from the loss to the service."""


class Recovery(Section):
    """The second Region of an environment."""

    region: RegionName
    """Holds the replicas; differs from the primary Region and is one of governance.regions."""

    objectives: dict[DataClass, Objective]
    """What is promised per data class."""
