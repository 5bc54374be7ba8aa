"""What flows from box to box, as the resources say it: a relation is added by a row.

The program's own edges tell it: a property whose value comes from another resource. Where a value is known before the
deploy it may carry no edge; then the ARN in it is followed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.model import Resource
from report.diagram import systems_table as parts
from report.diagram import table
from report.diagram.kinds import EVERY, Fact, Path, texts, values
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
    near: bool = False
    """It is drawn only in the picture of a system."""
    in_region: bool = False
    """The value is a Region: it flows to the box of the same type there."""


_BUCKETS: Final = frozenset({table.BUCKET})
_MODELS: Final = frozenset({parts.INGRESS, parts.ENDPOINT, parts.PROFILE, parts.GUARDRAIL})
_VARIABLES: Final = ("environment", "variables", EVERY)
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
    Relation(
        type="aws:ecr/replicationConfiguration:ReplicationConfiguration",
        path=("replicationConfiguration", "rules", EVERY, "destinations", EVERY, "region"),
        to=frozenset({parts.REPOSITORY}),
        style=Style.REPLICATION,
        in_region=True,
    ),
    *(
        Relation(type=type_, path=("alarmActions", EVERY), to=frozenset({table.TOPIC}), style=Style.ALARM)
        for type_ in (table.ALARM, table.COMPOSITE)
    ),
    Relation(
        type="aws:apigateway/integration:Integration", path=("uri",), to=frozenset({parts.FUNCTION}), style=Style.CALL
    ),
    Relation(
        type="aws:wafv2/webAclAssociation:WebAclAssociation",
        path=("webAclArn",),
        to=frozenset({parts.ACL}),
        style=Style.CALL,
        back=True,
    ),
    Relation(type=parts.FUNCTION, path=_VARIABLES, to=_MODELS, style=Style.CALL, near=True),
    Relation(
        type=parts.FUNCTION,
        path=_VARIABLES,
        to=frozenset({parts.QUEUE, parts.STREAM, table.TABLE}),
        style=Style.DATA,
        near=True,
    ),
    Relation(type=parts.FUNCTION, path=_VARIABLES, to=_BUCKETS, style=Style.DATA),
    Relation(
        type="aws:lambda/eventSourceMapping:EventSourceMapping",
        path=("eventSourceArn",),
        to=frozenset({parts.INTAKE, parts.QUEUE}),
        style=Style.DATA,
        back=True,
        near=True,
    ),
    Relation(
        type=parts.STREAM,
        path=("extendedS3Configuration", "bucketArn"),
        to=_BUCKETS,
        style=Style.DATA,
    ),
    Relation(
        type="aws:glue/catalogTable:CatalogTable",
        path=("parameters", "storage.location.template"),
        to=_BUCKETS,
        style=Style.DATA,
        back=True,
        near=True,
    ),
    Relation(
        type="kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
        path=("spec", "targetGroupARN"),
        to=frozenset({parts.INGRESS}),
        style=Style.CALL,
        back=True,
    ),
    Relation(
        type=parts.DEPLOYMENT,
        path=("spec", "template", "spec", "containers", EVERY, "args", EVERY),
        to=_BUCKETS,
        style=Style.DATA,
        back=True,
    ),
    Relation(
        type="aws:sagemaker/model:Model",
        path=("primaryContainer", "modelDataUrl"),
        to=_BUCKETS,
        style=Style.DATA,
        back=True,
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Something flows from a box to a box."""

    start: Key
    end: Key
    style: Style
    label: str = ""
    near: bool = False
    """Only the picture of a system has room for it."""


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
                    seen[Flow(start, end, relation.style, label, relation.near)] = None
    return tuple(seen)


def _targets(
    found: Membership, by_name: Mapping[tuple[str, str, str], Key], resource: Resource, relation: Relation
) -> Iterator[Key]:
    edges = resource.property_dependencies.get(relation.path[0], ())
    yield from (key for urn in edges if (key := found.owner.get(urn)) is not None and key.token in relation.to)
    for text in texts(resource, relation.path):
        if relation.in_region:
            yield from (key for key in found.boxes if key.token in relation.to and key.region == text)
            continue
        for region, name in _named(text):
            yield from (by_name[token, region, name] for token in relation.to if (token, region, name) in by_name)


def _named(text: str) -> Iterator[tuple[str, str]]:
    """The Regions and names that a value speaks of: an ARN, an address in S3, a name, or JSON with such values."""
    if text.startswith("{"):
        with contextlib.suppress(ValueError):
            for leaf in values(json.loads(text), (EVERY, EVERY)):
                if isinstance(leaf, str):
                    yield from _named(leaf)
        return
    if text.startswith("s3://"):
        yield "", text.split("/")[2]
        return
    parts_of_arn = text.split(":", 5)
    if len(parts_of_arn) < 6:
        yield "", text
        return
    region, name = parts_of_arn[3], parts_of_arn[5]
    yield from ((region, found) for found in dict.fromkeys([name, name.rpartition(":")[2], name.rpartition("/")[2]]))


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
