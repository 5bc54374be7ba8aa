"""The stream that requests of a system come in: encrypted, and kept for as long as somebody needs to look."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts.systems import StreamContract
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line


def check(stream: StreamContract, region: str, account: Account) -> Iterator[Line]:
    """Its state, its key and its time."""
    client = account.client("kinesis", region)
    thing = account.thing("stream", stream.name)
    found = Once(lambda: client.describe_stream_summary(StreamName=stream.name)["StreamDescriptionSummary"])
    key = stream.key_arn
    yield thing.holds("state", "ACTIVE", lambda: found()["StreamStatus"])
    yield thing.holds("keeps (h)", stream.hours, lambda: found()["RetentionPeriodHours"])
    yield thing.holds("encrypted with", key, lambda: as_named(key, found().get("KeyId"), region, account))
    yield thing.holds("grows by itself", "ON_DEMAND", lambda: found().get("StreamModeDetails", {}).get("StreamMode"))
