"""`lz dr` as it is called."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from config.load import load
from engine.errors import SandboxUnavailable, StateLocked
from ops.cli import main
from ops.exits import Exit
from ops.recovery import reading, trial
from ops.recovery.status import Kept
from ops.verification.outcome import Line, Verdict
from report.drill import Drill
from tests.report.test_drill import a_drill


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


@pytest.fixture
def drills(monkeypatch: pytest.MonkeyPatch) -> Callable[[Drill], None]:
    """Make the next drill end so."""

    def end(drill: Drill) -> None:
        monkeypatch.setattr(trial, "drill", lambda _zone, _plan, _stages: (drill, ("s3://archive/drills/one.json",)))

    return end


def test_a_passed_drill_prints_what_was_counted_and_what_is_not_proved(
    drills: Callable[[Drill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """In one screen, and where it is filed."""
    drills(a_drill())

    assert Exit.OK == main(["dr", "drill", "dev"])

    out = capsys.readouterr().out
    for said in (
        "10 written, 8 found, 2 missing (as chosen)",
        "9-10",
        "not measured here",
        "not proved:",
        "drills/one",
    ):
        assert said in out


def test_a_failed_drill_ends_with_7(drills: Callable[[Drill], None], capsys: pytest.CaptureFixture[str]) -> None:
    """And says what is missing."""
    drills(replace(a_drill(), behind=()))

    assert Exit.DIFFERENCE == main(["dr", "drill", "dev"])
    assert "failed: 10 written, 8 found, 2 missing (0 chosen)" in capsys.readouterr().out


def test_a_drill_in_json_is_json_and_nothing_else(
    drills: Callable[[Drill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """For whoever files it elsewhere as well."""
    drills(a_drill())

    assert Exit.OK == main(["dr", "drill", "dev", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert ([9, 10], ["s3://archive/drills/one.json"]) == (found["lost"]["missing"], found["filed"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StateLocked("a run of the engine is at work", "wait"), Exit.STATE_LOCKED),
        (SandboxUnavailable("dev is not up in the sandbox", "lz up dev"), Exit.SANDBOX_UNAVAILABLE),
    ],
)
def test_a_drill_that_cannot_begin_says_why(
    error: Exception, code: Exit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the same codes as every verb."""

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(trial, "drill", fail)

    assert code == main(["dr", "drill", "dev"])
    assert str(error.args[0]) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--behind", "50"], "--behind 50"),
        (["--decisions", "0"], "--decisions"),
        (["--decisions", "few"], "--decisions"),
    ],
)
def test_a_drill_of_nothing_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is started."""
    assert Exit.CONFIGURATION == main(["dr", "drill", "dev", *arguments])
    assert said in capsys.readouterr().err


class _Session:
    """A sandbox that knows which stacks are up."""

    def __init__(self, outputs: dict[str, dict[str, Any]], lost: str = "") -> None:
        self._outputs, self._lost = outputs, lost

    def exists(self, stack: str) -> bool:
        return stack in self._outputs

    def size(self, stack: str) -> int:
        return len(self._outputs[stack])

    def is_lost(self, stack: str) -> bool:
        return stack == self._lost

    def outputs(self, stack: str) -> dict[str, Any]:
        return self._outputs[stack]


def test_what_is_published_comes_from_one_stack_or_from_the_layers() -> None:
    """A large organisation splits an environment; its drill is the same."""
    zone = load("dev")
    whole: Any = _Session({"dev": {"data": 1, "foundation": 2}})
    split: Any = _Session({"dev.data": {"data": 1}, "dev.foundation": {"foundation": 2}})

    assert {"data": 1, "foundation": 2} == trial.published(whole, zone) == trial.published(split, zone)
    with pytest.raises(SandboxUnavailable, match="dev is not up"):
        trial.published(_Session({}), zone)  # pyright: ignore[reportArgumentType]  as much of a session as is asked
    lost: Any = _Session({"dev": {"data": 1}}, lost="dev")
    with pytest.raises(SandboxUnavailable, match="that held dev is gone"):
        trial.published(lost, zone)


def test_the_status_says_what_differs_and_what_is_not_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, with the reason; a difference ends with 7."""
    unknown = Line("vault v", "age of the newest copy", Verdict.UNCHECKED, "at most 2 days", reason="no backup runs")
    broken = Line("environment prod-dr", "layer data is up", Verdict.DIFFERS, "yes", "no")
    kept = [Kept("operations", "backups", "AWS Backup", "", "", one) for one in (unknown, broken)]
    monkeypatch.setattr(reading, "read", lambda _zone, _stages, *, cloud: () if cloud else kept[:1])
    assert Exit.OK == main(["dr", "status"])
    assert "not known here: no backup runs" in capsys.readouterr().out

    monkeypatch.setattr(reading, "read", lambda _zone, _stages, **_kwargs: kept)
    assert Exit.DIFFERENCE == main(["dr", "status", "prod", "--json"])
    assert ["not checkable here", "differs"] == [one["line"]["verdict"] for one in json.loads(capsys.readouterr().out)]
