"""What a resource is charged for, before anybody looks a price up: pricers yield these, and never a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from config.model.usage import Usage
from graph.model import UNKNOWN, Graph, Resource, Secret

HOURS: Final = 730
"""Hours of a month, as AWS's own calculator counts them (365 days of 24 hours, over 12)."""


@unique
class Kind(StrEnum):
    """How sure it is that an amount will be paid."""

    FIXED = "fixed"
    """Paid whether anybody uses it or not."""
    ASSUMED = "assumed"
    """Follows use; the quantity is an assumption of the environment's usage."""
    CEILING = "ceiling"
    """What may come on top when everything that scales stands at its limit."""


@dataclass(frozen=True, slots=True)
class Charge:
    """So many units a month of something that has a price."""

    key: str
    """Of the price table."""
    what: str
    """What is paid for, for a person."""
    quantity: float
    """Units of the price, a month."""
    kind: Kind = Kind.FIXED
    assumes: tuple[str, ...] = ()
    """The fields of Usage that the quantity comes from."""
    note: str = ""
    """What the amount leaves out or takes for granted."""
    region: str | None = None
    """Where that is not the resource's own Region: a replica."""


@dataclass(frozen=True, slots=True)
class NoPrice:
    """Something that costs and cannot be priced, and why: it is listed, never counted as nothing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Free:
    """Something that AWS does not charge for as it is set here, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a pricer may look at beside its resource."""

    graph: Graph
    usage: Usage


Found = Charge | NoPrice | Free
Pricer = Callable[[Resource, Place], Iterator[Found]]

_PRICERS: dict[str, Pricer] = {}


def priced(*types: str) -> Callable[[Pricer], Pricer]:
    """Make a function the pricer of these Pulumi types; ValueError for a type that has one."""

    def register(pricer: Pricer) -> Pricer:
        for type_ in types:
            if type_ in _PRICERS:
                raise ValueError(f"{type_} has two pricers")
            _PRICERS[type_] = pricer
        return pricer

    return register


def pricers() -> Mapping[str, Pricer]:
    """Every pricer that was imported, by type."""
    return _PRICERS


def fixed(key: str, what: str, quantity: float, note: str = "", region: str | None = None) -> Charge:
    """A charge that does not depend on use."""
    return Charge(key, what, quantity, Kind.FIXED, (), note, region)


def assumed(key: str, what: str, quantity: float, *assumes: str, note: str = "", region: str | None = None) -> Charge:
    """A charge that follows use."""
    return Charge(key, what, quantity, Kind.ASSUMED, assumes, note, region)


def ceiling(key: str, what: str, quantity: float, note: str = "") -> Charge:
    """A charge on top of the others, when what scales stands at its limit."""
    return Charge(key, what, quantity, Kind.CEILING, (), note)


def value(resource: Resource, path: str) -> Any:
    """The value at a dotted path of a resource's properties: None where there is none, UNKNOWN where nobody knows."""
    found: Any = resource.properties
    for step in path.split("."):
        found = found.value if isinstance(found, Secret) else found
        if found is UNKNOWN:
            return UNKNOWN
        found = found.get(step) if isinstance(found, Mapping) else None
    return found.value if isinstance(found, Secret) else found


def elements(resource: Resource, path: str) -> list[Any] | None:
    """The list at a path, empty where there is none; None where nobody knows how long it is."""
    found = value(resource, path)
    if found is UNKNOWN:
        return None
    return found if isinstance(found, list) else []


def amount(resource: Resource, path: str, default: float = 0) -> float | None:
    """The number at a path, the default where there is none; None where nobody knows it."""
    found = value(resource, path)
    if found is None:
        return default
    if isinstance(found, str):
        return float(found) if found.replace(".", "", 1).isdigit() else None
    return found if isinstance(found, int | float) else None


def text(resource: Resource, path: str) -> str:
    """The text at a path; empty where there is none, or where nobody knows it."""
    found = value(resource, path)
    return found if isinstance(found, str) else ""
