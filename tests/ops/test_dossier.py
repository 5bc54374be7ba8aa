"""`lz dossier`: one system of an environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.cli import main
from ops.exits import Exit

pytestmark = pytest.mark.usefixtures("previewed_once")


def test_the_dossier_is_read_at_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """In Markdown, with the store of the real graph."""
    assert Exit.OK == main(["dossier", "prod", "fraud-scoring"])

    heard = capsys.readouterr().out
    assert heard.startswith("# fraud-scoring in prod: high risk")
    assert "lz-prod-decisions-333333333333-eu-west-1 in eu-west-1, locked for 2,555 days" in heard


@pytest.mark.parametrize(("name", "begins"), [("a.md", "# support-assistant"), ("a.html", "<!DOCTYPE html>")])
def test_a_file_is_written_by_its_ending(name: str, begins: str, tmp_path: Path) -> None:
    """A page for a browser, Markdown for everything else."""
    main(["dossier", "dev", "support-assistant", "--out", str(tmp_path / name)])

    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_a_system_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    """With what was probably meant."""
    assert Exit.CONFIGURATION == main(["dossier", "dev", "fraud-score"])
    assert "did you mean fraud-scoring?" in capsys.readouterr().err
