"""The layer platform: what systems run on."""

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
        "cluster": None,
        "pools": [],
        "repositories": [],
        "node_role": None,
        "interruption_queue": None,
        "ingresses": {},
    }
