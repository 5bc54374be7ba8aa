"""`lz policy organisation`: documents for the management account."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ops.cli import main
from ops.exits import Exit


def test_a_file_is_written_for_each_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the four types, each as AWS takes it; the organization's id is in the perimeter."""
    assert Exit.OK == main(["policy", "organisation", "o-abcd123456", "--out", str(tmp_path)])

    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()}
    assert {"lz-border", "lz-perimeter", "lz-nodes", "lz-ai-opt-out"} == set(written)
    assert "o-abcd123456" in json.dumps(written["lz-perimeter"])
    assert "SERVICE_CONTROL_POLICY" in capsys.readouterr().out


def test_they_are_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, to be read by a program that attaches them."""
    main(["policy", "organisation", "o-abcd123456", "--json"])

    assert 4 == len(json.loads(capsys.readouterr().out))


def test_an_id_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A perimeter around nobody would shut everybody out."""
    assert Exit.CONFIGURATION == main(["policy", "organisation", "111122223333"])
    assert "is no id of an organization" in capsys.readouterr().err
