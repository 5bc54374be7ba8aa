"""The faults of moto that the sandbox corrects; a test fails the day a correction is no longer needed or enough."""

from __future__ import annotations

import inspect
from typing import Any

from moto.kms.models import KmsBackend

from engine.standin import corrections


def test_a_replica_key_has_aliases_of_its_own(plugin: Any) -> None:
    """Aliases are regional: the same name in both Regions, each on its own side's key."""
    home, away = plugin.boto("kms"), plugin.boto("kms", "eu-central-1")
    key = home.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    home.create_alias(AliasName="alias/before", TargetKeyId=key)
    home.replicate_key(KeyId=key, ReplicaRegion="eu-central-1")

    away.create_alias(AliasName="alias/before", TargetKeyId=key)

    arns = {a["AliasName"]: a["AliasArn"] for a in away.list_aliases(KeyId=key)["Aliases"]}
    assert {"alias/before": f"arn:aws:kms:eu-central-1:{plugin.account}:alias/before"} == arns


def test_the_primary_stays_the_primary(plugin: Any) -> None:
    """Looking at the replica does not change what the primary says of itself."""
    home, away = plugin.boto("kms"), plugin.boto("kms", "eu-central-1")
    key = home.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    home.replicate_key(KeyId=key, ReplicaRegion="eu-central-1")

    kinds = [
        client.describe_key(KeyId=key)["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"]
        for client in (away, home)
    ]

    assert ["REPLICA", "PRIMARY"] == kinds


def test_moto_still_needs_the_correction() -> None:
    """A moto that copies keys deeply has to be told no more: remove the correction then."""
    corrections.apply()
    corrected = KmsBackend.replicate_key
    original = inspect.getclosurevars(corrected).nonlocals["replicate"]

    assert "copy(self.keys[key_id])" in inspect.getsource(original)
    corrections.apply()
    assert corrected is KmsBackend.replicate_key, "a second call changes nothing"
