"""One thing, one type token: what pulumi-aws 6 called bucketV2 is bucket in 7, and both names reach a graph.

The pairs are aliases that pulumi-aws 7.51.1 itself gives its resources, for the types the rules judge.
A test holds them to the SDK.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_S3 = (
    "Bucket",
    "BucketAccelerateConfiguration",
    "BucketAcl",
    "BucketCorsConfiguration",
    "BucketLifecycleConfiguration",
    "BucketLogging",
    "BucketObjectLockConfiguration",
    "BucketRequestPaymentConfiguration",
    "BucketServerSideEncryptionConfiguration",
    "BucketVersioning",
    "BucketWebsiteConfiguration",
)


def _s3(name: str) -> str:
    return f"aws:s3/{name[0].lower()}{name[1:]}:{name}"


ALIASES: Mapping[str, str] = MappingProxyType({_s3(f"{name}V2"): _s3(name) for name in _S3})
"""Former token to the token the rules use."""


def canonical(type_: str) -> str:
    """The token the rules use for a type; the type itself where it has no other name."""
    return ALIASES.get(type_, type_)
