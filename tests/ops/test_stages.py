from __future__ import annotations

import pytest

from engine.progress import Progress
from ops import stages
from ops.stages import Stages, duration, stage_line


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0.0 s"), (0.44, "0.4 s"), (0.95, "1 s"), (14.2, "14 s"), (59.6, "1 m 00 s"), (401, "6 m 41 s")],
)
def test_a_duration_is_as_exact_as_a_person_needs(seconds: float, expected: str) -> None:
    """Tenths below a second, seconds below a minute."""
    assert expected == duration(seconds)


def test_stages_stand_in_columns() -> None:
    """The eye runs down the times."""
    lines = [
        stage_line("sandbox", "moto on 127.0.0.1:41873", 2),
        stage_line("dev: up", "184 created", 401, "(first time only)"),
    ]

    assert len(lines[0]) == lines[1].index("   (first time only)"), "the times end in one column"


def test_a_stage_that_ends_well_is_one_line_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, what it came to, time; nothing on the way where nobody watches."""
    with Stages().stage("sandbox") as stage:
        stage.result = "moto on 127.0.0.1:1"

    printed = capsys.readouterr()
    assert ["sandbox", "moto", "on", "127.0.0.1:1", "0.0", "s"] == printed.out.split()
    assert "" == printed.err


def test_a_stage_that_fails_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The error speaks for itself; a line with a time would say that it was done."""
    with pytest.raises(LookupError), Stages().stage("sandbox"):
        raise LookupError

    assert "" == capsys.readouterr().out


def test_stdout_can_be_kept_free(capsys: pytest.CaptureFixture[str]) -> None:
    """For a command whose output another program reads."""
    with Stages(aside=True).stage("sandbox"):
        pass

    assert "" == capsys.readouterr().out


def test_a_long_stage_shows_in_a_log_that_it_is_alive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line now and then, with what is left; not one a package."""
    monkeypatch.setattr(stages, "PATIENCE", 0.0)
    watched = Stages()
    with watched.stage("pulumi"):
        watched.listen(Progress("build", 400, 1600, 60))
        monkeypatch.setattr(stages, "PATIENCE", 30.0)
        watched.listen(Progress("build", 401, 1600, 60))

    assert "    build: 400 of 1600 after 1 m 00 s, about 3 m 00 s left" == capsys.readouterr().out.splitlines()[0]
