"""What flows from box to box, as the resources say it: a relation is added by a row.

The program's own edges tell it: a property whose value comes from another resource. Where a value is known before the
deploy it may carry no edge; then the ARN in it is followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.model import Resource
from report.diagram import table
from report.diagram.kinds import EVERY, Fact, Path, texts
from report.diagram.membership import Key, Membership
from report.diagram.model import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Through which property of a type something flows, and to which types of box."""

    type: str
    path: Path
    """The first key is the property whose edges are followed."""
    to: frozenset[str]
    style: Style
    label: Fact | None = None
    back: bool = False
    """It flows from the other resource to this one."""


_BUCKETS: Final = frozenset({table.BUCKET})
_REPLICATION: Final = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"

RELATIONS: Final = (
    Relation(
        type=_REPLICATION,
        path=("rules", EVERY, "destination", "bucket"),
        to=_BUCKETS,
        style=Style.REPLICATION,
        label=Fact(("rules", EVERY, "destination", "replicationTime", "time", "minutes"), "{} min"),
    ),
    Relation(
        type=table.REPLICA_KEY,
        path=("primaryKeyArn",),
        to=frozenset({table.KEY}),
        style=Style.REPLICATION,
        back=True,
    ),
    Relation(
        type="aws:backup/plan:Plan",
        path=("rules", EVERY, "copyActions", EVERY, "destinationVaultArn"),
        to=frozenset({table.VAULT}),
        style=Style.REPLICATION,
        label=Fact(("rules", EVERY, "ruleName")),
    ),
    Relation(type="aws:cloudtrail/trail:Trail", path=("s3BucketName",), to=_BUCKETS, style=Style.EVIDENCE),
    Relation(type="aws:ec2/flowLog:FlowLog", path=("logDestination",), to=_BUCKETS, style=Style.EVIDENCE),
    Relation(
        type="aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
        path=("destinationArn",),
        to=_BUCKETS,
        style=Style.EVIDENCE,
    ),
    Relation(
        type="aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
        path=("loggingConfig", "s3Config", "bucketName"),
        to=_BUCKETS,
        style=Style.EVIDENCE,
    ),
    Relation(type=table.ALARM, path=("alarmActions", EVERY), to=frozenset({table.TOPIC}), style=Style.ALARM),
)


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Something flows from a box to a box."""

    start: Key
    end: Key
    style: Style
    label: str = ""


def flows(found: Membership) -> tuple[Flow, ...]:
    """Every relation of the table that a graph has, each once, in the order of boxes and table."""
    by_name = _names(found)
    resources = [(key, resource) for key, members in found.boxes.items() for resource in members]
    seen = dict[Flow, None]()
    for relation in RELATIONS:
        for key, resource in resources:
            if resource.type != relation.type:
                continue
            label = relation.label.line(relation.type, [resource]) if relation.label else ""
            for other in _targets(found, by_name, resource, relation):
                if other != key:
                    start, end = (other, key) if relation.back else (key, other)
                    seen[Flow(start, end, relation.style, label)] = None
    return tuple(seen)


def _targets(
    found: Membership, by_name: Mapping[tuple[str, str, str], Key], resource: Resource, relation: Relation
) -> Iterator[Key]:
    edges = resource.property_dependencies.get(relation.path[0], ())
    yield from (key for urn in edges if (key := found.owner.get(urn)) is not None and key.token in relation.to)
    for arn in texts(resource, relation.path):
        parts = arn.split(":", 5)
        region, name = (parts[3], parts[5]) if len(parts) == 6 else ("", arn)
        names = {name, name.rpartition(":")[2], name.rpartition("/")[2]}
        yield from (
            by_name[where] for token in relation.to for n in sorted(names) if (where := (token, region, n)) in by_name
        )


def _names(found: Membership) -> Mapping[tuple[str, str, str], Key]:
    """Boxes by type, Region and physical name; also without the Region, which a bucket's ARN does not name."""
    named = dict[tuple[str, str, str], Key]()
    for key, members in found.boxes.items():
        for resource in members:
            if resource.type == key.token:
                for name in _called(resource):
                    named[key.token, key.region, name] = named[key.token, "", name] = key
    return named


def _called(resource: Resource) -> Iterable[str]:
    return [*texts(resource, ("name",)), *texts(resource, ("bucket",))]
