"""Where the bytes of a SageMaker model lie: addresses in S3, and the buckets of the stack they are in, three-valued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.buckets import BUCKET
from policies.paths import top
from policies.value import Value, opened
from policies.verdict import Verdict, some
from policies.view import View

_OBJECTS: Final = ("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2")
_ADDRESSES: Final = (
    "modelDataUrl",
    "modelDataSource.s3DataSources[].s3Uri",
    "additionalModelDataSources[].s3DataSources[].s3Uri",
)


def addresses(model: View) -> Iterator[Value]:
    """Every address the model's containers load bytes from."""
    for holder in ("primaryContainer", "containers"):
        for container in model[holder].each():
            if container.unknown:
                yield container
                continue
            for path in _ADDRESSES:
                within = f"{container.path}.{path}"
                yield from (found for found in model.select(within) if not found.missing)


def buckets_of(model: View, address: Value) -> tuple[list[View], bool]:
    """The buckets of the stack an address lies in, and whether there may be one whose name is not known yet.

    A known address says its bucket; of an unknown one the edges say where it comes from: a bucket, or an object in one.
    """
    name = _bucket_name(address.raw)
    if name is not None:
        named = list(model.stack.where("bucket", address.replaced(name), BUCKET))
        found = [bucket for bucket in named if bucket["bucket"].raw == name]
        return found, any(bucket["bucket"].unknown for bucket in named)
    return list(_linked(model, address)), address.unknown


def _linked(model: View, address: Value) -> Iterator[View]:
    for source in model.sources(top(address.path)):
        if source.type == BUCKET:
            yield source
        elif source.type in _OBJECTS:
            yield from (holder for holder in source.sources("bucket") if holder.type == BUCKET)


def _bucket_name(address: Any) -> str | None:
    """Of s3://bucket/key; None for anything else."""
    scheme, _, rest = address.partition("://") if isinstance(address, str) else ("", "", "")
    return rest.partition("/")[0] if scheme == "s3" and rest else None


def in_an_account_of_ours(model: View, address: Value) -> Verdict:
    """Whether the bucket's name carries the id of an account that the model's provider may touch.

    The names of the house do, and so a bucket that another stack made is known: a replica, or that of another layer.
    """
    name = _bucket_name(address.raw)
    if name is None or model.provider is None:
        return Verdict.UNKNOWN if address.unknown else Verdict.FAIL
    parts = name.split("-")
    accounts = opened(model.provider["allowedAccountIds"])
    return some(account.holds(lambda raw: str(raw) in parts) for account in accounts.each())
