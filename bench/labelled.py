"""Labelled cases of other tools' suites as graphs: from the folder that LZ_BENCH_DIR names, and nothing of it is kept.

A case is judged twice: with its references as texts nobody knows, and with them as values that are not known yet. A
reference to a resource of the case is an edge both times, as Pulumi records it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from graph.model import UNKNOWN, Graph, Resource

FOLDER: Final = "LZ_BENCH_DIR"
"""The environment variable that names the folder."""
_PROJECT, _STACK = "labelled", "prod"


@dataclass(frozen=True, slots=True)
class Piece:
    """A resource as a suite writes it."""

    address: str
    type: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A stack, and what its author says of it."""

    check: str
    title: str
    source: str
    expected: str
    """pass, fail or unknown."""
    pieces: tuple[Piece, ...]
    about: str = ""
    """The address of the resource that the label is about; empty where it is the stack as a whole."""

    def graph(self, *, known: bool) -> Graph:
        """The case as a graph, its references known as texts, or not known yet."""
        urns = {piece.address: _urn(piece) for piece in self.pieces}
        resources = [_resource(piece, urns, known=known) for piece in self.pieces]
        return Graph(_PROJECT, _STACK, {one.urn: one for one in resources})

    @property
    def urn(self) -> str:
        """Of the resource that the label is about; empty for the stack as a whole."""
        return next((_urn(piece) for piece in self.pieces if piece.address == self.about), "")


def folder() -> Path | None:
    """The folder of the cases; None where the variable is not set or names no folder."""
    named = os.environ.get(FOLDER, "")
    return Path(named) if named and Path(named).is_dir() else None


def cases(at: Path) -> tuple[Case, ...]:
    """Every case of a folder, in the order of its files."""
    return (
        *(_single(line) for line in _lines(at / "cases.jsonl") if line.get("pulumi_type")),
        *(case for line in _lines(at / "graph_cases.jsonl") for case in _addresses(line)),
        *(_whole(line, "tf") for line in _lines(at / "trivy_cases.jsonl")),
        *(_whole(line, "") for line in _lines(at / "k8s_cases.jsonl")),
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def _single(line: Mapping[str, Any]) -> Case:
    address = f"{line['resource_type_tf']}.{line['name']}"
    piece = Piece(address, line["pulumi_type"], line["pulumi_props"])
    return Case(line["check_id"], "", str(line["source"]), line["expected"], (piece,), address)


def _addresses(line: Mapping[str, Any]) -> Iterator[Case]:
    pieces = _pieces(line["resources"], "tf")
    for expected in ("pass", "fail"):
        for address in line[f"expected_{expected}"]:
            yield Case(line["check_id"], line["check_name"], str(line["source"]), expected, pieces, address)


def _whole(line: Mapping[str, Any], address: str) -> Case:
    pieces = _pieces(line["resources"], address)
    title = line.get("check_name") or line.get("long_id", "")
    return Case(line["check_id"], title, str(line["source"]), line["expected"], pieces)


def _pieces(resources: Sequence[Mapping[str, Any]], address: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(str(one.get(address) or f"object.{place}"), one["type"], one["props"])
        for place, one in enumerate(resources)
    )


def _urn(piece: Piece) -> str:
    return f"urn:pulumi:{_STACK}::{_PROJECT}::{piece.type}::{piece.address}"


def _resource(piece: Piece, urns: Mapping[str, str], *, known: bool) -> Resource:
    edges = {
        prop: tuple(dict.fromkeys(urns[address] for address in _referred(value) if address in urns))
        for prop, value in piece.properties.items()
    }
    return Resource(
        urn=urns[piece.address],
        type=piece.type,
        name=piece.address,
        properties={prop: _value(value, known=known) for prop, value in piece.properties.items()},
        property_dependencies={prop: found for prop, found in edges.items() if found},
    )


def _value(raw: Any, *, known: bool) -> Any:
    if isinstance(raw, dict):
        found = cast("dict[str, Any]", raw)
        if set(found) == {"$ref"}:
            return f"reference to {found['$ref']}" if known else UNKNOWN
        return {key: _value(below, known=known) for key, below in found.items()}
    return [_value(below, known=known) for below in cast("list[Any]", raw)] if isinstance(raw, list) else raw


def _referred(raw: Any) -> Iterator[str]:
    """The addresses that a value refers to: of `aws_kms_key.k.arn`, `aws_kms_key.k`."""
    if isinstance(raw, dict):
        found = cast("dict[str, Any]", raw)
        if isinstance(ref := found.get("$ref"), str):
            yield ".".join(ref.removeprefix("data.").split(".")[:2])
        for below in found.values():
            yield from _referred(below)
    elif isinstance(raw, list):
        for below in cast("list[Any]", raw):
            yield from _referred(below)
