"""What is generated is what the models say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.generate import PROJECT, documents, main


def test_the_projects_schemas_and_reference_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """The models were changed: run `python -m config.generate`."""
    code = main(["--check"])

    assert 0 == code, capsys.readouterr().out


def test_check_shows_what_is_out_of_date_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A diff, exit code 1, and the folder as it was."""
    assert 1 == main(["--check"], tmp_path)
    assert [] == list(tmp_path.iterdir())
    assert "+# Configuration" in capsys.readouterr().out


def test_generating_writes_every_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run finds nothing to do and leaves nothing aside."""
    main([], tmp_path)
    first = capsys.readouterr().out.splitlines()
    main([], tmp_path)

    assert [f"wrote {name}" for name in documents()] == first
    assert "" == capsys.readouterr().out
    assert sorted(documents()) == sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file())
    assert 0 == main(["--check"], tmp_path)


def test_the_reference_lists_every_key_of_an_environment() -> None:
    """By its dotted path, as messages name it."""
    text = (PROJECT / "docs/reference/configuration.md").read_text()

    for key in ("`extends`", "`network.pods`", "`retention.security-logs.days`", "`recovery.objectives.<class>.rpo`"):
        assert f"| {key} |" in text


def test_contract_schemas_are_json() -> None:
    """Other tools read them."""
    assert "NetworkContract" == json.loads((PROJECT / "config/schema/contract-network.json").read_text())["title"]
