"""The explicit provider of an environment: its account, its Region, and the tags that hold for everything in it."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from config.model import LandingZone
from config.vocabulary import Deletion


def provider(zone: LandingZone) -> aws.Provider:
    """A stack's one AWS provider; it refuses every other account; replicas use it with `region`."""
    return aws.Provider(
        "aws",
        region=zone.region,
        allowed_account_ids=[zone.account],
        default_tags={
            "tags": {
                "lz:environment": zone.environment,
                "lz:managed-by": "pulumi",
                "lz:owner": zone.governance.owner,
                "lz:role": str(zone.role),
            }
        },
    )


def stateful(zone: LandingZone, using: aws.Provider) -> pulumi.ResourceOptions:
    """Options of a component that holds what must survive: protected unless the environment may be torn down."""
    protected = zone.governance.deletion is Deletion.PROTECTED
    return pulumi.ResourceOptions(providers=[using], protect=protected or None)
