"""Keys that make pseudonyms and sign manifests: of their kind, enabled, and the same in both Regions."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.record_keys import RecordKeyContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_KIND = "MultiRegionConfiguration.MultiRegionKeyType"
_PRIMARY = "MultiRegionConfiguration.PrimaryKey.Arn"


def check(key: RecordKeyContract, account: Account) -> Iterator[Line]:
    """The key its alias leads to, and where this environment made one, its replica."""
    yield from _side(key, key.region, account)
    if key.replica_region is not None:
        yield from _side(key, key.replica_region, account)
        here, there = (account.client("kms", region) for region in (key.region, key.replica_region))
        thing = account.thing("record key", f"{key.alias} in {key.replica_region}")
        original = Once(lambda: here.describe_key(KeyId=key.alias)["KeyMetadata"]["Arn"])
        # Another key of the same kind would make other pseudonyms of the same people.
        yield thing.holds(
            f"is the key of {key.region}",
            True,
            lambda: jmespath.search(_PRIMARY, there.describe_key(KeyId=key.alias)["KeyMetadata"]) == original(),
        )


def _side(key: RecordKeyContract, region: str, account: Account) -> Iterator[Line]:
    kms = account.client("kms", region)
    thing = account.thing("record key", f"{key.alias} in {region}")
    found = Once(lambda: kms.describe_key(KeyId=key.alias)["KeyMetadata"])
    kind = "PRIMARY" if region == key.region and key.replica_region is not None else "REPLICA"
    for promise, expected, path in (
        ("state", "Enabled", "KeyState"),
        ("may", key.usage, "KeyUsage"),
        ("kind", key.spec, "KeySpec"),
        ("is a", kind, _KIND),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
