"""The trail: every Region, tamper-evident, encrypted, into the archive, and logging now."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.foundation import TrailContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(trail: TrailContract, account: Account) -> Iterator[Line]:
    """The trail's settings and its state."""
    cloudtrail = account.client("cloudtrail", trail.region)
    thing = account.thing("trail", trail.name)
    found = Once(lambda: cloudtrail.get_trail(Name=trail.arn))
    for promise, expected, path in (
        ("multi-Region", True, "Trail.IsMultiRegionTrail"),
        ("log file validation", True, "Trail.LogFileValidationEnabled"),
        ("global services", True, "Trail.IncludeGlobalServiceEvents"),
        ("delivers to", trail.bucket, "Trail.S3BucketName"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
    yield thing.holds("encrypted", True, lambda: bool(found()["Trail"].get("KmsKeyId")))
    yield thing.holds("logging", True, lambda: cloudtrail.get_trail_status(Name=trail.arn)["IsLogging"])
