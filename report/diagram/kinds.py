"""How a type of resource is drawn: the words of the table in table.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final, TypeAlias, cast

from graph.model import UNKNOWN, Resource, Secret
from report.diagram.model import Icon
from report.escape import prose

Path: TypeAlias = tuple[str, ...]
"""Keys from a resource's properties inwards; EVERY stands for each element of a list, or each value of a mapping."""

EVERY: Final = "*"
NAME: Final[Path] = ("",)
"""Of what has no name of its own in AWS, or whose name says it twice: the logical one."""


@unique
class Section(StrEnum):
    """Which part of a picture a kind belongs to; in the order a reader meets them."""

    ACCOUNT = "account"
    NETWORK = "network"
    COMPUTE = "compute"
    SERVING = "serving"
    SYSTEMS = "systems"
    RECORDS = "records"
    KEYS = "keys"
    WATCH = "watch"
    RECOVERY = "recovery"
    OTHER = "other"

    @property
    def heading(self) -> str:
        """What stands above its frame."""
        return _TITLES[self]


_TITLES: Final = {
    Section.ACCOUNT: "The account: who may do what, and what it may cost",
    Section.NETWORK: "Network",
    Section.COMPUTE: "Compute",
    Section.SERVING: "Model serving",
    Section.SYSTEMS: "AI systems",
    Section.RECORDS: "What must survive",
    Section.KEYS: "Keys",
    Section.WATCH: "Who is told",
    Section.RECOVERY: "Recovery",
    Section.OTHER: "Not in the table of the picture",
}


@unique
class Draw(StrEnum):
    """How many boxes the resources of a type become."""

    EACH = "each"
    """One a resource."""
    TOGETHER = "together"
    """One in a Region, with a count; also one for each value of `by`, where a kind names it."""
    FRAME = "frame"
    """The border around its section."""


@unique
class How(StrEnum):
    """How a fact reads a value that several resources have."""

    ALL = "all"
    """The different values, in order."""
    COUNTED = "counted"
    """The different values and how often each."""
    ONLY = "only"
    """The value where there is one; a box of many says nothing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a box, from a property of the resources it stands for; no line where the property says nothing yet."""

    path: Path
    said: str = "{}"
    of: str = ""
    """The type that has the property, where it is not the one that is drawn."""
    how: How = How.ALL
    skip: int = 0
    """How many parts, with dots between them, are left out: after three, com.amazonaws.eu-west-1.ecr.api is ecr.api."""

    after: str = ""
    """Where set, only what follows the last of these characters: of an ARN, the name."""

    def found(self, type_: str, resources: Iterable[Resource]) -> list[str]:
        """Every value, in the order of the resources."""
        wanted = self.of or type_
        meant = [
            r for r in resources if r.type == wanted or r.type.startswith(f"{wanted}:")
        ]  # a row of a whole provider
        found = [value for r in meant for value in texts(r, self.path)]
        found = [value.split(".", self.skip)[-1] for value in found]
        return [value.rpartition(self.after)[2] for value in found] if self.after else found

    def line(self, type_: str, resources: Iterable[Resource]) -> str:
        """The fact in words; empty where nothing is known."""
        found = self.found(type_, resources)
        if not found:
            return ""
        if self.how is How.ONLY and len(set(found)) > 1:
            return ""
        if self.how is How.COUNTED:
            counts = sorted(Counter(found).items(), key=lambda item: (-item[1], item[0]))
            return self.said.replace("{}", ", ".join(f"{number} {value}" for value, number in counts))
        return self.said.replace("{}", ", ".join(dict.fromkeys(found)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A row of the table: where a type stands in a picture and what its box says."""

    icon: Icon
    section: Section
    noun: str
    """Of one; the plural is formed by `plural`."""
    draw: Draw = Draw.EACH
    row: int = 0
    """Boxes of one row of a section stand side by side; rows go down."""
    stage: int = 0
    """How far from the caller it stands in the picture of a system."""
    by: Path = ()
    """What tells boxes that are drawn together apart."""
    order: tuple[str, ...] = ()
    """In which order the values of `by` are drawn; those it does not name come after them."""
    wide: bool = False
    """Its box takes a row of its own."""
    alone: bool = False
    """Drawn only where no component around it is."""
    always: bool = False
    """Drawn also where a component around it is one box."""
    facts: tuple[Fact, ...] = ()
    words: Fact | None = None
    """What a box of many consists of, word by word."""
    cells: tuple[Path, Path] | None = None
    """Label and value of a cell for each resource."""
    copies: Path = ()
    """Regions in which the resource says of itself that a copy stands."""
    copied: str = ""
    """What its arrow to such a copy says."""
    whole: bool = False
    """It belongs to the account and to no Region."""


def plural(noun: str, number: int) -> str:
    """A number and its noun: 1 alarm, 14 endpoints, 2 policies."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}{'es' if noun.endswith(('s', 'x', 'ch')) else 's'}"


def values(of: Any, path: Sequence[str]) -> Iterator[Any]:
    """Every known value at a path; what is unknown or secret says nothing."""
    if of is UNKNOWN or isinstance(of, Secret) or of is None:
        return
    if not path:
        yield of
        return
    key, rest = path[0], path[1:]
    if key == EVERY:
        for element in _elements(of):
            yield from values(element, rest)
    elif isinstance(of, dict):
        yield from values(cast("dict[str, Any]", of).get(key), rest)


def _elements(of: Any) -> Iterable[Any]:
    if isinstance(of, dict):
        return cast("dict[str, Any]", of).values()
    return cast("list[Any]", of) if isinstance(of, list) else ()


def texts(resource: Resource, path: Path) -> list[str]:
    """The values at a path of a resource's properties as people write them; a list or mapping is no text."""
    if path == NAME:
        return [prose(resource.name)]
    return [_text(v) for v in values(dict(resource.properties), path) if isinstance(v, bool | int | float | str)]


def _text(value: bool | float | str) -> str:  # noqa: FBT001  a property may be a boolean
    match value:
        case bool():
            return "on" if value else "off"
        case str():
            return prose(value)
        case _:
            return f"{value:,.10g}"
