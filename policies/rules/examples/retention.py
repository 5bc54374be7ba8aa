"""What is kept longer than its class asks: the documentation of AI systems, and logs in scope of an audit."""

from __future__ import annotations

from typing import Final

from policies.buckets import LIFECYCLE, LOCK
from policies.rule import Examples
from policies.rules.examples.build import REGION, aws, changed
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
