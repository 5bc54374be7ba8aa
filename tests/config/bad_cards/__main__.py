"""Write what the loader says now into the table: python -m tests.config.bad_cards. Read the difference first."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from tests.config.bad_cards import files, mistakes, told
from tests.config.shipped import Shipped


def main() -> None:
    """Make every mistake and write what is said of it beside it."""
    for file in files():
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
        for row, mistake in zip(rows, mistakes(file), strict=True):
            with tempfile.TemporaryDirectory() as folder:
                row["told"] = list(told(Shipped(Path(folder)), mistake))
        written = yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1000)
        file.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
