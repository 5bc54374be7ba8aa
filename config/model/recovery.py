"""Where the environment goes when its Region is lost, and what it promises then."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import DataClass, Duration, RegionName, Wait, spelled


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


class Dns(Section):
    """The hosted zone that holds the names of systems; it stands already, and a pair of environments shares one."""

    zone: Annotated[
        str,
        Field(max_length=180),
        spelled(
            r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
            "is not a domain name in lower case without a final dot",
            "prod.ai.example.com",
        ),
    ]
    """Its domain name; the names of systems stand right below it."""

    id: Annotated[str, spelled(r"^Z[A-Z0-9]{6,31}$", "is not the id of a Route 53 hosted zone", "Z0123456789EXAMPLE")]
    """Its id; who owns the zone decides whether it is public or private."""


class Recovery(Section):
    """The second Region of an environment."""

    region: RegionName
    """Holds the replicas; differs from the primary Region and is one of governance.regions."""

    objectives: dict[DataClass, Objective]
    """What is promised per data class."""

    dns: Dns | None = None
    """Where systems have names that lead to the Region that serves; None where callers bring their own."""

    serving: ServingRecovery | None = None
    """What is promised of answers; only where another environment recovers this one, and stands by."""
