"""What a function's archive holds: the room functions as it stands, and the system's own `system.json`."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

import pulumi

ROOM = Path(__file__).resolve().parent.parent / "functions"
SETTINGS = "system.json"
_SUFFIXES = {".json", ".py"}
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: when a file was written changes nothing."""


@cache
def files() -> Mapping[str, Path]:
    """The room's files by their names in the archive, sorted; what Python compiled is none of them."""
    found = [path for path in ROOM.rglob("*") if path.suffix in _SUFFIXES and "__pycache__" not in path.parts]
    return {f"{ROOM.name}/{path.relative_to(ROOM).as_posix()}": path for path in sorted(found)}


def archive(settings: Mapping[str, Any]) -> pulumi.Archive:
    """The archive of a system's functions: a zip in the user's cache folder, named after what it holds.

    One file and not seventy: Pulumi writes down every asset of every function with each step of an update, and its
    state had an eighth of its size from them. Stored without compression, so that equal contents are equal bytes
    whatever zlib packs them.
    """
    packed = cache_folder() / f"{code_hash(settings)}.zip"
    if not packed.exists():
        packed.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=packed.parent, suffix=".part", delete=False) as aside:
            _pack(aside, settings)
        Path(aside.name).replace(packed)
    return pulumi.FileArchive(str(packed))


def _pack(target: IO[bytes], settings: Mapping[str, Any]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, content in (*_contents(), (SETTINGS, _text(settings).encode())):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            # Lambda runs it as another user, who must be allowed to read it.
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)


def cache_folder() -> Path:
    """Where archives lie: as engine/paths.py has it, which this room does not know; a test holds both together."""
    if own := os.environ.get("LZ_CACHE_DIR"):
        return Path(own).expanduser().absolute() / "functions"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "ai-landing-zone" / "functions"


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
