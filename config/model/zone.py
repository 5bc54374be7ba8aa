"""One environment: the root of the configuration."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import PrivateAttr

from config.model.budget import Budget
from config.model.cluster import Cluster, Pool
from config.model.governance import Governance
from config.model.identity import Identity
from config.model.network import Network
from config.model.recovery import Recovery
from config.model.retention import Retention
from config.model.usage import Usage
from config.section import Section
from config.system import System
from config.vocabulary import AccountId, EnvironmentName, PoolName, RegionName, Role, Runtime, SystemName


class LandingZone(Section):
    """Everything that differs between environments; everything else is the program."""

    environment: EnvironmentName
    """The name of the file and of the Pulumi stack."""

    role: Role = Role.PRIMARY
    """primary serves and owns the replicas; recovery stands by in the second Region."""

    recovers: EnvironmentName | None = None
    """For the role recovery: the environment whose loss this one answers."""

    account: AccountId
    """The AWS account; the provider refuses any other."""

    region: RegionName
    """The Region everything stands in, but for the replicas."""

    network: Network
    retention: Retention
    recovery: Recovery
    identity: Identity
    budget: Budget
    governance: Governance

    cluster: Cluster
    """The Kubernetes cluster that self-hosted models run on."""

    pools: dict[PoolName, Pool]
    """Pools of GPU nodes by name."""

    systems: tuple[SystemName, ...]
    """The AI systems of the environment: files in config/systems."""

    usage: Usage = Usage()
    """What the estimate of costs assumes."""

    _cards: Mapping[SystemName, System] = PrivateAttr(default_factory=dict)
    _standby: EnvironmentName | None = PrivateAttr(default=None)

    @property
    def cards(self) -> tuple[System, ...]:
        """The systems with all that their cards name, in the order of `systems`."""
        return tuple(self._cards[name] for name in self.systems)

    @property
    def self_hosted(self) -> tuple[System, ...]:
        """The systems whose own model runs in the cluster; without any there is no cluster."""
        return tuple(system for system in self.cards if system.card.serve.runtime is Runtime.VLLM)

    @property
    def standby(self) -> EnvironmentName | None:
        """The environment that stands by for this one; None where none does, and for one that stands by itself."""
        return self._standby

    def completed(self, cards: Mapping[SystemName, System], standby: EnvironmentName | None) -> LandingZone:
        """The same environment, its systems and its other side resolved; only the loader calls this."""
        zone = self.model_copy()
        zone._cards, zone._standby = dict(cards), standby  # noqa: SLF001  its own class
        return zone

    @property
    def family(self) -> EnvironmentName:
        """The environment whose name the data carries: this one, or the one it recovers."""
        return self.recovers or self.environment
