"""Write what is derived from the models, the schemas and the reference, or with --check say what is out of date.

Run: python -m config.generate [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from config.library import KINDS
from config.reference import reference
from config.reference_cards import cards_reference
from config.schemas import Schema, contract_schema, environment_schema, file_schema
from config.vocabulary import Layer

PROJECT = Path(__file__).resolve().parent.parent


def documents() -> Mapping[str, str]:
    """Every generated file by its path in the project."""
    schemas = {
        "environment": environment_schema(),
        **{folder.removesuffix("s"): file_schema(model, title) for folder, (model, title) in KINDS.items()},
        **{f"contract-{layer}": contract_schema(layer) for layer in Layer},
    }
    files = {f"config/schema/{name}.json": _json(schema) for name, schema in schemas.items()}
    return {
        **files,
        "docs/reference/configuration.md": reference(),
        "docs/reference/system-cards.md": cards_reference(),
    }


def _json(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale(root: Path) -> str:
    """What would change, as a unified diff; empty where every file is as generated."""
    diffs: list[str] = []
    for name, text in documents().items():
        path = root / name
        before = path.read_text("utf-8") if path.exists() else ""
        diffs += unified_diff(
            before.splitlines(keepends=True), text.splitlines(keepends=True), name, f"{name} (generated)"
        )
    return "".join(diffs)


def write(root: Path) -> list[str]:
    """Write what differs, aside and then renamed; returns the paths that were written."""
    written: list[str] = []
    for name, text in documents().items():
        path = root / name
        if path.exists() and path.read_text("utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.new")
        aside.write_text(text, "utf-8")
        aside.replace(path)
        written.append(name)
    return written


def main(arguments: Sequence[str] | None = None, root: Path = PROJECT) -> int:
    """0: done, or nothing to do. 1: --check found a file out of date."""
    parser = argparse.ArgumentParser(
        prog="python -m config.generate", description="Schemas and reference from the models."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; show what is out of date and end with 1")
    if parser.parse_args(arguments).check:
        if diff := stale(root):
            sys.stdout.write(diff)
            sys.stderr.write("out of date: run `python -m config.generate`\n")
            return 1
        return 0
    for name in write(root):
        sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
