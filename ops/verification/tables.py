"""Tables: active, encrypted, restorable to any second, replicated, and kept from being deleted by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.data import TableContract
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_PITR = "ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus"
_REPLICA = "dynamodb.DescribeTable.Replica"
_NEVER = "never"
_REPLICA_RECOVERY = "dynamodb.DescribeContinuousBackups.Replica"


def check(table: TableContract, account: Account) -> Iterator[Line]:
    """The table in its Region, its replica as it describes it, and the replica's own point-in-time recovery."""
    dynamodb = account.client("dynamodb", table.region)
    thing = account.thing("table", f"{table.name} in {table.region}")
    found = Once(lambda: dynamodb.describe_table(TableName=table.name))
    key = table.key_arn
    # On the recovery side the table of its own Region is the replica.
    described, recoverable = ("", "") if key else (_REPLICA, _REPLICA_RECOVERY)
    yield thing.holds("status", "ACTIVE", lambda: jmespath.search("Table.TableStatus", found()), field=described)
    if key is None:
        yield thing.holds(
            "encrypted by", "KMS", lambda: jmespath.search("Table.SSEDescription.SSEType", found()), field=described
        )
    else:
        path = "Table.SSEDescription.KMSMasterKeyArn"
        yield thing.holds(
            "encrypted with", key, lambda: as_named(key, jmespath.search(path, found()), table.region, account)
        )
    yield thing.holds("point-in-time recovery", "ENABLED", lambda: _recovery(dynamodb, table.name), field=recoverable)
    yield thing.holds(
        "items go by",
        table.expires or _NEVER,
        lambda: _expiry(dynamodb.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]),
        field=described,
    )
    yield thing.holds(
        "protected from deletion", table.deletion_protected, lambda: _protection(found()), field=described
    )
    yield thing.holds(
        f"replica in {table.replica_region}",
        "ACTIVE",
        lambda: jmespath.search(f"Table.Replicas[?RegionName=='{table.replica_region}'] | [0].ReplicaStatus", found()),
        field="dynamodb.DescribeTable.Replicas",
    )
    replica = account.client("dynamodb", table.replica_region)
    other = account.thing("table", f"{table.name} in {table.replica_region}")
    yield other.holds(
        "point-in-time recovery",
        "ENABLED",
        lambda: _recovery(replica, table.name),
        field=_REPLICA_RECOVERY,
    )
    yield other.holds(
        "protected from deletion",
        table.deletion_protected,
        lambda: _protection(replica.describe_table(TableName=table.name)),
        field=_REPLICA,
    )


def _recovery(dynamodb: Any, name: str) -> Any:
    return jmespath.search(_PITR, dynamodb.describe_continuous_backups(TableName=name))


def _expiry(described: dict[str, str]) -> str | None:
    """The attribute that items go by, also while DynamoDB still switches it on."""
    on = described.get("TimeToLiveStatus") in ("ENABLING", "ENABLED")
    return described.get("AttributeName") if on else _NEVER


def _protection(found: Any) -> Any:
    return jmespath.search("Table.DeletionProtectionEnabled", found)
