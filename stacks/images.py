"""The registry of the family's images: made by the primary in both Regions, found by name by the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute.registry_settings import RegistrySettings, RegistrySettingsArgs
from components.compute.repository import (
    RegistrySite,
    Repository,
    RepositoryArgs,
    repository_arn,
    repository_name,
    repository_url,
)
from components.identity import names
from config.model import LandingZone
from config.vocabulary import DataClass, Layer, Role
from stacks.providers import stateful
from stacks.references import Upstream

MODEL_SERVER = "vllm"
"""The mirror of vLLM's own image: a node pulls what was scanned, from where it still is when the internet is not."""


def repositories(
    zone: LandingZone, using: aws.Provider, upstream: Upstream, images: Sequence[str]
) -> list[Mapping[str, Any]]:
    """The repositories of these images; what is promised about them."""
    if zone.role is Role.RECOVERY:
        return [_found(zone, image) for image in images]
    key = ("keys", str(DataClass.OPERATIONS))
    primary = RegistrySite(region=zone.region, key_arn=upstream.value(Layer.FOUNDATION, *key, "arn"))
    recovery = RegistrySite(
        region=zone.recovery.region, key_arn=upstream.value(Layer.FOUNDATION, *key, "replica", "arn")
    )
    settings = RegistrySettings(
        "registry",
        RegistrySettingsArgs(
            environment=zone.environment,
            family=zone.family,
            account=zone.account,
            boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
            primary=primary,
            recovery=recovery,
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    made = {
        image: Repository(
            f"images-{image}",
            RepositoryArgs(
                family=zone.family,
                account=zone.account,
                image=image,
                primary=primary,
                recovery=recovery,
                break_glass=names.break_glass_arn(zone.environment, zone.account),
                deletion=zone.governance.deletion,
            ),
            stateful(zone, using),
        )
        for image in images
    }
    return [
        {
            "name": repository_name(zone.family, image),
            "arn": repository.arn,
            "url": repository.url,
            "replica_region": settings.replicates_to,
        }
        for image, repository in made.items()
    ]


def _found(zone: LandingZone, image: str) -> Mapping[str, Any]:
    return {
        "name": repository_name(zone.family, image),
        "arn": repository_arn(zone.family, image, zone.account, zone.region),
        "url": repository_url(zone.family, image, zone.account, zone.region),
        "replica_region": None,
    }
