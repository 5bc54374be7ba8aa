"""`lz diagram`: the architecture as SVG, to a file or to stdout."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from ops.cli import main
from ops.exits import Exit

pytestmark = pytest.mark.usefixtures("previewed_once")


def test_the_picture_of_one_layer_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Well-formed, and nothing else beside it."""
    assert Exit.OK == main(["diagram", "dev.network"])

    assert fromstring(capsys.readouterr().out.encode()).tag.endswith("svg")  # noqa: S314  our own text


def test_the_picture_goes_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And then stdout stays empty."""
    assert Exit.OK == main(["diagram", "dev.network", "--out", str(tmp_path / "dev.svg")])

    assert "" == capsys.readouterr().out
    assert "dev.network" in (tmp_path / "dev.svg").read_text(encoding="utf-8")


def test_one_system_of_an_environment_has_a_picture_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """Under its name, with what it is for."""
    assert Exit.OK == main(["diagram", "dev", "--system", "fraud-scoring"])

    assert "dev: fraud-scoring: high risk" in capsys.readouterr().out


def test_a_system_that_is_not_there_is_refused_before_anything_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    """By name, with what was probably meant."""
    assert Exit.CONFIGURATION == main(["diagram", "dev", "--system", "fraud-score"])
    assert "did you mean fraud-scoring?" in capsys.readouterr().err


def test_an_environment_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    """With what was probably meant."""
    assert Exit.CONFIGURATION == main(["diagram", "prd"])
    assert "did you mean prod?" in capsys.readouterr().err
