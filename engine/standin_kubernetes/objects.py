"""Objects as Pulumi's provider sees them: their key and id, the name it gives, the state it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.standin.naming import auto_name
from engine.standin.row import Props
from engine.standin.values import reveal
from engine.standin_kubernetes.kinds import Kind
from engine.standin_kubernetes.store import Key
from graph.model import UNKNOWN, Secret

AUTONAMED = "pulumi.com/autonamed"
"""The provider's own mark of a name that it gave, as an annotation."""

SERVER_METADATA = ("creationTimestamp", "generation", "resourceVersion", "uid")
"""What a server adds to an object's metadata."""

DEFAULT_NAMESPACE = "default"
"""Where a namespaced object stands that names no namespace."""

_NAME_LIMIT = 63


def key(kind: Kind, manifest: Mapping[str, Any]) -> Key | None:
    """An object's place in its cluster; None while its name or namespace does not exist yet."""
    metadata = manifest.get("metadata")
    if not isinstance(metadata, Mapping):
        return None
    name, own = metadata.get("name"), metadata.get("namespace")
    if not isinstance(name, str) or own is UNKNOWN:
        return None
    return Key(kind.group, kind.name, str(own or DEFAULT_NAMESPACE) if kind.namespaced else "", name)


def key_of(kind: Kind, identifier: str) -> Key:
    """The place that an id names: NAMESPACE/NAME, or NAME."""
    namespace, _, name = identifier.rpartition("/")
    return Key(kind.group, kind.name, namespace, name)


def named(inputs: Props, old: Props, logical: str, seed: bytes) -> dict[str, Any]:
    """The inputs with a name where the program gave none: the one of before, or a new one, marked as the provider's."""
    metadata = inputs.get("metadata") or {}
    if not isinstance(metadata, Mapping) or metadata.get("name") is not None or metadata.get("generateName"):
        return dict(inputs)
    before = reveal(old.get("metadata")) or {}
    kept = before.get("name") if is_auto_named(old) else None
    name = kept or auto_name(logical, seed, limit=_NAME_LIMIT)
    annotations = {**(metadata.get("annotations") or {}), AUTONAMED: "true"}
    return {**inputs, "metadata": {**metadata, "name": name, "annotations": annotations}}


def is_auto_named(inputs: Props) -> bool:
    """Whether the provider gave the name."""
    metadata = reveal(inputs.get("metadata")) or {}
    return isinstance(metadata, Mapping) and AUTONAMED in (metadata.get("annotations") or {})


def placed(kind: Kind, inputs: Props, namespace: str) -> dict[str, Any]:
    """The inputs with the provider's own namespace, when it has one and the object names none."""
    metadata = inputs.get("metadata")
    if (
        not namespace
        or not kind.namespaced
        or not isinstance(metadata, Mapping)
        or metadata.get("namespace") is not None
    ):
        return dict(inputs)
    return {**inputs, "metadata": {**metadata, "namespace": namespace}}


def state(inputs: Props, held: Mapping[str, Any] | None, before: Props | None = None) -> dict[str, Any]:
    """The inputs and what the server added to their metadata; the inputs' own secrets stay secrets.

    While there is no server's answer it is UNKNOWN, but for what an update leaves as it was `before`.
    """
    added = _kept(before) if held is None else {name: held["metadata"][name] for name in _told(held)}
    given = inputs.get("metadata") or {}
    if isinstance(given, Secret):
        return {**inputs, "metadata": Secret({**given.value, **added})}
    return {**inputs, "metadata": {**given, **added} if isinstance(given, Mapping) else given}


def _told(held: Mapping[str, Any]) -> list[str]:
    return [name for name in ("namespace", *SERVER_METADATA) if name in held["metadata"]]


def _kept(before: Props | None) -> dict[str, Any]:
    known = (before or {}).get("metadata") or {}
    kept = {name: known[name] for name in ("creationTimestamp", "uid") if name in known}
    return {**dict.fromkeys(SERVER_METADATA, UNKNOWN), **kept}


def observed(held: Mapping[str, Any]) -> dict[str, Any]:
    """What a program would have to write to get this object."""
    metadata = {name: value for name, value in held["metadata"].items() if name not in SERVER_METADATA}
    return {**{name: value for name, value in held.items() if name != "status"}, "metadata": metadata}


def followed(inputs: Any, found: Any) -> Any:
    """The inputs as the cluster has them now; a secret that did not change stays as it is."""
    if isinstance(inputs, Secret):
        return inputs if inputs.value == found else Secret(found)
    if isinstance(inputs, Mapping) and isinstance(found, Mapping):
        return {name: followed(inputs.get(name), value) for name, value in found.items()}
    return found
