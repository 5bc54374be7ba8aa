"""The reference of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import commands
from ops.cli import VERBS, command
from ops.exits import Exit


def test_the_page_is_what_the_verbs_say() -> None:
    """An option that changes without its page is caught here."""
    assert 0 == commands.main(["--check"]), f"run: {commands.COMMAND}"


@pytest.mark.parametrize("name", VERBS)
def test_every_option_is_explained(name: str) -> None:
    """With the verb's summary and what each option does, of the verbs inside it too."""
    page, found = commands.page(), command(name)
    section = page.partition(f"\n## lz {name}\n")[2].partition("\n## ")[0]

    for one in getattr(found, "commands", {name: found}).values():
        assert " ".join(one.help.split()) in section
        for parameter in one.params:
            assert parameter.help in section, f"{name} {parameter.name}"


def test_every_exit_code_says_which_verb_ends_with_it() -> None:
    """A code that no verb declares would be one that nobody can meet."""
    rows = [line.split(" | ") for line in commands.page().splitlines() if line.startswith("| ")]
    said = {row[0].removeprefix("| "): row[2].removesuffix(" |") for row in rows if len(row) == 3}

    assert [] == [code for code in Exit if not said[str(code.value)]]
    assert "verify, dr, decisions" == said[str(Exit.DIFFERENCE.value)]


def test_a_page_that_is_behind_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check writes nothing, names the command, and ends with exit code 1; without it the page is written."""
    monkeypatch.setattr(commands, "ROOT", tmp_path)

    assert 1 == commands.main(["--check"])
    assert commands.COMMAND in capsys.readouterr().err
    assert not (tmp_path / commands.PAGE).exists()

    assert 0 == commands.main([])
    assert 0 == commands.main(["--check"])
    assert ["command-line.md"] == [path.name for path in (tmp_path / commands.PAGE).parent.iterdir()]
