from __future__ import annotations

import stat
from pathlib import Path

import pytest

from engine.files import write_if_changed, write_text


def test_a_secret_is_its_owners_alone(tmp_path: Path) -> None:
    """0600 from the first byte on."""
    write_text(tmp_path / "deep" / "secret", "s", mode=0o600)

    assert 0o600 == stat.S_IMODE((tmp_path / "deep" / "secret").stat().st_mode)


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    """Half of a file is never seen."""
    target = tmp_path / "file"
    target.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_text(target, "new \ud800")

    assert "old" == target.read_text()
    assert [target] == list(tmp_path.iterdir())


def test_what_is_right_already_is_not_written(tmp_path: Path) -> None:
    """A script that runs must not be replaced under its interpreter for nothing."""
    target = tmp_path / "file"

    assert write_if_changed(target, "text")
    before = target.stat().st_ino
    assert not write_if_changed(target, "text")
    assert before == target.stat().st_ino
    assert write_if_changed(target, "other")
    assert "other" == target.read_text()
