"""Log groups: kept as long as promised, encrypted with the promised key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.contracts.foundation import LogGroupContract
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_FOREVER = "forever"


def check(group: LogGroupContract, account: Account) -> Iterator[Line]:
    """Retention and key; a contract says 0 for a group that never expires, CloudWatch Logs says nothing."""
    logs = account.client("logs", group.region)
    thing = account.thing("log group", group.name)

    def read() -> dict[str, Any]:
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=group.name)
        return next((g for page in pages for g in page["logGroups"] if g["logGroupName"] == group.name), {})

    found = Once(read)
    yield thing.holds(
        "keeps (days)",
        group.retention_days or _FOREVER,
        lambda: found().get("retentionInDays", _FOREVER) if found() else None,
    )
    key, region = group.key_arn, group.region
    yield thing.holds("encrypted with", key, lambda: as_named(key, found().get("kmsKeyId"), region, account))
