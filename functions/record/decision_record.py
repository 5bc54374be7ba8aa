"""A record as plain JSON, held against its published schema before anyone may write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from functions.canonical import canonical
from functions.validation import Validator, validator

VERSION = 1
PENDING = "pending"
Record = Mapping[str, Any]


def schema(version: int = VERSION) -> dict[str, Any]:
    """The published schema of a version."""
    text = files("functions.record.schema").joinpath(f"decision-record-{version}.json").read_text("utf-8")
    return json.loads(text)


@cache
def _validator() -> Validator:
    return validator(schema())


def check(record: Record) -> None:
    """Raise InvalidError where the record is not what the schema says; the schema is compiled at the first call."""
    _validator()(record)


def encoded(record: Record) -> bytes:
    """The bytes that are stored, streamed and hashed."""
    return canonical(record).encode()


def decoded(content: bytes) -> dict[str, Any]:
    """A record as it was stored; InvalidError where the bytes are none."""
    record = json.loads(content)
    check(record)
    return record


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return f"{moment.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S')}.{moment.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The instant of a record's `time`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
