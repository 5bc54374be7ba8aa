"""A resource graph: resources, the two values a preview cannot show (unknown and secret), and edges by URN.

Property values are plain data: None, bool, int, float, str, list, dict, and two markers. Unknown stands where a value
exists only after the deploy. Secret wraps a value that must never reach a message; its repr hides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, final


@final
class Unknown(Enum):
    """A value that does not exist yet."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@final
@dataclass(frozen=True, slots=True)
class Secret:
    """A secret value: rules may look inside, messages may not."""

    value: Any

    def __repr__(self) -> str:
        return "Secret(hidden)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """Where the program declared a resource."""

    file: str
    """Relative to the project's root, with forward slashes."""
    line: int


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource as the program asked for it: inputs, not outputs."""

    urn: str
    type: str
    """The Pulumi type token, for example aws:s3/bucket:Bucket."""
    name: str
    """The logical name."""
    custom: bool = True
    """False for a component, which has no provider and no properties of its own."""
    external: bool = False
    """Read, not managed: the program refers to something it does not own."""
    properties: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    parent: str | None = None
    """URN."""
    provider: str | None = None
    """URN of the provider resource; None for components and for the default provider."""
    dependencies: tuple[str, ...] = ()
    """URNs this resource waits for."""
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Property name to the URNs its value comes from; known even while the value is not."""
    protect: bool = False
    retain_on_delete: bool = False
    ignore_changes: tuple[str, ...] = ()
    source: SourcePosition | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Every resource of one stack, in the order the program registered them."""

    project: str
    stack: str
    resources: Mapping[str, Resource]
    """By URN."""

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources.values())

    def __len__(self) -> int:
        return len(self.resources)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of these type tokens."""
        wanted = set(types)
        return (r for r in self if r.type in wanted)
