"""What looks for threats and records changes in an environment's Region."""

from __future__ import annotations

from config.contracts.base import Contract


class DetectorContract(Contract):
    """GuardDuty's detector of the Region."""

    id: str
    region: str
    features: list[str]
    """The sources it reads beside those that every detector reads."""


class RecorderContract(Contract):
    """AWS Config's recorder of the Region."""

    name: str
    region: str
    bucket: str
    """Where what it recorded is delivered."""


class DetectionContract(Contract):
    """The security services of the account's Region."""

    detector: DetectorContract | None
    """None where the organisation's security account runs GuardDuty."""
    findings: str
    """Name of the rule that tells the alarm topic what GuardDuty finds."""
    recorder: RecorderContract | None
    """None where somebody else's recorder runs in the account."""
