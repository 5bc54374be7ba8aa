"""One name for one kind of resource, whichever major version of pulumi-aws declared it."""

from __future__ import annotations

import re
from typing import Final

_V6_BUCKETS: Final = re.compile(r"aws:s3/(\w+)V2:(\w+)V2")
"""pulumi-aws 6 kept aws:s3/bucket:Bucket for an older shape; version 7 gave the name back and made these aliases."""


def canonical(type_: str) -> str:
    """The type token of pulumi-aws 7: aws:s3/bucketV2:BucketV2 is aws:s3/bucket:Bucket."""
    return _V6_BUCKETS.sub(r"aws:s3/\1:\2", type_) if type_.startswith("aws:s3/") else type_
