"""What an API server takes for a name, a label and an annotation, whatever the kind.

https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and .../labels/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.standin.diff import below
from engine.standin.errors import Problem
from graph.model import UNKNOWN

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_DNS_LABEL = re.compile(_LABEL)
_SERVICE = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_WORD = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")

_NAMESPACE_KINDS = frozenset({"Namespace"})
_PATH_SEGMENT = frozenset({"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"})
"""system:node is a name of theirs."""


def problems(kind: str, metadata: Any, *, namespaced: bool) -> Iterator[Problem]:
    """What is wrong with an object's metadata."""
    if not isinstance(metadata, Mapping):
        return
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if isinstance(name, str):
        yield from _name(kind, name)
    if not namespaced and isinstance(namespace, str) and namespace:
        yield Problem("metadata.namespace", f"{kind} belongs to no namespace")
    if namespaced and isinstance(namespace, str) and not _is(_DNS_LABEL, namespace, 63):
        yield Problem("metadata.namespace", "must be lower-case letters, digits and hyphens, at most 63")
    yield from labels(metadata.get("labels"), "metadata.labels")
    annotations = metadata.get("annotations")
    for key in annotations if isinstance(annotations, Mapping) else ():
        if not _is_qualified(key.lower()):
            yield Problem(below("metadata.annotations", key), "the key must be a word of at most 63, or PREFIX/WORD")


def labels(given: Any, path: str) -> Iterator[Problem]:
    """What is wrong with labels, or with the labels of a selector."""
    for key, value in given.items() if isinstance(given, Mapping) else ():
        if not _is_qualified(key):
            yield Problem(below(path, key), "the key must be a word of at most 63, or PREFIX/WORD")
        if isinstance(value, str) and value and not _is(_WORD, value, 63):
            yield Problem(below(path, key), "must be letters, digits, '-', '_' and '.', at most 63, ends alphanumeric")


def _name(kind: str, name: str) -> Iterator[Problem]:
    if kind in _PATH_SEGMENT:
        if name in {".", ".."} or set(name) & set("/%"):
            yield Problem("metadata.name", "must be no path")
    elif kind == "Service":
        if not _is(_SERVICE, name, 63):
            yield Problem(
                "metadata.name", "must be lower-case letters, digits and hyphens, start with a letter, at most 63"
            )
    elif kind in _NAMESPACE_KINDS:
        if not _is(_DNS_LABEL, name, 63):
            yield Problem("metadata.name", "must be lower-case letters, digits and hyphens, at most 63")
    elif not _is(_SUBDOMAIN, name, 253):
        yield Problem("metadata.name", "must be lower-case letters, digits, hyphens and dots, at most 253")


def _is(form: re.Pattern[str], text: str, limit: int) -> bool:
    return len(text) <= limit and form.fullmatch(text) is not None


def _is_qualified(key: str) -> bool:
    prefix, slash, word = key.rpartition("/")
    return _is(_WORD, word, 63) and (not slash or _is(_SUBDOMAIN, prefix, 253))


def is_known(value: Any) -> bool:
    """Whether a value is there, and exists already."""
    return value is not None and value is not UNKNOWN
