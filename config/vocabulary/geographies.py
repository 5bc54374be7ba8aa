"""Geographies of Amazon Bedrock: where a request may be computed that a system-defined inference profile routes.

A profile's id begins with its geography (eu.anthropic.claude-...). What is asked may be computed in any Region of the
geography; what is logged or stored stays in the Region that was called.
"""

from __future__ import annotations

from collections.abc import Mapping

GEOGRAPHIES: Mapping[str, tuple[str, ...]] = {
    "apac": (
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1",
        "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
    ),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "ca": ("ca-central-1", "ca-west-1"),
    "eu": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "us": ("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
}  # fmt: skip
"""Geography to every Region that one of its profiles routes to; a model of its own may have fewer.

`global` routes to every commercial Region there is or will be: it is no place that anybody could allow, and not here.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html, read 2026-11-25.
"""

_PREFIXES = frozenset({"apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"})
"""What the ids of system-defined profiles begin with; the same page."""


def geography_of(model: str) -> str | None:
    """The geography that a model's id names; None for a foundation model, which stays in the Region that is called."""
    prefix = model.partition(".")[0]
    return prefix if prefix in _PREFIXES else None
