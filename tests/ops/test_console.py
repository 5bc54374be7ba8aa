"""Words for a person where one watches; plain, unbroken text for a pipe."""

from __future__ import annotations

import pytest
from rich.padding import Padding
from rich.text import Text

from ops.console import show, working


def test_a_pipe_gets_whole_lines_without_colour_or_trailing_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is broken at a width nobody has cannot be searched."""
    show(Padding(Text("x" * 300, "bold red"), (0, 0, 0, 2)))

    assert f"  {'x' * 300}\n" == capsys.readouterr().out


def test_a_pipe_gets_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither on stdout, where results go, nor on stderr, where a log would keep every frame of it."""
    with working("prod: previewing"):
        pass

    assert ("", "") == capsys.readouterr()


def test_markup_in_a_text_is_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    """A resource may be called [bold]."""
    show(Text("[bold]x[/bold]"))

    assert "[bold]x[/bold]\n" == capsys.readouterr().out
