"""Tables of a schema as Markdown: a row a key, with its type, its default and its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from config.errors import KeyPath, dotted
from config.schemas import Schema, any_key, resolve

_MOST_CHOICES = 14


def keys_of(node: Schema) -> dict[str, Any]:
    """The keys a mapping may have; one placeholder where people choose the key."""
    if (inner := any_key(node)) is not None:
        return {"<name>" if "patternProperties" in node else "<class>": inner}
    found: dict[str, Any] = node.get("properties", {})
    return found


def rows_of(schema: Schema, path: KeyPath, node: Schema) -> Iterator[tuple[KeyPath, Schema]]:
    """Every value under a node: mappings and lists of mappings are walked, all else is a row."""
    for key, inner in keys_of(node).items():
        found = resolve(schema, inner)
        items = resolve(schema, found["items"]) if found.get("type") == "array" and "items" in found else {}
        if keys_of(found):
            yield from rows_of(schema, (*path, key), found)
        elif keys_of(items):
            yield from rows_of(schema, (*path, f"{key}[]"), items)
        else:
            yield (*path, key), found


def key_table(schema: Schema, rows: Iterable[tuple[KeyPath, Schema]]) -> str:
    """The table of some keys."""
    return table(
        ("key", "type", "default", "meaning"),
        [
            (
                f"`{dotted(path)}`",
                _type(schema, node),
                _default(node),
                " ".join(str(node.get("description", "")).split()),
            )
            for path, node in rows
        ],
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([*lines, ""])


def _default(node: Schema) -> str:
    if "default" not in node:
        return ""
    default = node["default"]
    return "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _type(schema: Schema, node: Schema) -> str:
    if node.get("type") == "array":
        return f"list of {_type(schema, resolve(schema, node['items']))}" if "items" in node else "list"
    if "const" in node:
        return f"`{node['const']}`"
    if choices := node.get("enum"):
        listed = ", ".join(f"`{choice}`" for choice in choices)
        return listed if len(choices) <= _MOST_CHOICES else f"one of {len(choices)}: `{choices[0]}`, …"
    named = {"integer": "whole number", "number": "number", "boolean": "true or false"}.get(
        str(node.get("type")), "text"
    )
    if node.get("format") == "date":
        named = "date"
    if "minimum" in node and "maximum" in node:
        named += f", {node['minimum']} to {node['maximum']}"
    return f"{named}, e.g. `{node['examples'][0]}`" if node.get("examples") else named
