"""What looks for threats and records changes in an environment's Region."""

from __future__ import annotations

from config.contracts.base import Contract


class DetectorContract(Contract):
    """GuardDuty's detector of the Region."""

    id: str
    region: str
    features: list[str]
    """The sources it reads beside those that every detector reads."""


class DetectionContract(Contract):
    """The security services of the account's Region."""

    detector: DetectorContract | None
    """None where the organisation's security account runs GuardDuty."""
    findings: str
    """Name of the rule that tells the alarm topic what GuardDuty finds."""
