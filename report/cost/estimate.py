"""An estimate: every charge of a graph at its price, what could not be priced, and what is free."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import yaml

from config.model.usage import Usage
from graph import urn as urns
from graph.belonging import SYSTEM_TAG
from graph.model import Graph, Resource
from report.cost.charge import HOURS, Charge, Free, Kind, NoPrice, Place, Pricer, pricers, value
from report.cost.table import HERE, Confidence, Table

_MODULES: Final = ("compute", "decisions", "network", "operations", "storage")
_AWS: Final = "pulumi:providers:aws"
POOL_TAG: Final = "lz:pool"
_POOL_LABEL: Final = "lz/pool"


@dataclass(frozen=True, slots=True)
class Line:
    """A charge at its price."""

    urn: str
    region: str
    service: str
    charge: Charge
    unit: str
    usd: float
    """Of one unit."""
    confidence: Confidence
    part: str
    """The family of the outermost component: network, storage, serving."""
    system: str = ""
    """The AI system it serves, where a tag says so."""
    pool: str = ""
    """The pool of nodes it belongs to, where a tag or a label says so."""

    @property
    def monthly(self) -> float:
        """US dollars a month."""
        return self.charge.quantity * self.usd

    @property
    def kind(self) -> Kind:
        return self.charge.kind


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Something that costs, and nobody here knows how much."""

    urn: str
    reason: str

    @property
    def type(self) -> str:
        return urns.type_of(self.urn)

    @property
    def name(self) -> str:
        return urns.name_of(self.urn)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a stack costs a month, as far as anybody can say from its graph."""

    stack: str
    lines: tuple[Line, ...]
    unpriced: tuple[Unpriced, ...]
    free: Mapping[str, tuple[str, int]]
    """Type to the reason, and how many of it there are."""
    usage: Usage
    budgets: Mapping[str, float] = field(default_factory=dict[str, float])
    """What each pool may cost at its limits, US dollars an hour, by the configuration."""

    @property
    def monthly(self) -> float:
        """Fixed and assumed together: what the month should cost."""
        return self.fixed + self.assumed

    @property
    def fixed(self) -> float:
        """What is paid whether anybody uses it or not."""
        return self._sum(Kind.FIXED)

    @property
    def assumed(self) -> float:
        """What follows use."""
        return self._sum(Kind.ASSUMED)

    @property
    def most(self) -> float:
        """What the month would cost with every pool at its limit."""
        return self.monthly + self._sum(Kind.CEILING)

    @property
    def unpriced_resources(self) -> int:
        """How many resources have something without a price."""
        return len({one.urn for one in self.unpriced})

    @property
    def assumptions(self) -> dict[str, float]:
        """The assumptions that some line rests on, by the name a file spells them with."""
        names = sorted({name for line in self.lines for name in line.charge.assumes})
        fields = Usage.model_fields
        return {fields[name].alias or name: float(getattr(self.usage, name)) for name in names}

    def by(self, of: Callable[[Line], str]) -> dict[str, float]:
        """The monthly cost by a property of its lines, the dearest first."""
        sums = defaultdict[str, float](float)
        for line in self.expected:
            sums[of(line)] += line.monthly
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

    def by_resource(self) -> dict[str, float]:
        """The monthly cost by URN."""
        return self.by(lambda line: line.urn)

    @property
    def pools(self) -> dict[str, tuple[float, float]]:
        """By pool: US dollars an hour for what it always has, and with everything it may grow to."""
        always, most = defaultdict[str, float](float), defaultdict[str, float](float)
        for line in self.lines:
            if line.pool:
                always[line.pool] += 0 if line.kind is Kind.CEILING else line.monthly / HOURS
                most[line.pool] += line.monthly / HOURS
        return {pool: (always[pool], most[pool]) for pool in sorted(most)}

    def share(self, confidence: Confidence) -> float:
        """Which part of the monthly cost, 0 to 1, rests on prices of this confidence; 0 where nothing costs."""
        return self.by(lambda line: line.confidence).get(confidence, 0) / self.monthly if self.monthly else 0

    @property
    def expected(self) -> Iterator[Line]:
        """The lines that the monthly cost is the sum of."""
        return (line for line in self.lines if line.kind is not Kind.CEILING)

    def _sum(self, kind: Kind) -> float:
        return sum(line.monthly for line in self.lines if line.kind is kind)


def estimate(graph: Graph, table: Table, usage: Usage, budgets: Mapping[str, float] | None = None) -> Estimate:
    """What a graph costs: resources that are managed and have a provider; components are their children."""
    places = _Regions(graph)
    place = Place(graph, usage)
    lines, unpriced, free = list[Line](), list[Unpriced](), dict[str, tuple[str, int]]()
    for resource in graph:
        if not resource.custom or resource.external or urns.is_provider(resource.type):
            continue
        for found in _found(resource, place):
            if isinstance(found, Charge):
                priced = _priced(found, resource, places, table)
                (lines if isinstance(priced, Line) else unpriced).append(priced)  # pyright: ignore[reportArgumentType]
            elif isinstance(found, NoPrice):
                unpriced.append(Unpriced(resource.urn, found.reason))
            else:
                count = free.get(resource.type, (found.reason, 0))[1]
                free[resource.type] = (found.reason, count + 1)
    return Estimate(graph.stack, tuple(lines), tuple(unpriced), dict(sorted(free.items())), usage, budgets or {})


def _found(resource: Resource, place: Place) -> Iterable[Charge | NoPrice | Free]:
    if pricer := models().get(resource.type):
        return pricer(resource, place)
    if reason := _free(resource.type):
        return (Free(reason),)
    return (NoPrice(f"no pricing model for {resource.type}"),)


def _priced(charge: Charge, resource: Resource, places: _Regions, table: Table) -> Line | Unpriced:
    region = charge.region or places.of(resource)
    price = table.price(region, charge.key) if region else None
    if price is None or price.usd is None:
        why = f": {price.note}" if price and price.note else ""
        where = region or "a Region that is not known before the deploy"
        return Unpriced(resource.urn, f"{charge.what}: the table has no price of {charge.key} for {where}{why}")
    item = table.item(charge.key)
    return Line(
        urn=resource.urn,
        region=region,
        service=item.service,
        charge=charge,
        unit=item.unit,
        usd=price.usd,
        confidence=price.confidence,
        part=part_of(resource.urn),
        system=_tagged(resource, SYSTEM_TAG),
        pool=_tagged(resource, POOL_TAG) or _label(resource),
    )


class _Regions:
    """Where each resource stands: its own Region, its provider's, or that of the stack's one AWS provider."""

    def __init__(self, graph: Graph) -> None:
        self._by_provider = {
            one.urn: found for one in graph.of_type(_AWS) if isinstance(found := one.properties.get("region"), str)
        }
        regions = set(self._by_provider.values())
        self._only = regions.pop() if len(regions) == 1 else ""

    def of(self, resource: Resource) -> str:
        """The Region; empty where nobody knows."""
        own = resource.properties.get("region")
        if isinstance(own, str):
            return own
        return self._by_provider.get(resource.provider or "", self._only)


def part_of(urn: str) -> str:
    """The family of the outermost component a resource belongs to; the service's own name where there is none."""
    outermost = urns.qualified_type(urn).split("$", 1)[0]
    room, family = outermost.split(":")[:2]
    return family if room == "lz" else family.split("/")[0]


def _tagged(resource: Resource, tag: str) -> str:
    tags = resource.properties.get("tags")
    found = tags.get(tag) if isinstance(tags, Mapping) else None
    return found if isinstance(found, str) else ""


def _label(resource: Resource) -> str:
    """The pool of a group of nodes, by the label that its nodes get."""
    for path in ("labels", "spec.template.metadata.labels"):
        labels = value(resource, path)
        found = labels.get(_POOL_LABEL) if isinstance(labels, Mapping) else None
        if isinstance(found, str):
            return found
    return ""


@cache
def models() -> Mapping[str, Pricer]:
    """Every pricer, by type."""
    for module in _MODULES:
        importlib.import_module(f"report.cost.pricers.{module}")
    return pricers()


@cache
def free_types() -> Mapping[str, str]:
    """Type, or its beginning with a star, to the reason it is free."""
    return yaml.load((HERE / "free.yaml").read_bytes(), Loader=yaml.CSafeLoader)


@cache
def _free(type_: str) -> str:
    exact = free_types().get(type_)
    if exact:
        return exact
    matching = [one for one in free_types() if one.endswith("*") and type_.startswith(one[:-1])]
    return free_types()[max(matching, key=len)] if matching else ""
