"""The arithmetic of decisions: times that must contain each other, and columns that follow the record's schema."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESERVE_SECONDS = 5
"""What a decision needs beside its models: the tables, the store, the queue, a cold connection."""
LAMBDA_SECONDS = 900
"""The longest a function may run. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
VISIBILITY_FACTOR = 6
"""SQS hides a message six times as long as its function may run, so that no second copy starts meanwhile.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
VISIBILITY_SECONDS = 43_200
"""The longest SQS hides a message."""
BATCH = 10
"""The most messages that SQS hands over at once without waiting for more."""
SHARDS = 4
"""A stream on demand begins with so many. https://docs.aws.amazon.com/streams/latest/dg/how-do-i-size-a-stream.html"""
PARALLEL = 10
"""The most runs that read one shard. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html"""
KEPT_SECONDS = 4 * 86_400
DEAD_KEPT_SECONDS = 14 * 86_400
"""The longest SQS keeps a message; a dead letter's age counts from its first sending, so it must exceed the queue's."""


def function_seconds(deadline: float) -> int:
    """How long a decision function may run whose models may take `deadline` seconds."""
    return min(LAMBDA_SECONDS, math.ceil(deadline) + RESERVE_SECONDS)


def visibility_seconds(function: int) -> int:
    """How long a message stays hidden while a function that may run so long works on it."""
    return min(VISIBILITY_SECONDS, VISIBILITY_FACTOR * function)


def concurrency(replicas: int, requests: int) -> int:
    """How many decisions may be under way: as many as the model's replicas hold at once, and ten at the least.

    More would wait in front of the model and run into its timeout one after the other.
    """
    return max(10, replicas * requests)


def shadows(at_once: int, share: float) -> int:
    """How many runs a challenger's function has: its share of the decisions under way, and two as SQS asks for."""
    return max(2, math.ceil(at_once * share))


def batch(function: float, each: float, most: int = BATCH) -> int:
    """How many requests a function that may run so many seconds takes at once, when each may last `each`."""
    return max(1, min(most, math.floor((function - RESERVE_SECONDS) / each)))


def shared(at_once: int, least: int = 2) -> int:
    """How many of a function's runs requests that nobody waits for may take: half, so that callers find the others."""
    return max(least, at_once // 2)


def parallel(at_once: int) -> int:
    """How many runs read one shard: their share of the function, over the shards that a stream begins with."""
    return max(1, min(PARALLEL, shared(at_once) // SHARDS))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    name: str
    type: str
    """In Hive's words."""
    comment: str


_SCALARS: Mapping[str, str] = {"string": "string", "integer": "bigint", "number": "double", "boolean": "boolean"}


def columns(schema: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of a record, from its JSON Schema, in the schema's order; a new field is a new last column.

    Raises ValueError for a property that no column can hold.
    """
    return tuple(
        Column(name, _type(name, held), str(held.get("description", ""))[:255])
        for name, held in schema["properties"].items()
    )


def _type(name: str, held: Mapping[str, Any]) -> str:
    spoken = held.get("type")
    wanted = [kind for kind in ([spoken] if isinstance(spoken, str) else spoken or []) if kind != "null"]
    if wanted == ["object"]:
        inside = ",".join(f"{key}:{_type(f'{name}.{key}', value)}" for key, value in held["properties"].items())
        return f"struct<{inside}>"
    if len(wanted) == 1 and wanted[0] in _SCALARS:
        return _SCALARS[wanted[0]]
    raise ValueError(f"{name}: no column holds {spoken!r}")


def query_about_subject(database: str, table: str) -> str:
    """All decisions about a subject, each once and in order, with their reviews and outcomes; `?` is the pseudonym.

    The stream delivers at least once, so the same id may stand in more than one row.
    """
    # Both names are this program's own, and the subject is a parameter.
    return (
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY time) AS copy "  # noqa: S608
        f'FROM "{database}"."{table}" WHERE subject = ?) WHERE copy = 1 ORDER BY time'
    )
