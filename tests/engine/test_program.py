from __future__ import annotations

import json
import runpy
import traceback
from pathlib import Path

from engine.program import Settings, own_frames


def _raised(folder: Path, text: str) -> BaseException:
    (folder / "__main__.py").write_text(text)
    try:
        runpy.run_path(str(folder))
    except Exception as error:  # noqa: BLE001  any is what the test is about
        return error
    raise AssertionError("the program ended well")


def test_an_author_sees_the_frames_of_the_program_first(tmp_path: Path) -> None:
    """What runs the program is not where the fault is."""
    error = _raised(tmp_path, "def build():\n    {}['zone']\nbuild()\n")

    frames = traceback.extract_tb(own_frames(error, tmp_path))

    assert [("<module>", 3), ("build", 2)] == [(frame.name, frame.lineno) for frame in frames]


def test_an_error_without_a_frame_of_the_program_keeps_all_of_its_own(tmp_path: Path) -> None:
    """A syntax error is raised by whoever reads the file."""
    error = _raised(tmp_path, "def build(:\n")

    assert error.__traceback__ is own_frames(error, tmp_path)


def test_settings_survive_the_way_to_the_process() -> None:
    """They travel as JSON."""
    settings = Settings(
        "p", "dev", "organization", "127.0.0.1:1", "127.0.0.1:2", 8, dry_run=True, root_directory="/r", program="/p"
    )

    assert settings == Settings(**json.loads(settings.to_json()))
