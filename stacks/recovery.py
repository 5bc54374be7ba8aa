"""The layer recovery: how an environment goes to its other Region and comes back."""

from __future__ import annotations

import pulumi_aws as aws

from config.model import LandingZone
from stacks.references import Published, Upstream


def compose(zone: LandingZone, _using: aws.Provider, _upstream: Upstream) -> Published:
    """What the layer publishes."""
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "recovery_region": zone.recovery.region,
    }
