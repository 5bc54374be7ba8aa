"""Log groups: kept as long as promised, encrypted with the promised key, masked where that was promised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from config.contracts.foundation import LogGroupContract
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_FOREVER = "forever"


def check(group: LogGroupContract, account: Account) -> Iterator[Line]:
    """Retention, key and mask; a contract says 0 for a group that never expires, CloudWatch Logs says nothing."""
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
    if group.masked:
        masking = Once(lambda: logs.get_data_protection_policy(logGroupIdentifier=group.name))
        yield thing.holds("masks personal data", True, lambda: _masks(masking().get("policyDocument")))


def _masks(document: str | None) -> bool | None:
    """Whether a data protection policy masks what it finds; None where there is none."""
    if document is None:
        return None
    return any("Deidentify" in statement["Operation"] for statement in json.loads(document)["Statement"])
