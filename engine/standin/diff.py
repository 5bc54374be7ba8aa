"""What changed between old and new inputs, path by path, and whether AWS can change it in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, unique
from typing import Any

from engine.standin.naming import is_auto_named
from engine.standin.row import Props, Row


@unique
class Kind(Enum):
    """How a value differs."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Difference:
    """What an update would do."""

    paths: Mapping[str, Kind]
    """Property path in Pulumi's spelling to how it differs."""
    replaces: tuple[str, ...]
    """Properties, or paths below them, that force a replacement."""
    delete_first: bool
    """The old one must go before the new one comes, because both would have the same name."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Top-level properties that differ."""
        return tuple(dict.fromkeys(top(path) for path in self.paths))

    def forces(self, path: str) -> bool:
        """Whether the change at this path is one that forces the replacement."""
        return any(is_within(path, forcing) for forcing in self.replaces)


def top(path: str) -> str:
    """The top-level property of a path."""
    return path.split(".", 1)[0].split("[", 1)[0]


def is_within(path: str, other: str) -> bool:
    """Whether a path is another one, or leads to something below it."""
    return path == other or path.startswith((f"{other}.", f"{other}["))


def below(path: str, key: str) -> str:
    """The path of a key, as Pulumi writes it: a key that itself has a dot or a bracket is quoted."""
    if set(key) & set('.[]"'):
        escaped = key.replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key


def walk(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Kind]]:
    """Every leaf that differs; a value that does not exist yet differs from every other."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from walk(old.get(key), new.get(key), below(path, str(key)))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            yield from walk(before, after, f"{path}[{index}]")
    elif old is None:
        yield path, Kind.ADD
    elif new is None:
        yield path, Kind.DELETE
    else:
        yield path, Kind.UPDATE


@dataclass(frozen=True, slots=True)
class Version:
    """A resource before or after."""

    inputs: Props
    added: Props
    """What the provider adds: `region`, which forces a replacement when the provider's moves, and `tagsAll`, which
    changes with the provider's default tags."""


def compare(row: Row | None, logical: str, before: Version, after: Version) -> Difference:
    """The difference of two versions of a resource; without a row everything is changed in place."""
    old, new = before.inputs, after.inputs
    paths = dict(walk(dict(old), dict(new)))
    paths.pop("region", None)
    if row is None:
        return Difference(paths, (), delete_first=False)
    forced = set(row.replace)
    if row.regional and before.added.get("region") != after.added.get("region"):
        paths["region"] = Kind.UPDATE
        forced.add("region")
    if row.tagging is not None and "tags" not in {top(path) for path in paths}:
        paths.update(walk(before.added.get("tagsAll"), after.added.get("tagsAll"), "tagsAll"))
    replaces = tuple(sorted({top(path) for path in paths} & forced))
    return Difference(paths, replaces, delete_first=bool(replaces) and _same_name(row, logical, old, new))


def _same_name(row: Row, logical: str, old: Props, new: Props) -> bool:
    """Two things of one name cannot exist at once; one that Pulumi named gets another name instead."""
    if row.delete_first:
        return True
    if not row.name or old.get("region") != new.get("region"):
        return False
    name = new.get(row.name)
    return isinstance(name, str) and name == old.get(row.name) and not is_auto_named(name, logical, row.name_prefix)
