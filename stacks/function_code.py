"""What a function's archive holds: the room functions as it stands, and the system's own `system.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pulumi

ROOM = Path(__file__).resolve().parent.parent / "functions"
SETTINGS = "system.json"
_SUFFIXES = {".json", ".py"}


@cache
def files() -> Mapping[str, Path]:
    """The room's files by their names in the archive, sorted; what Python compiled is none of them."""
    found = [path for path in ROOM.rglob("*") if path.suffix in _SUFFIXES and "__pycache__" not in path.parts]
    return {f"{ROOM.name}/{path.relative_to(ROOM).as_posix()}": path for path in sorted(found)}


def archive(settings: Mapping[str, Any]) -> pulumi.Archive:
    """The archive of a system's functions."""
    assets: dict[str, pulumi.Asset | pulumi.Archive] = {
        name: pulumi.FileAsset(str(path)) for name, path in files().items()
    }
    return pulumi.AssetArchive({**assets, SETTINGS: pulumi.StringAsset(_text(settings))})


def code_hash(settings: Mapping[str, Any]) -> str:
    """A hash of the contents: what deploys a change, and nothing else."""
    digest = hashlib.sha256(_text(settings).encode())
    for name, content in _contents():
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def record_schema() -> dict[str, Any]:
    """The published schema of the record, which the table's columns follow."""
    return _schema("record", "decision-record-1")


def verdict_schema() -> dict[str, Any]:
    """What a reviewer sends; which verdicts there are is the system's own."""
    return _schema("review", "verdict-1")


def outcome_schema() -> dict[str, Any]:
    """What tells the outcome of a decision."""
    return _schema("outcome", "outcome-1")


def _schema(of: str, name: str) -> dict[str, Any]:
    return json.loads((ROOM / of / "schema" / f"{name}.json").read_text("utf-8"))


@cache
def _contents() -> tuple[tuple[str, bytes], ...]:
    return tuple((name, path.read_bytes()) for name, path in files().items())


def _text(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
