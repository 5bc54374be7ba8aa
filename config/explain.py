"""An environment as a flat list: each key, its resolved value, and the file that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import KeyPath, dotted
from config.folder import Layered
from config.load import Resolved
from config.section import Section


@dataclass(frozen=True, slots=True)
class Explained:
    """One resolved value."""

    key: str
    """Dotted."""

    value: Any
    """A JSON value; a list is one value."""

    file: str | None
    """Relative to the project's root; None for a default of the model."""

    line: int | None


def explain(resolved: Resolved) -> tuple[Explained, ...]:
    """Every value of an environment, in the order of the models."""
    return explain_file(resolved.zone, resolved.layered)


def explain_file(value: Section, layered: Layered) -> tuple[Explained, ...]:
    """Every value of what was read from a file and what it extends, in the order of the models."""
    return tuple(_explained(layered, path, leaf) for path, leaf in leaves(value.model_dump(mode="json", by_alias=True)))


def _explained(layered: Layered, path: KeyPath, value: Any) -> Explained:
    document = layered.origin(path)
    if document is None:
        return Explained(dotted(path), value, None, None)
    return Explained(dotted(path), value, document.file, document.lines[path])


def leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every value that is not a mapping with something in it, and where it stands; a list is one value."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


@dataclass(frozen=True, slots=True)
class Difference:
    """A key on which two environments do not agree."""

    key: str
    left: Any
    """None where only the other environment has the key."""
    right: Any


def differences(left: Resolved, right: Resolved) -> tuple[Difference, ...]:
    """The keys that differ, in the order of the models; equal ones are left out."""
    one = {found.key: found.value for found in explain(left)}
    two = {found.key: found.value for found in explain(right)}
    return tuple(Difference(key, one.get(key), two.get(key)) for key in {**one, **two} if one.get(key) != two.get(key))
