"""`lz sandbox`: what it tells of a sandbox, and what it refuses to forget."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.paths import sandbox_paths
from engine.standin.catalogue import state_only_types
from engine.workspace import prepare
from ops.cli import main
from ops.exits import Exit


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("LZ_CACHE_DIR", str(tmp_path))
    return tmp_path


def deployed(stack: str) -> Path:
    """The state of a stack, as the file backend keeps it."""
    file = prepare().state_file(stack)
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    return file


def test_a_server_that_does_not_run_is_said_to_and_ends_with_6(capsys: pytest.CaptureFixture[str]) -> None:
    """A stack that was on it is named, with what makes it again."""
    deployed("dev")

    assert Exit.SANDBOX_UNAVAILABLE == main(["sandbox", "status"])

    said = capsys.readouterr().out
    assert "not running" in said
    assert "`lz up dev` makes it again" in said
    assert str(sandbox_paths().root) in said


def test_what_the_sandbox_cannot_hold_is_listed_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody takes a type that exists in the state alone for one that was tried."""
    main(["sandbox", "status"])

    said = capsys.readouterr().out
    assert state_only_types()
    assert [] == [type_ for type_, reason in state_only_types().items() if f"{type_}: {reason}" not in said]


def test_a_stack_that_is_up_is_forgotten_only_when_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    """Its name is in the refusal; with --yes it is gone."""
    state = deployed("dev")

    assert Exit.CONFIGURATION == main(["sandbox", "reset"])
    assert "state of dev would be forgotten" in capsys.readouterr().err
    assert state.is_file()

    assert Exit.OK == main(["sandbox", "reset", "--yes"])
    assert not state.exists()
