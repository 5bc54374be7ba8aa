"""What customers said to an assistant: a bucket, a table, and the backups of it, each gone in time."""

from __future__ import annotations

from typing import Any, Final

from policies.buckets import LIFECYCLE, LOCK
from policies.replicas import TABLE
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, aws, changed
from policies.rules.examples.data import TABLES, VAULT_NAME
from policies.rules.examples.recovery import TESTED
from policies.rules.examples.storage import bucket

SELECTION: Final = "aws:backup/selection:Selection"

_TAGS: Final = {"lz:data-class": "operations", "lz:personal-data": "conversations"}


def erased(hidden: int, deleted: int) -> list[dict[str, Any]]:
    """A lifecycle that hides everything, and deletes what is hidden, after so many days."""
    ends = {"expiration": {"days": hidden}, "noncurrentVersionExpiration": {"noncurrentDays": deleted}}
    return [{"id": "erase", "status": "Enabled", "filter": {"prefix": ""}, **ends}]


def backed_up(own: int | None, copied: int | None = 90) -> list[dict[str, Any]]:
    """A daily backup and its copy, each deleted after so many days; never, where there is no number."""

    def ends(days: int | None) -> dict[str, Any]:
        return {"lifecycle": {"deleteAfter": days}} if days else {}

    vault = f"arn:aws:backup:{RECOVERY_REGION}:{ACCOUNT}:backup-vault:{VAULT_NAME}"
    copy = {"destinationVaultArn": vault, **ends(copied)}
    return [{"ruleName": "daily", "targetVaultName": VAULT_NAME, "copyActions": [copy], **ends(own)}]


PERSONAL_DATA: Final[Examples] = (
    *changed(bucket("operations", "chats"), "chats", tags=_TAGS),
    aws(LIFECYCLE.type, "chats-lifecycle", {"bucket": "chats"}, rules=erased(300, 60)),
    aws(LOCK.type, "chats-lock", {"bucket": "chats"}, rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 90}}),
)
"""A bucket of conversations."""

CONVERSATIONS: Final[Examples] = (
    aws(
        TABLE,
        "turns",
        **{
            **TABLES[0].properties,
            "name": "lz-prod-turns",
            "ttl": {"enabled": True, "attributeName": "expiration"},
            "tags": {**_TAGS, "lz:content": "conversations", "lz:backup": "daily"},
        },
    ),
    *changed(TESTED, "plan", rules=backed_up(90)),
    aws(
        SELECTION,
        "selection",
        {"planId": "plan"},
        name="daily",
        selectionTags=[{"type": "STRINGEQUALS", "key": "lz:backup", "value": "daily"}],
    ),
)
"""A table of conversations and its backups."""
