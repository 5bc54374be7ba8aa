"""What the graph says of a system: where its records are, how it goes back, which alarms and runbooks it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from config.model import LandingZone
from config.system import System
from config.vocabulary import Role, RolloutKind
from graph.model import Graph, Resource
from report.diagram.kinds import EVERY, Path, texts
from report.diagram.table import ALARM, BUCKET, LOCK
from report.dossier.model import Part, fact, part

_REPLICATION: Final = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_RUNBOOK: Final = re.compile(r"^runbook: (\S+)$", re.MULTILINE)
_CLASS: Final = ("tags", "lz:data-class")
_WAYS_IN: Final[tuple[tuple[str, str, Path], ...]] = (
    (
        "captured whole, asked and answered",
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        ("dataCaptureConfig", "destinationS3Uri"),
    ),
    ("stream", "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", ("name",)),
    ("table", "aws:glue/catalogTable:CatalogTable", ("name",)),
    ("workgroup", "aws:athena/workgroup:Workgroup", ("name",)),
    ("named query", "aws:athena/namedQuery:NamedQuery", ("name",)),
)
"""How a record is found, by the types that say it."""


def where_its_records_are(system: System, zone: LandingZone, graph: Graph, own: Sequence[Resource]) -> Part:
    """The store and its replica, and how a record is found in it."""
    data_class = system.card.decision.record.data_class
    stores = [r for r in graph.of_type(BUCKET) if str(data_class) in texts(r, _CLASS)]
    here = [name for r in stores if texts(r, ("region",)) == [zone.region] for name in texts(r, ("bucket",))]
    absent = ""
    if not here:
        made = zone.family if zone.role is Role.RECOVERY else "another layer"
        absent = f"not in this graph: {made} makes the store of class {data_class}"
    shared = [r for r in graph if not texts(r, ("tags", "lz:system"))]
    return part(
        "Where its records are",
        [
            fact("store", *(f"{name} in {zone.region}{_locked(graph, name)}" for name in here), absent, brief=True),
            fact("replica", *(line for name in here for line in _replicas(graph, name))),
            fact("key prefix", system.record_prefix),
            *(fact(name, *_said(type_, path, own) or _said(type_, path, shared)) for name, type_, path in _WAYS_IN),
        ],
    )


def _locked(graph: Graph, bucket: str) -> str:
    days = [d for r in graph.of_type(LOCK) if texts(r, ("bucket",)) == [bucket] for d in texts(r, _DAYS)]
    return f", locked for {days[0]} days" if days else ""


_DAYS: Final = ("rule", "defaultRetention", "days")
_MINUTES: Final = ("rules", EVERY, "destination", "replicationTime", "time", "minutes")


def _replicas(graph: Graph, bucket: str) -> Iterator[str]:
    for replication in graph.of_type(_REPLICATION):
        if texts(replication, ("bucket",)) == [bucket]:
            within = "".join(f", within {m} min" for m in texts(replication, _MINUTES)[:1])
            for arn in texts(replication, ("rules", EVERY, "destination", "bucket")):
                yield f"{arn.rpartition(':')[2]}{within}"


def _said(type_: str, path: Path, resources: Sequence[Resource]) -> list[str]:
    return sorted({text for r in resources if r.type == type_ for text in texts(r, path)})


def how_it_goes_back(system: System, own: Sequence[Resource]) -> Part:
    """What takes a bad version back, and what there is to go back to."""
    digest, approvals = system.card.model.digest, system.model.approvals
    earlier = [one for one in approvals if one.digest != digest]
    known = [f"{one.digest}, approved {one.approved} by {one.by}" for one in reversed(earlier)]
    fallbacks = ", ".join(system.card.decision.fallbacks)
    alarms = [name for r in own for name in texts(r, _ROLLBACK)]
    return part(
        "How it goes back",
        [
            fact("by itself, on", *(alarms or _nothing(system))),
            fact("when the new version never becomes ready", *_stops(system)),
            fact("to", *(known or [f"no other digest is approved: until one is, the fallbacks answer ({fallbacks})"])),
            fact("by hand", "docs/how-to/roll-back.md"),
        ],
    )


def _nothing(system: System) -> Iterator[str]:
    """What is said where a runtime takes nothing back."""
    if system.card.serve.rollout.kind is RolloutKind.ROLLING:
        yield "nothing: what answers its probe and answers badly goes on; alarms say so, and a person takes it back"


def _stops(system: System) -> Iterator[str]:
    if system.card.serve.rollout.kind is RolloutKind.ROLLING:
        yield "the roll stops at the first copy and the deploy fails; the other copies and the fallbacks answer"


_ROLLBACK: Final = ("deploymentConfig", "autoRollbackConfiguration", "alarms", EVERY, "alarmName")


def its_alarms(own: Sequence[Resource]) -> Part:
    """What wakes somebody, and what they open then."""
    alarms = sorted((r for r in own if r.type == ALARM), key=lambda r: r.name)
    lines, books = list[str](), list[str]()
    for alarm in alarms:
        for text in texts_as_written(alarm):
            meaning = text.splitlines()[0] if text else ""
            lines.append(f"{alarm.name}: {meaning}")
            books += _RUNBOOK.findall(text)
    return part("Its alarms", [fact("alarms", *lines), fact("runbooks", *sorted(set(books)), brief=True)])


def texts_as_written(alarm: Resource) -> list[str]:
    """The description of an alarm with its lines."""
    found = alarm.properties.get("alarmDescription")
    return [found] if isinstance(found, str) else []


def its_resources(own: Sequence[Resource]) -> Part:
    """How much of the graph is the system's, by type."""
    types = Counter(r.type for r in own if r.custom)
    counted = ", ".join(f"{number} {type_.rpartition(':')[2]}" for type_, number in sorted(types.items()))
    total = f"{types.total()}: {counted}" if types else ""
    return part("What it is made of", [fact("resources", total)])
