"""Small graphs and a table of round prices, so that a test can say by heart what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from config.model.usage import Usage
from graph.model import Graph, Resource
from graph.urn import make
from report.cost.charge import Charge, Free, NoPrice, Place
from report.cost.estimate import Estimate, estimate, models
from report.cost.table import Confidence, Item, Price, Table

STACK: Final = "prod"
REGION: Final = "eu-west-1"
NAT: Final = "aws:ec2/natGateway:NatGateway"
ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"

USAGE: Final = Usage.model_validate({"requests": 1_000_000, "request-kb": 10, "function-ms": 100, "nat-gb": 100})

TABLE: Final = Table(
    items={
        "nat.hour": Item(key="nat.hour", service="Amazon VPC", unit="hour", page="https://aws.amazon.com/"),
        "nat.gb": Item(key="nat.gb", service="Amazon VPC", unit="GB", page="https://aws.amazon.com/"),
        "cloudwatch.alarm": Item(key="cloudwatch.alarm", service="Amazon CloudWatch", unit="alarm", page="https://x"),
        "ec2.*": Item(key="ec2.*", service="Amazon EC2", unit="hour", page="https://aws.amazon.com/"),
    },
    regions={
        REGION: {
            "nat.hour": Price(usd=0.1, as_of=date(2026, 1, 1), confidence=Confidence.PUBLIC),
            "nat.gb": Price(usd=0.5, as_of=date(2026, 1, 1), confidence=Confidence.ESTIMATED),
            "cloudwatch.alarm": Price(usd=2, as_of=date(2026, 1, 1), confidence=Confidence.LISTED),
            "ec2.g5.xlarge": Price(usd=1, as_of=date(2026, 1, 1), confidence=Confidence.PUBLIC),
            "ec2.p5.48xlarge": Price(
                usd=None, as_of=date(2026, 1, 1), confidence=Confidence.ESTIMATED, note="sold by Capacity Block"
            ),
        }
    },
)
"""A NAT gateway costs 73 by the hour and 50 by use, an alarm 2, a g5.xlarge 730."""


def a_resource(
    type_: str,
    name: str = "it",
    *,
    stack: str = STACK,
    parent: str = "lz:network:Egress",
    dependencies: tuple[str, ...] = (),
    **properties: Any,
) -> Resource:
    above = make(stack, "p", "", parent, "part")
    urn = make(stack, "p", above, type_, name)
    return Resource(urn=urn, type=type_, name=name, properties=properties, dependencies=dependencies)


def a_provider(region: str = REGION) -> Resource:
    type_ = "pulumi:providers:aws"
    return Resource(urn=make(STACK, "p", "", type_, "aws"), type=type_, name="aws", properties={"region": region})


def a_graph(*resources: Resource, provider: Resource | None = None, stack: str = STACK) -> Graph:
    every = (provider or a_provider(), *resources)
    return Graph("p", stack, {one.urn: one for one in every})


def an_estimate(*resources: Resource, usage: Usage = USAGE, table: Table = TABLE, stack: str = STACK) -> Estimate:
    return estimate(a_graph(*resources, stack=stack), table, usage)


def bill(resource: Resource, *others: Resource, usage: Usage = USAGE) -> Mapping[str, float]:
    """What a resource is charged for: price keys and quantities, the ceilings with a mark."""
    sums = dict[str, float]()
    for charge in charges(resource, *others, usage=usage):
        key = f"{charge.key} at most" if charge.kind == "ceiling" else charge.key
        key = f"{key} in {charge.region}" if charge.region else key
        sums[key] = round(sums.get(key, 0) + charge.quantity, 6)
    return sums


def charges(resource: Resource, *others: Resource, usage: Usage = USAGE) -> list[Charge]:
    return [one for one in found(resource, *others, usage=usage) if isinstance(one, Charge)]


def reasons(resource: Resource, *others: Resource) -> list[str]:
    """Why something has no price."""
    return [one.reason for one in found(resource, *others) if isinstance(one, NoPrice)]


def found(resource: Resource, *others: Resource, usage: Usage = USAGE) -> list[Charge | NoPrice | Free]:
    return list(models()[resource.type](resource, Place(a_graph(resource, *others), usage)))
