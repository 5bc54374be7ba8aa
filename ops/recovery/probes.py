"""Numbered decisions: records that say they are probes, written as the decision function writes, and counted again.

A probe is a whole decision record of the published schema, so that what reads records reads it; nobody is decided
about, and `probe` holds its number. What belongs to one drill is told by the explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.replication import Side
from functions.canonical import digest
from functions.record.decision_record import VERSION, decoded, encoded, moment, timestamp
from functions.record.identity import hour_prefix, object_key, record_id
from functions.store.locked import LockedStore, StoreError
from report.drill import Count

OUTCOME = "probe"


@dataclass(frozen=True, slots=True)
class Probe:
    """One numbered decision, as it was written."""

    number: int
    key: str
    content: bytes
    written: datetime
    lock: tuple[str, str]
    """Mode, and until when, as the store answered after the write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes the probes of one drill."""

    drill: str
    environment: str
    systems: Sequence[str]

    @property
    def explanation(self) -> str:
        """What every probe of the drill says, and nothing else does."""
        return f"numbered decision of recovery drill {self.drill}"

    def write(self, s3: Any, side: Side, number: int) -> Probe:
        """Write a decision in a Region; raises StoreError where the store refuses or does not answer."""
        written = datetime.now(UTC)
        record = self.record(number, written, side.region)
        key, content = object_key(record["system"], record["id"]), encoded(record)
        if LockedStore(s3, side.bucket).create(key, content) is not None:
            raise StoreError(f"the store holds another record under the key of decision {number}")
        return Probe(number, key, content, written, _lock(s3.head_object(Bucket=side.bucket, Key=key)))

    def record(self, number: int, written: datetime, region: str) -> dict[str, Any]:
        """The record of a decision that is none."""
        system = self.systems[number % len(self.systems)]
        asked = {"drill": self.drill, "number": number}
        return {
            "schema_version": VERSION,
            "kind": "decision",
            "id": record_id(written, system, self.drill, str(number)),
            "refers_to": None,
            "time": timestamp(written),
            "system": system,
            "environment": self.environment,
            "region": region,
            "model": {"name": OUTCOME, "digest": None, "kind": "human"},
            "rule_version": OUTCOME,
            "rule": None,
            "guardrail": None,
            "input_digest": digest(asked),
            "input": None,
            "output_digest": None,
            "output": None,
            "subject": None,
            "subject_key": None,
            "confidence": None,
            "confidence_kind": "none",
            "band": "person",
            "proposed": None,
            "outcome": OUTCOME,
            "final": True,
            "explanation": self.explanation,
            "reviewer": None,
            "override": None,
            "fallback_depth": 0,
            "attempts": 0,
            "shadow": False,
            "probe": number,
            "trace_id": None,
            "latency_ms": 0.0,
        }

    def count(self, s3: Any, side: Side, when: str, written: Iterable[Probe]) -> Count:
        """Read every record of the hours in which was written, and count this drill's; what was written is compared.

        The store is listed and read, not asked for what is expected: what should not be there is found as well.
        """
        expected = {probe.number: probe for probe in written}
        seen, changed = Counter[int](), set[int]()
        for prefix in self._prefixes(expected.values()):
            for key in _keys(s3, side.bucket, prefix):
                for version in key.versions:
                    found = s3.get_object(Bucket=side.bucket, Key=key.name, VersionId=version)
                    content = found["Body"].read()
                    number = self._number(content)
                    if number is None:
                        continue
                    seen[number] += 1
                    probe = expected.get(number)
                    if probe is not None and (probe.key, probe.content, probe.lock) != (
                        key.name,
                        content,
                        _lock(found),
                    ):
                        changed.add(number)
        return Count(
            where=side.region,
            when=when,
            expected=tuple(sorted(expected)),
            found=tuple(sorted(seen)),
            twice=tuple(sorted(number for number, times in seen.items() if times > 1)),
            changed=tuple(sorted(changed)),
        )

    def _prefixes(self, probes: Iterable[Probe]) -> list[str]:
        hours = {probe.written.strftime("%Y%m%dT%H") for probe in probes}
        return [hour_prefix(system, hour) for system in self.systems for hour in sorted(hours)]

    def _number(self, content: bytes) -> int | None:
        """The number of a probe of this drill; None for every other record, and for what is none."""
        try:
            record = decoded(content)
        except ValueError:
            return None
        return record["probe"] if record["explanation"] == self.explanation else None


def oldest(probes: Iterable[Probe], numbers: Iterable[int]) -> datetime | None:
    """When the first of these numbers was written, by what its record says."""
    wanted = set(numbers)
    return min((moment(decoded(p.content)["time"]) for p in probes if p.number in wanted), default=None)


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    versions: tuple[str, ...]


def _keys(s3: Any, bucket: str, prefix: str) -> list[_Key]:
    found = dict[str, list[str]]()
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for version in page.get("Versions", ()):
            found.setdefault(version["Key"], []).append(version["VersionId"])
    return [_Key(name, tuple(versions)) for name, versions in sorted(found.items())]


def _lock(found: dict[str, Any]) -> tuple[str, str]:
    return str(found.get("ObjectLockMode")), str(found.get("ObjectLockRetainUntilDate"))
