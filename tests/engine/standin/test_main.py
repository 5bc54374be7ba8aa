"""The command line of the plugin."""

from __future__ import annotations

import pytest

from engine.standin.__main__ import main
from engine.standin.catalogue import ROWS, state_only_types


def test_the_table_is_printed_a_line_a_type(capsys: pytest.CaptureFixture[str]) -> None:
    """What moto holds, what stays in the state, and why."""
    code = main(["--types"])

    lines = capsys.readouterr().out.splitlines()
    assert (0, len(ROWS)) == (code, len(lines))
    assert len(state_only_types()) == sum(" state only " in line for line in lines)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["a", "b"]])
def test_wrong_arguments_are_answered_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The engine gives its own address, and nothing else."""
    assert 2 == main(arguments)
    assert "usage: python -m engine.standin ENGINE_ADDRESS | --types" in capsys.readouterr().err
