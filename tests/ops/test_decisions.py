"""`lz decisions` as it is called wrongly; tests/road walks it against a sandbox."""

from __future__ import annotations

import pytest

from ops.cli import main
from ops.exits import Exit


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "../../etc/passwd"], "is no id of a record"),
        (["show", "20261125T14-00000000000000000000000000000000", "--env", "nowhere"], "nowhere"),
        (["make", "support-assistant", "--confidence", "2"], "--confidence"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a sandbox is asked."""
    assert Exit.CONFIGURATION == main(["decisions", *arguments])

    assert said in capsys.readouterr().err
