"""One environment: the root of the configuration."""

from __future__ import annotations

from config.model.budget import Budget
from config.model.governance import Governance
from config.model.identity import Identity
from config.model.network import Network
from config.model.recovery import Recovery
from config.model.retention import Retention
from config.model.section import Section
from config.vocabulary import AccountId, EnvironmentName, RegionName, Role


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

    @property
    def family(self) -> EnvironmentName:
        """The environment whose name the data carries: this one, or the one it recovers."""
        return self.recovers or self.environment
