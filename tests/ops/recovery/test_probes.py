"""Numbered decisions are whole records, and are counted by reading what is there."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from engine.standin.clients import Clients
from functions.record.decision_record import check
from ops.recovery.probes import Author, oldest
from tests.ops.recovery.pair import DECISIONS, s3

SYSTEMS = ("support-assistant", "fraud-scoring")
NOW = datetime(2026, 11, 25, 14, tzinfo=UTC)


def _author(drill: str) -> Author:
    return Author(drill=drill, environment="test", systems=SYSTEMS)


@pytest.mark.parametrize("number", [0, 1, 2, 999])
def test_a_probe_is_a_record_of_the_published_schema(number: int) -> None:
    """What reads records reads it; that it is none of somebody's is in the record itself."""
    record = _author("one").record(number, NOW, "eu-west-1")

    check(record)
    assert (number, SYSTEMS[number % 2]) == (record["probe"], record["system"])
    assert (None, None, None) == (record["subject"], record["input"], record["model"]["digest"])


def test_two_drills_never_share_a_record() -> None:
    """The store takes a key once: the second drill would find the first one's."""
    ids = {_author(drill).record(number, NOW, "eu-west-1")["id"] for drill in ("one", "two") for number in range(50)}

    assert 100 == len(ids)


def test_only_this_drills_records_are_counted(clients: Clients) -> None:
    """Beside them lie other drills' records, and what is no record at all."""
    side, client = DECISIONS.here, s3(clients, DECISIONS.here)
    mine, other = _author("counted"), _author("not counted")
    written = [mine.write(client, side, number) for number in (1, 2, 3)]
    strangers = [other.write(client, side, number) for number in (4, 5)]
    client.put_object(Bucket=side.bucket, Key=f"{written[0].key}.txt", Body=b"{")

    assert ((1, 2, 3), True) == ((count := mine.count(client, side, "now", written)).found, count.whole)
    assert (4, 5) == other.count(client, side, "now", strangers).found


def test_what_is_missing_doubled_strange_or_changed_is_told(clients: Clients) -> None:
    """Four ways in which a store is not what was written."""
    side, client = DECISIONS.here, s3(clients, DECISIONS.here)
    author = _author("broken")
    written = [author.write(client, side, number) for number in (1, 2, 3, 4)]
    author.write(client, side, 9)
    client.put_object(Bucket=side.bucket, Key=written[1].key, Body=written[1].content)
    other = json.loads(written[2].content) | {"latency_ms": 1.0}
    client.put_object(Bucket=side.bucket, Key=written[2].key, Body=json.dumps(other).encode())
    client.delete_object(
        Bucket=side.bucket,
        Key=written[3].key,
        VersionId=client.list_object_versions(Bucket=side.bucket, Prefix=written[3].key)["Versions"][0]["VersionId"],
        BypassGovernanceRetention=True,
    )

    count = author.count(client, side, "now", written)

    assert ((4,), (9,)) == (count.missing, count.strange)
    assert (2, 3) == count.twice
    assert 3 in count.changed
    assert not count.whole


def test_the_age_of_a_loss_is_that_of_its_oldest_record(clients: Clients) -> None:
    """By what the record says of itself, not by what the store says of its object."""
    side, client = DECISIONS.here, s3(clients, DECISIONS.here)
    written = [_author("aged").write(client, side, number) for number in (1, 2, 3)]

    found = oldest(written, [3, 2])

    assert found is not None
    assert abs((found - written[1].written).total_seconds()) < 0.001
    assert None is oldest(written, [])
