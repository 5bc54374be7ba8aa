"""How an environment goes to its other Region and comes back."""

from __future__ import annotations

from pydantic import Field

from config.contracts.base import Contract, LayerContract


class SwitchContract(Contract):
    """The plan that moves callers, and who may run it."""

    plan: str
    plan_id: str
    """Its ARN, but in the sandbox, which keeps it as state only."""
    alarm: str
    """ARN of the alarm that begins it."""
    operator: str
    """ARN of the role that approves."""
    execution: str
    """ARN of the role the plan runs with."""
    boundary: str
    """ARN of what neither role exceeds."""
    rule: str
    """The rule that tells of the plan."""
    topic: str
    """ARN of where it tells."""
    reports: str
    """s3://..., where each execution is reported."""


class FailoverRecordContract(Contract):
    """A name with a record for each Region of a pair."""

    zone_id: str
    name: str
    type: str
    primary: str
    """The Region whose record answers while its health check is well; also what tells the record from the other."""
    secondary: str


class RecoveryContract(LayerContract):
    """The promise of recovery, and what keeps it."""

    recovery_region: str
    """The Region it goes to; for the role recovery the one it stands in for."""
    switch: SwitchContract | None = None
    """The plan of the pair; owned by the side that stands by."""
    records: list[FailoverRecordContract] = Field(default_factory=list[FailoverRecordContract])
    """The names that the plan moves."""
