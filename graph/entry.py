"""One resource of Pulumi's JSON, as an exported state and a preview's plan write it (apitype.ResourceV3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import unquote, urlsplit

from graph import decode, urn
from graph.analyzed import is_declared, without_additions
from graph.errors import GraphError
from graph.model import Resource, SourcePosition

Object = Mapping[str, Any]
_KINDS: Final = {str: "text", dict: "an object", list: "a list", bool: "true or false"}


def resource(entry: Any, key: str, remedy: str) -> Resource | None:
    """The resource of an entry that stands at a key; None for what no program declares or what is only read.

    GraphError where a field is not what Pulumi writes: the key, what is there, and the remedy.
    """
    if not isinstance(entry, dict):
        raise GraphError(f"{key} is not an object; {remedy}")
    read = _Reader(cast("Object", entry), key, remedy)
    name, type_ = read.required("urn"), read.required("type")
    if not urn.is_urn(name):
        raise GraphError(f"{key}.urn is {name!r}, which is no URN; {remedy}")
    if not is_declared(type_, name) or read.flag("delete") or read.flag("external"):
        return None
    values = cast("dict[str, Any]", decode.plain(read.object("inputs")))
    edges = read.object("propertyDependencies")
    return Resource(
        urn=name,
        type=type_,
        name=urn.name_of(name),
        custom=read.flag("custom"),
        properties=without_additions(type_, values),
        parent=_urn(read.text("parent"), f"{key}.parent", remedy, urn.parent_of),
        provider=_urn(read.text("provider"), f"{key}.provider", remedy, urn.provider_of),
        dependencies=read.urns("dependencies"),
        property_dependencies={
            prop: found
            for prop in sorted(edges)
            if (found := _Reader(edges, f"{key}.propertyDependencies", remedy).urns(prop))
        },
        protect=read.flag("protect"),
        retain_on_delete=read.flag("retainOnDelete"),
        ignore_changes=tuple(read.texts("ignoreChanges")),
        source=_source(read.text("sourcePosition")),
    )


def with_properties(found: Resource, change: Callable[[Any], Any]) -> Resource:
    """The resource with each of its properties changed."""
    return replace(found, properties={name: change(value) for name, value in found.properties.items()})


class _Reader:
    """The fields of an object, each of the kind that Pulumi writes; null and missing are empty."""

    def __init__(self, entry: Object, key: str, remedy: str) -> None:
        self._entry, self._key, self._remedy = entry, key, remedy

    def required(self, name: str) -> str:
        """A text that must be there."""
        found = self.text(name)
        if not found:
            raise GraphError(f"{self._key} has no {name}; {self._remedy}")
        return found

    def text(self, name: str) -> str:
        """A text, or none."""
        return cast("str", self._of(name, str) or "")

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        return bool(self._of(name, bool))

    def object(self, name: str) -> Object:
        """An object, or an empty one."""
        return cast("Object", self._of(name, dict) or {})

    def texts(self, name: str) -> list[str]:
        """A list of texts, or an empty one."""
        found = cast("list[Any]", self._of(name, list) or [])
        if not all(isinstance(one, str) for one in found):
            raise GraphError(f"{self._key}.{name} holds something that is not text; {self._remedy}")
        return found

    def urns(self, name: str) -> tuple[str, ...]:
        """A list of URNs, each once and in order."""
        found = sorted(set(self.texts(name)))
        for one in found:
            if not urn.is_urn(one):
                raise GraphError(f"{self._key}.{name} holds {one!r}, which is no URN; {self._remedy}")
        return tuple(found)

    def _of(self, name: str, kind: type) -> Any:
        found = self._entry.get(name)
        if found is not None and not isinstance(found, kind):
            raise GraphError(f"{self._key}.{name} is not {_KINDS[kind]}; {self._remedy}")
        return found


def _urn(given: str, key: str, remedy: str, read: Callable[[str], str | None]) -> str | None:
    if given and not urn.is_urn(given):
        raise GraphError(f"{key} is {given!r}, which is no URN; {remedy}")
    return read(given)


def _source(position: str) -> SourcePosition | None:
    """The engine writes `project:///FILE#LINE,COLUMN`."""
    try:
        url = urlsplit(position)
    except ValueError:
        return None
    line = url.fragment.split(",")[0]
    if url.scheme != "project" or not line.isdecimal():
        return None
    return SourcePosition(unquote(url.path).lstrip("/"), int(line))
