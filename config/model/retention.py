"""How long data of a class is kept, who says so, and how firmly."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from config.section import Section
from config.vocabulary import DataClass, Days, LockMode


class Floor(Section):
    """The least number of days a class may be kept, and its source."""

    days: Days
    source: str


FLOORS: dict[DataClass, Floor] = {
    DataClass.DECISIONS: Floor(
        days=184, source="EU AI Act (Regulation (EU) 2024/1689) Art. 19(1) and 26(6): at least six months"
    ),
    DataClass.MODELS: Floor(
        days=184, source="EU AI Act Art. 12 and 19(1): a logged decision stays reproducible while its record is kept"
    ),
    DataClass.SECURITY_LOGS: Floor(days=365, source="PCI DSS v4.0.1 requirement 10.5.1: at least twelve months"),
    DataClass.OPERATIONS: Floor(days=30, source="house rule: an incident review looks back one month"),
}
"""Legal floors are data with a source; raising one is a change of this table and of policies/organisation.yaml."""


DOCUMENTATION = Floor(
    days=3650, source="EU AI Act Art. 18(1): ten years after the system was placed on the market or put into service"
)
"""How long technical documentation of high-risk systems is kept, whatever its class; the policies say the same."""


class ClassRetention(Section):
    """How long one data class is kept."""

    days: Days
    """Whole days, at or above the floor of the class."""

    source: str = Field(min_length=3)
    """Who says so: a law, a contract or an internal policy."""


class Lock(Section):
    """How firmly S3 Object Lock holds the retention."""

    mode: LockMode = LockMode.GOVERNANCE
    """GOVERNANCE unless COMPLIANCE was confirmed: nobody can undo COMPLIANCE, not even AWS."""

    confirmed: date | None = None
    """The day somebody accepted that COMPLIANCE cannot be undone; required by it."""

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.mode is LockMode.COMPLIANCE and self.confirmed is None:
            raise ValueError(
                "mode COMPLIANCE has no date of confirmation, and nobody can delete an object before its end; "
                "add confirmed: YYYY-MM-DD, the day the data owner accepted that"
            )
        return self


class Retention(Section):
    """What is kept for how long."""

    decisions: ClassRetention
    """Records of automated decisions."""

    models: ClassRetention
    """Weights and evaluation sets."""

    security_logs: ClassRetention = Field(alias="security-logs")
    """Trails, flow logs and query logs."""

    operations: ClassRetention
    """Application logs and operational tables."""

    lock: Lock = Lock()
    """Object Lock of every store."""

    def of(self, data_class: DataClass) -> ClassRetention:
        """The retention of a class."""
        found: ClassRetention = getattr(self, data_class.name.lower())
        return found
