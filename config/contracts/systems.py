"""AI systems: what each is made of and where its records go."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.vocabulary import RiskTier


class SystemContract(Contract):
    """One AI system."""

    name: str
    risk: RiskTier
    owner: str
    record_bucket: str
    """The store its decision records go to."""
    record_prefix: str
    """How the keys of its records begin."""


class SystemsContract(LayerContract):
    """Every AI system of the environment."""

    systems: dict[str, SystemContract]
    """By name."""
