"""What a picture consists of before it has coordinates: boxes in frames, row by row, and arrows between boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TypeAlias


@unique
class Icon(StrEnum):
    """What a box shows beside its title; each is a drawing in icons.py."""

    PERSON = "person"
    ROLE = "role"
    SHIELD = "shield"
    MONEY = "money"
    EYE = "eye"
    GATEWAY = "gateway"
    SUBNET = "subnet"
    ENDPOINT = "endpoint"
    LOG = "log"
    STORE = "store"
    TABLE = "table"
    VAULT = "vault"
    KEY = "key"
    BELL = "bell"
    TOPIC = "topic"
    CLUSTER = "cluster"
    NODES = "nodes"
    IMAGE = "image"
    FUNCTION = "function"
    API = "api"
    QUEUE = "queue"
    STREAM = "stream"
    MODEL = "model"
    QUERY = "query"
    CHART = "chart"
    PLAN = "plan"
    OTHER = "other"


@unique
class Style(StrEnum):
    """What flows along an arrow."""

    REPLICATION = "replication"
    """Data is copied to another Region."""
    CALL = "call"
    """One thing asks another and waits for the answer."""
    FALLBACK = "fallback"
    """Whom it asks when the first does not answer, in order."""
    DATA = "data"
    """Records, events and messages are handed on."""
    EVIDENCE = "evidence"
    """Logs of who did what are delivered."""
    ALARM = "alarm"
    """A person is told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A small box within a box: one zone of a tier."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing of the picture; it may stand for many resources."""

    id: str
    """Unique in a picture, and the same from run to run."""
    icon: Icon
    hue: str
    """The section it belongs to, which gives it its colour."""
    title: str
    lines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """What it consists of, where that is many; drawn as far as there is room."""
    cells: tuple[Cell, ...] = ()
    urns: tuple[str, ...] = ()
    """The resources it stands for; none where a resource says of itself that it also stands elsewhere."""
    region: str = ""
    """Empty for what belongs to the account as a whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side; rows of one level have the same height in every Region, so that a replica stands abreast."""

    items: tuple[Item, ...]
    level: str = ""
    apart: bool = False
    """Whether there is room between them for several arrows and what these say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A border around things that belong together; without a title it has none and only arranges."""

    rows: tuple[Row, ...]
    title: str = ""
    caption: str = ""
    hue: str = ""
    urns: tuple[str, ...] = ()
    """The resources the frame itself stands for: a VPC is the border of what is in it."""


Item: TypeAlias = Box | Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From a box to a box, by their ids."""

    start: str
    end: str
    style: Style
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A picture in words."""

    title: str
    caption: str
    root: Frame
    arrows: tuple[Arrow, ...]

    def boxes(self) -> Iterator[Box]:
        """Every box, in reading order."""
        return _boxes(self.root)

    def frames(self) -> Iterator[Frame]:
        """Every frame, outermost first."""
        return _frames(self.root)


def _boxes(item: Item) -> Iterator[Box]:
    if isinstance(item, Box):
        yield item
        return
    for row in item.rows:
        for below in row.items:
            yield from _boxes(below)


def _frames(item: Item) -> Iterator[Frame]:
    if isinstance(item, Frame):
        yield item
        for row in item.rows:
            for below in row.items:
                yield from _frames(below)
