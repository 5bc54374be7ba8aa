"""AI systems: what each is made of and where its records go."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.vocabulary import RiskTier


class GuardrailContract(Contract):
    """What stands between people and a language model."""

    id: str
    arn: str
    version: str
    """A number; callers never name DRAFT."""
    content: str
    """A digest of what it filters: the same in two Regions that one card made."""


class TargetContract(Contract):
    """A foundation model that AWS runs, as the system may ask it."""

    profile: str
    """ARN of the application inference profile: what a call names as its model."""


class ObjectiveContract(Contract):
    """A service level objective of a system."""

    alarms: list[str]
    """Names of the alarms that tell somebody when its error budget goes too fast."""
    windows: list[str]
    """Names of the alarms that those are made of."""


class SystemContract(Contract):
    """One AI system."""

    name: str
    risk: RiskTier
    owner: str
    record_bucket: str
    """The store its decision records go to."""
    record_prefix: str
    """How the keys of its records begin."""
    guardrail: GuardrailContract | None
    """None for a model that speaks no language."""
    targets: dict[str, TargetContract]
    """By the name that the card's fallbacks use."""
    objectives: dict[str, ObjectiveContract]
    """By name: availability, error, latency."""
    dashboard: str
    """The name of its dashboard."""


class SystemsContract(LayerContract):
    """Every AI system of the environment."""

    systems: dict[str, SystemContract]
    """By name."""
    dashboard: str | None
    """The name of the dashboard over all of them; None where there is none."""
