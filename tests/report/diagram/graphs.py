"""Resource graphs for pictures: small ones, built by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from graph.model import Graph, Resource
from graph.urn import make

HOME: Final = "eu-west-1"
AWAY: Final = "eu-central-1"
PROVIDER: Final = Resource(
    urn=make("prod", "zone", "", "pulumi:providers:aws", "aws"),
    type="pulumi:providers:aws",
    name="aws",
    properties={"region": HOME, "defaultTags": json.dumps({"tags": {"lz:role": "primary"}})},
)


def component(type_: str, name: str, parent: Resource | None = None) -> Resource:
    urn = make("prod", "zone", parent.urn if parent else "", type_, name)
    return Resource(urn=urn, type=type_, name=name, custom=False, parent=parent.urn if parent else None)


def resource(
    type_: str,
    logical: str,
    parent: Resource | None = None,
    *,
    edges: Mapping[str, tuple[Resource, ...]] | None = None,
    **properties: Any,
) -> Resource:
    return Resource(
        urn=make("prod", "zone", parent.urn if parent else "", type_, logical),
        type=type_,
        name=logical,
        parent=parent.urn if parent else None,
        provider=PROVIDER.urn,
        properties=properties,
        property_dependencies={key: tuple(to.urn for to in others) for key, others in (edges or {}).items()},
    )


def graph(*resources: Resource) -> Graph:
    return Graph("zone", "prod", {one.urn: one for one in (PROVIDER, *resources)})
