"""Words the platform's components share."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from config.vocabulary import AccountId, EnvironmentName, RegionName


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Whose a thing is, and where it stands."""

    environment: EnvironmentName
    account: AccountId
    region: RegionName
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary of every role made for the thing."""
