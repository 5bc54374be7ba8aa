"""What a deploy would do, resource by resource, and which of it touches what cannot be made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique

from graph import urn as urns


@unique
class Operation(StrEnum):
    """What happens to one resource."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    SAME = "same"
    OTHER = "other"
    """Reading, importing, refreshing: nothing that a resource could be lost by."""


_OPERATIONS: Mapping[str, Operation] = {
    "create": Operation.CREATE,
    "update": Operation.UPDATE,
    "replace": Operation.REPLACE,
    "create-replacement": Operation.REPLACE,
    "delete-replaced": Operation.REPLACE,
    "delete": Operation.DELETE,
    "same": Operation.SAME,
}
"""The engine's names (apitype.OpType of pulumi 3.250); it speaks of a replacement in three steps."""

_GRAVEST = (Operation.REPLACE, Operation.DELETE, Operation.CREATE, Operation.UPDATE, Operation.OTHER, Operation.SAME)


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource, and through which of its properties."""

    urn: str
    operation: Operation
    keys: tuple[str, ...] = ()
    """Properties that differ, or that force the replacement; sorted."""

    @property
    def type(self) -> str:
        return urns.type_of(self.urn)

    @property
    def name(self) -> str:
        return urns.name_of(self.urn)


@dataclass(frozen=True, slots=True)
class Changes:
    """One change a resource, in the order of their URNs."""

    changes: tuple[Change, ...]
    stateful_types: frozenset[str]
    """Types whose loss is a loss of data."""

    @classmethod
    def of(cls, steps: Iterable[tuple[str, str, Iterable[str]]], stateful_types: Collection[str]) -> Changes:
        """From the engine's steps: URN, the engine's name of the operation, and the properties that differ.

        Several steps about one resource become one change, the gravest; an operation that is not known counts as OTHER.
        """
        found: dict[str, Change] = {}
        for urn, name, keys in steps:
            step = Change(urn, _OPERATIONS.get(name, Operation.OTHER), tuple(sorted(set(keys))))
            found[urn] = _gravest(found[urn], step) if urn in found else step
        return cls(tuple(found[urn] for urn in sorted(found)), frozenset(stateful_types))

    def count(self, operation: Operation) -> int:
        """How many resources an operation happens to."""
        return Counter(change.operation for change in self.changes)[operation]

    @property
    def stateful(self) -> tuple[Change, ...]:
        """The changes to stateful resources, other than reading them and leaving them as they are."""
        quiet = (Operation.SAME, Operation.OTHER)
        return tuple(c for c in self.changes if c.type in self.stateful_types and c.operation not in quiet)

    @property
    def losses(self) -> tuple[Change, ...]:
        """The stateful resources that would be replaced or deleted."""
        return tuple(c for c in self.stateful if c.operation in {Operation.REPLACE, Operation.DELETE})


def _gravest(one: Change, other: Change) -> Change:
    first = min(one, other, key=lambda change: _GRAVEST.index(change.operation))
    return Change(first.urn, first.operation, tuple(sorted({*one.keys, *other.keys})))
