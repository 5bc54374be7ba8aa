"""Every type the stand-in knows, and what it does with it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping

from engine.standin import types
from engine.standin.row import Row

NOT_IN_TABLE = "the stand-in's table has no row for it"
"""Why a type without a row stays in the state only."""


def _by_type(rows: Iterable[Row]) -> Mapping[str, Row]:
    table: dict[str, Row] = {}
    for row in rows:
        if row.type in table:
            raise ValueError(f"two rows for {row.type}")
        table[row.type] = row
    return table


def _rows() -> Iterator[Row]:
    """The rows of every module of the table that has any."""
    for module in pkgutil.iter_modules(types.__path__, prefix=f"{types.__name__}."):
        yield from getattr(importlib.import_module(module.name), "ROWS", ())


ROWS: Mapping[str, Row] = _by_type(_rows())
"""Pulumi type token to its row."""


def state_only_types() -> dict[str, str]:
    """Types that exist in Pulumi's state alone, with the reason."""
    return {type_: row.state_only for type_, row in sorted(ROWS.items()) if row.state_only}


def kept_as_state_only(type_: str) -> str | None:
    """The reason a type exists in the state alone; None for a type that moto holds."""
    row = ROWS.get(type_)
    return NOT_IN_TABLE if row is None else row.state_only or None


def table() -> list[tuple[str, str, str]]:
    """Type, where it is kept, and what the stand-in does not carry: the lines of `--types`."""
    lines: list[tuple[str, str, str]] = []
    for type_, row in sorted(ROWS.items()):
        kept = {**row.kept, **{f"{prop} (changes)": reason for prop, reason in row.kept_changes.items()}}
        notes = row.state_only or "; ".join(f"{prop}: {reason}" for prop, reason in sorted(kept.items()))
        lines.append((type_, "state only" if row.state_only else f"moto ({row.service})", notes))
    return lines
