"""Whether a recovery environment holds what its primary holds: made by itself, or as a replica made by the primary.

Compared are logical names and types, with zone ids and the words primary and replica made neutral. Every difference
that the written list (config/parity.yaml) does not explain is named, and so is every entry that explains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from graph.model import Graph, Resource

_ZONE = re.compile(r"\b[a-z]{2,4}\d-(az\d)\b")
_KEY, _REPLICA_KEY = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"

Place = tuple[str, str]
"""Type token and neutral name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference somebody wrote down."""

    type: str
    """Type token; * stands for anything."""
    name: str
    """Logical name; * stands for anything."""
    reason: str
    only: Literal["primary", "recovery"] = "primary"
    """Which side has it."""

    def explains(self, place: Place) -> bool:
        """Whether this is the difference meant."""
        return fnmatchcase(place[0], self.type) and fnmatchcase(place[1], self.name)


@dataclass(frozen=True, slots=True)
class Parity:
    """What a comparison found."""

    primary: str
    recovery: str
    compared: int
    """Resources of the primary's own Region, and those without a Region."""
    explained: int
    missing: tuple[Place, ...]
    """What the primary has, the recovery side lacks, and nobody explained."""
    surplus: tuple[Place, ...]
    """What only the recovery side has, and nobody explained."""
    unused: tuple[Difference, ...]
    """Entries of the written list that explain nothing."""

    @property
    def holds(self) -> bool:
        """Nothing is missing, nothing is too much, and the written list is true."""
        return not (self.missing or self.surplus or self.unused)

    def __str__(self) -> str:
        """One sentence for a report."""
        if self.holds:
            counts = f"{self.compared} resources, {self.explained} explained"
            return f"parity of {self.primary} with {self.recovery} holds: {counts}"
        first = (self.missing or self.surplus or tuple((d.type, d.name) for d in self.unused))[0]
        return (
            f"parity of {self.primary} with {self.recovery} does not hold: {len(self.missing)} missing, "
            f"{len(self.surplus)} surplus, {len(self.unused)} explanations unused; first: {first[1]} ({first[0]})"
        )


def compare(primary: Graph, recovery: Graph, recovery_region: str, written: Sequence[Difference]) -> Parity:
    """Hold the two graphs against each other; `recovery_region` is where the primary makes its replicas."""
    own = [r for r in _managed(primary) if r.properties.get("region") != recovery_region]
    replicas = {_place(r) for r in _managed(primary) if r.properties.get("region") == recovery_region}
    there = {_place(r) for r in _managed(recovery)}
    here = {_place(r) for r in own}
    lacking = [_place(r) for r in own if _place(r) not in there and not _twins(r) & replicas]
    extra = sorted(there - here)
    missing = _unexplained(lacking, "primary", written)
    surplus = _unexplained(extra, "recovery", written)
    found: dict[str, Sequence[Place]] = {"primary": lacking, "recovery": extra}
    return Parity(
        primary=primary.stack,
        recovery=recovery.stack,
        compared=len(own),
        explained=len(lacking) - len(missing) + len(extra) - len(surplus),
        missing=tuple(sorted(missing)),
        surplus=tuple(surplus),
        unused=tuple(d for d in written if not any(d.explains(place) for place in found[d.only])),
    )


def _unexplained(places: Sequence[Place], only: str, written: Sequence[Difference]) -> list[Place]:
    return [place for place in places if not any(d.only == only and d.explains(place) for d in written)]


def _managed(graph: Graph) -> Iterable[Resource]:
    return (r for r in graph if r.custom and not r.external)


def _place(resource: Resource) -> Place:
    return resource.type, _ZONE.sub(r"\1", resource.name)


def _twins(resource: Resource) -> set[Place]:
    """What the replica of a resource may be called; store-primary-lock and key-models-alias have two grammars."""
    type_, name = _place(resource)
    stem, _, part = name.rpartition("-")
    names = {name.replace("-primary-", "-replica-"), f"{stem}-replica-{part}"} - {name}
    return {(_REPLICA_KEY if type_ == _KEY else type_, twin) for twin in names}
