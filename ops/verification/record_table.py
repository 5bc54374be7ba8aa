"""Records as a table: its columns, its days, and the questions people may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from config.contracts.systems import RecordsContract
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line


def check(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    """The table of the catalogue, the work group, and the question that a law asks."""
    yield from _table(records, region, account)
    yield from _workgroup(records, region, account)
    yield from _query(records, region, account)


def _table(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    glue = account.client("glue", region)
    thing = account.thing("record table", f"{records.database}.{records.table}")
    found = Once(lambda: glue.get_table(DatabaseName=records.database, Name=records.table)["Table"])
    for promise, expected, path in (
        ("lies at", records.location, "StorageDescriptor.Location"),
        ("has a folder", ["day"], "PartitionKeys[].Name"),
        ("finds its days by itself", "true", 'Parameters."projection.enabled"'),
        ("finds a day at", f"{records.location}day=${{day}}/", 'Parameters."storage.location.template"'),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
    yield thing.holds(
        "columns",
        f"all {len(records.columns)}",
        lambda: _columns(records.columns, jmespath.search("StorageDescriptor.Columns", found())),
    )


def _columns(promised: dict[str, str], columns: list[dict[str, str]] | None) -> str | None:
    """That it has all, or which are missing, added or of another type; nothing where there are none."""
    if not columns:
        return None
    found = {column["Name"]: column.get("Type", "") for column in columns}
    others = sorted(name for name in {*promised, *found} if promised.get(name) != found.get(name))
    return f"other: {', '.join(others)}" if others else f"all {len(promised)}"


def _workgroup(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    athena = account.client("athena", region)
    thing = account.thing("work group", records.workgroup)
    found = Once(lambda: _described(lambda: athena.get_work_group(WorkGroup=records.workgroup)).get("WorkGroup"))
    key, results = records.key_arn, "Configuration.ManagedQueryResultsConfiguration"
    yield thing.holds("state", "ENABLED", lambda: jmespath.search("State", found()))
    for promise, expected, path in (
        ("binds every question", True, "Configuration.EnforceWorkGroupConfiguration"),
        ("reads at the most (bytes)", records.most_bytes, "Configuration.BytesScannedCutoffPerQuery"),
        ("keeps answers itself", True, f"{results}.Enabled"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
    yield thing.holds(
        "answers encrypted with",
        key,
        lambda: as_named(key, jmespath.search(f"{results}.EncryptionConfiguration.KmsKey", found()), region, account),
    )


def _query(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    athena = account.client("athena", region)
    thing = account.thing("named query", records.query)
    found = Once(lambda: _described(lambda: athena.get_named_query(NamedQueryId=records.query)).get("NamedQuery"))
    yield thing.holds("stands in", records.workgroup, lambda: jmespath.search("WorkGroup", found()))
    yield thing.holds(
        "asks",
        f'"{records.database}"."{records.table}"',
        lambda: jmespath.search("QueryString", found()),
        judge=lambda text, table: table in text,
    )


def _described(describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is described; nothing where Athena says, under its one code for everything, that there is none."""
    try:
        return describe()
    except ClientError as error:
        detail = error.response.get("Error", {})
        gone = any(said in detail.get("Message", "") for said in ("is not found", "does not exist"))
        if detail.get("Code") == "InvalidRequestException" and gone:
            return {}
        raise
