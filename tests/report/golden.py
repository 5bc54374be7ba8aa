"""Write the Markdown that test_markdown.py compares with, to be reviewed like any other change.

Run: python -m tests.report.golden
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from report.markdown import to_markdown
from tests.report.sample import a_full_assessment

GOLDEN: Final = Path(__file__).with_name("pull_request.md")


def text() -> str:
    """The report of one of everything."""
    return to_markdown([a_full_assessment()])


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
