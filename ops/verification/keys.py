"""Customer keys: enabled, rotated, the same material in both Regions, found by the same alias."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.foundation import KeyContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(key: KeyContract, account: Account) -> Iterator[Line]:
    """The key and its rotation, and where this environment made one, its replica; rotation covers the replica."""
    kms = account.client("kms", key.region)
    thing = account.thing("key", f"{key.alias} in {key.region}")
    found = Once(lambda: kms.describe_key(KeyId=key.alias))
    if key.replica is None:
        path = "KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType"
        yield thing.holds("is a", "REPLICA", lambda: jmespath.search(path, found()))
    else:
        yield thing.holds("is", key.arn, lambda: jmespath.search("KeyMetadata.Arn", found()))
    yield from _usable(key.alias, key.region, found, account)
    # GetKeyRotationStatus takes no alias.
    rotation = Once(lambda: kms.get_key_rotation_status(KeyId=found()["KeyMetadata"]["Arn"]))
    yield thing.holds("rotates", True, lambda: rotation()["KeyRotationEnabled"])
    yield thing.holds(
        "rotates every (days)",
        key.rotation_days,
        lambda: rotation().get("RotationPeriodInDays"),
        field="kms.GetKeyRotationStatus.RotationPeriodInDays",
    )
    if key.replica is not None:
        region, arn = key.replica.region, key.replica.arn
        there = account.client("kms", region)
        replica = Once(lambda: there.describe_key(KeyId=key.alias))
        thing = account.thing("key", f"{key.alias} in {region}")
        yield thing.holds("is", arn, lambda: jmespath.search("KeyMetadata.Arn", replica()))
        yield from _usable(key.alias, region, replica, account)


def _usable(alias: str, region: str, found: Once[object], account: Account) -> Iterator[Line]:
    thing = account.thing("key", f"{alias} in {region}")
    yield thing.holds("state", "Enabled", lambda: jmespath.search("KeyMetadata.KeyState", found()))
    yield thing.holds("multi-Region", True, lambda: jmespath.search("KeyMetadata.MultiRegion", found()))
