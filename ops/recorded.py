"""The records about one person, by pseudonym: from the locked store, or from the table that Athena asks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from config.contracts.systems import RecordsContract, SystemContract
from engine.errors import EngineError

Record = dict[str, Any]

_PARALLEL = 8
_POLL_SECONDS = 0.5
_ENDED = {"SUCCEEDED", "FAILED", "CANCELLED"}


def in_store(s3: Any, systems: Sequence[SystemContract], pseudonym: str) -> list[Record]:
    """Every record about the person, in order of time, by reading all records: for a sandbox, which holds few."""
    return [record for record in everything(s3, systems) if record["subject"] == pseudonym]


def everything(s3: Any, systems: Sequence[SystemContract]) -> list[Record]:
    """Every record of the systems, in order of time: for a sandbox, which holds few."""

    def read(where: tuple[str, str]) -> Record:
        bucket, key = where
        return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())

    places = [(one.record_bucket, key) for one in systems for key in _keys(s3, one.record_bucket, one.record_prefix)]
    with ThreadPoolExecutor(_PARALLEL) as pool:
        return sorted(pool.map(read, places), key=lambda record: (record["time"], record["id"]))


def apart(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Those that count, and those of a challenger: nobody was given them, and nobody decided so about the person."""
    shadows = [record for record in records if _is_shadow(record)]
    return [record for record in records if not _is_shadow(record)], shadows


def _is_shadow(record: Record) -> bool:
    # Athena spells every value as text.
    return record["shadow"] in (True, "true")


def in_table(
    athena: Any, records: RecordsContract, pseudonym: str, sleep: Callable[[float], None] = time.sleep
) -> list[Record]:
    """The rows that the environment's named query finds, as Athena spells them: every value is text or missing.

    Raises EngineError where the query does not succeed.
    """
    query = athena.get_named_query(NamedQueryId=records.query)["NamedQuery"]["QueryString"]
    started = athena.start_query_execution(
        QueryString=query,
        # Athena puts the parameter in as it is; a text is quoted, and a pseudonym holds no quotes.
        ExecutionParameters=[f"'{pseudonym}'"],
        QueryExecutionContext={"Database": records.database},
        WorkGroup=records.workgroup,
    )
    id_ = started["QueryExecutionId"]
    while (status := athena.get_query_execution(QueryExecutionId=id_)["QueryExecution"]["Status"])[
        "State"
    ] not in _ENDED:
        sleep(_POLL_SECONDS)
    if status["State"] != "SUCCEEDED":
        why = status.get("StateChangeReason", "no reason given")
        raise EngineError(
            f"the query about the subject ended {status['State']}: {why}",
            f"look at query {id_} of the work group {records.workgroup}",
        )
    rows = _rows(athena, id_)
    head = [str(name) for name in next(rows, [])]
    return [dict(zip(head, row, strict=True)) for row in rows]


def _rows(athena: Any, id_: str) -> Iterator[list[str | None]]:
    for page in athena.get_paginator("get_query_results").paginate(QueryExecutionId=id_):
        for row in page["ResultSet"]["Rows"]:
            yield [cell.get("VarCharValue") for cell in row["Data"]]


def _keys(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from (one["Key"] for one in page.get("Contents", ()))
