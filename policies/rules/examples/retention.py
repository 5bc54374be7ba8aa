"""What is kept longer than its class asks: the documentation of AI systems, and logs in scope of an audit."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from policies.buckets import LIFECYCLE, LOCK
from policies.rule import Example, Examples
from policies.rules.examples.agents import FLOWS
from policies.rules.examples.build import DATASET_TAGS, REGION, aws, changed
from policies.rules.examples.governance import OVERSEEN, high
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.storage import bucket, key_arn

DOCUMENTS: Final[Examples] = (
    *changed(
        bucket("operations", "documents"),
        "documents",
        tags={"lz:data-class": "operations", "lz:content": "technical-documentation"},
    ),
    aws(
        LOCK.type,
        "documents-lock",
        {"bucket": "documents"},
        rule={"defaultRetention": {"mode": "GOVERNANCE", "years": 10}},
    ),
)


def _high(part: Example) -> Example:
    """A part of the system, which is of tier high now."""
    ours = "lz:system" in part.properties.get("tags", {})
    tags = high(**dict.fromkeys(DATASET_TAGS))
    return replace(part, properties={**part.properties, "tags": tags}) if ours else part


DOCUMENTED: Final[Examples] = (*map(_high, FLOWS), *OVERSEEN[1:], *DOCUMENTS)
"""A high-risk system that people oversee, and the store of its documentation."""

_SCOPED: Final = {"lz:data-class": "operations", "lz:scope": "sox"}

IN_SCOPE: Final[Examples] = (
    aws(
        LOG_GROUP,
        "audit-logs",
        name="/lz/prod/ledger",
        retentionInDays=2557,
        kmsKeyId=key_arn(REGION, "operations"),
        tags=_SCOPED,
    ),
    *changed(bucket("operations", "audits"), "audits", tags=_SCOPED),
    aws(
        LIFECYCLE.type,
        "audits-lifecycle",
        {"bucket": "audits"},
        rules=[{"id": "expire", "status": "Enabled", "expiration": {"days": 2557}}],
    ),
)
