"""`lz policy matrix`: what each requirement of a law or a standard is carried by, how far, and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from config.load import environments
from ops.console import show, write
from ops.exits import Exit, UsageError
from ops.target import check_stack
from policies.controls import Coverage
from policies.framework import Framework, frameworks
from policies.levels import Settings
from policies.matrix import Row, by_framework, figures
from policies.matrix import matrix as coverage_matrix
from policies.registry import all_rules

STYLES: Mapping[Coverage | None, str] = {
    Coverage.FULL: "green",
    Coverage.PARTIAL: "yellow",
    Coverage.EVIDENCE: "blue",
    None: "red",
}


def matrix(
    *,
    framework: Annotated[
        str | None, typer.Option(metavar="KEY", help="One framework, requirement by requirement: euai, gdpr, cis-v5.")
    ] = None,
    env: Annotated[str | None, typer.Option(metavar="ENV", help="As this environment's levels have it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> Exit:
    """Show which requirements of laws and standards the rules carry, how far, and which none does."""
    only = None if framework is None else [find(framework, frameworks()).key]
    rules = all_rules()
    if env is None:
        rows = coverage_matrix(rules, only=only)
    else:
        rows = coverage_matrix(rules, Settings.load(check_stack(env, environments())).level, only)
    if as_json:
        write(json.dumps(as_data(rows, env), indent=2, ensure_ascii=False) + "\n")
    else:
        show(_one(rows) if only else _all(rows))
    return Exit.OK


def find(key: str, known: Mapping[str, Framework]) -> Framework:
    """The framework of a key, in any case and with any joint; UsageError with the nearest when there is none."""
    by_word = {_word(one): one for one in known}
    wanted = _word(key)
    if wanted not in by_word:
        near = get_close_matches(wanted, by_word, n=1)
        fix = f"did you mean {near[0]}?" if near else f"use one of {', '.join(by_word)}"
        raise UsageError(f"there is no framework {key!r}", fix)
    return known[by_word[wanted]]


def _word(key: str) -> str:
    return key.lower().replace(" ", "-")


def as_data(rows: Iterable[Row], env: str | None) -> dict[str, Any]:
    """The matrix as JSON data."""
    return {
        "environment": env,
        "frameworks": [
            {
                "key": key,
                "name": of[0].framework.name,
                "version": of[0].framework.version,
                "source": of[0].framework.source.model_dump(mode="json"),
                "figures": asdict(figures(of)),
                "requirements": [_requirement(row) for row in of],
            }
            for key, of in by_framework(rows).items()
        ],
    }


def _requirement(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "asks": row.requirement.asks,
        "applies_from": row.framework.application(row.id).since.isoformat(),
        "coverage": None if row.coverage is None else str(row.coverage),
        "gap": row.gap or None,
        "controls": {control: str(how) for control, how in row.controls},
        "rules": [{"id": one.rule.id, "coverage": str(one.coverage), "level": str(one.level)} for one in row.carriers],
    }


def _all(rows: Iterable[Row]) -> RenderableType:
    """The figures of every framework, and every gap."""
    table = Table(box=None, pad_edge=False)
    for title in ("framework", "requirements", "full", "partial", "evidence-only", "gaps", "blocking", "rules"):
        table.add_column(title, justify="left" if title == "framework" else "right")
    for of in by_framework(rows).values():
        counted = figures(of)
        table.add_row(
            of[0].framework.name,
            *map(str, (counted.requirements, counted.full, counted.partial, counted.evidence, counted.gaps)),
            *map(str, (counted.blocking, counted.rules)),
        )
    return Group(table, "", "--framework KEY shows each requirement, its rules, and why a gap is one.")


def _one(rows: tuple[Row, ...]) -> RenderableType:
    """One framework, requirement by requirement."""
    framework = rows[0].framework
    table = Table.grid(padding=(0, 2))
    for row in rows:
        word = "gap" if row.coverage is None else str(row.coverage)
        table.add_row(
            row.id,
            Text(word, STYLES[row.coverage]),
            row.requirement.asks,
            row.gap or ", ".join(one.rule.id for one in row.asked),
        )
    counted = figures(rows)
    said = (
        f"{counted.requirements} requirements: {counted.full} full, {counted.partial} partial, "
        f"{counted.evidence} evidence-only, {counted.gaps} gaps; {counted.blocking} with a rule that blocks"
    )
    dates = [f"from {one.since}: {one.says}" for one in framework.applies.values()]
    head = Text().append(f"{framework.name}  ", "bold").append(f"{framework.source.document}, {framework.source.date}")
    return Group(head, *dates, Padding(table, (1, 0, 1, 0)), said)
