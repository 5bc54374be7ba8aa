"""What a sandbox's buckets hold, thrown away: AWS deletes no bucket with objects, and moto takes no lock off one.

Only for the sandbox. Objects that are retained under GOVERNANCE go with the right to bypass it; under COMPLIANCE nobody
has that right, and a bucket with such objects stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from engine.standin.clients import Clients

_GONE = {"NoSuchBucket", "404"}


def empty(buckets: Iterable[tuple[str, str]], account: str, clients: Clients) -> int:
    """Delete every version in these buckets (name, Region); how many were deleted."""
    return sum(_empty(clients.client("s3", region, account), name) for name, region in buckets)


def _empty(s3: Any, bucket: str) -> int:
    deleted = 0
    try:
        for versions in _pages(s3, bucket):
            done = s3.delete_objects(Bucket=bucket, Delete={"Objects": versions}, BypassGovernanceRetention=True)
            deleted += len(done.get("Deleted", ()))
    except ClientError as error:
        # A run that was killed may have taken the bucket down already.
        if error.response["Error"]["Code"] not in _GONE:
            raise
    return deleted


def _pages(s3: Any, bucket: str) -> Iterator[list[dict[str, str]]]:
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        versions = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        if versions:
            yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in versions]
