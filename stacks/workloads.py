"""The layer workloads: every Kubernetes object."""

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
        "objects": [],
        "releases": [],
    }
