"""`lz dr` as it is called."""

from __future__ import annotations

import json

import pytest

from ops.cli import main
from ops.exits import Exit


def test_the_terms_are_printed_against_the_promise(capsys: pytest.CaptureFixture[str]) -> None:
    """With where each figure comes from."""
    assert Exit.OK == main(["dr", "rto", "prod"])

    out = capsys.readouterr().out
    assert "support-assistant" in out
    assert "promised 2 h 00 min" in out


def test_json_is_json_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """For a dashboard."""
    assert Exit.OK == main(["dr", "rto", "prod", "--json"])

    assert "prod" == json.loads(capsys.readouterr().out)["environment"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rto", "prod-dr"], "lz dr rto prod"),
        (["rto", "prod.data"], "is a layer"),
        (["rto", "nowhere"], "nowhere"),
        (["roto", "prod"], "roto"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The side that stands by has no promise of its own: the question is the primary's."""
    assert Exit.CONFIGURATION == main(["dr", *arguments])
    assert said in capsys.readouterr().err
