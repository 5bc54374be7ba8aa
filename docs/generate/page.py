"""What every writer of a reference page does at its end: write the page, or say that it is behind."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def publish(target: Path, text: str, command: str, arguments: Sequence[str] | None) -> int:
    """Write the page where it differs; with --check write nothing and end with 1 where it does. The exit code."""
    parser = argparse.ArgumentParser(prog=command, description=f"Write {target.name}.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is not up to date")
    check: bool = parser.parse_args(arguments).check
    if target.is_file() and target.read_text("utf-8") == text:
        return 0
    if check:
        sys.stderr.write(f"{target.name} is not up to date; run: {command}\n")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".md.new")
    aside.write_text(text, "utf-8")
    aside.replace(target)
    return 0
