from __future__ import annotations

from pathlib import Path

import pytest

from engine import toolchain, toolchain_modules, toolchain_release
from engine.errors import ToolchainMissing
from engine.progress import Listener
from engine.toolchain import Origin, find, parse_version


def _pulumi(folder: Path, says: str, code: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pulumi"
    file.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """A PATH with nothing but the shell, and no way to make a command line."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def no_release(version: str, folder: Path, listener: Listener) -> None:
        raise toolchain_release.ReleaseUnavailable("official release: unreachable")

    def no_go(version: str, folder: Path, listener: Listener) -> None:
        raise toolchain_modules.BuildUnavailable("Go modules: no go")

    monkeypatch.setattr(toolchain_release, "install", no_release)
    monkeypatch.setattr(toolchain_modules, "install", no_go)
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v3.250.0", (3, 250, 0)),
        ("3.251.1\n", (3, 251, 1)),
        ("v3.260.0-alpha.1+dirty", (3, 260, 0)),
        ("pulumi", None),
        ("", None),
        ("v3", None),
    ],
)
def test_a_version_is_three_numbers(text: str, expected: tuple[int, int, int] | None) -> None:
    """What follows the third is how a build was made, not which it is."""
    assert expected == parse_version(text)


def test_the_users_own_pulumi_comes_first(path: Path) -> None:
    """Somebody who installed one wants it used."""
    own = _pulumi(path, "v3.299.9")

    found = find()

    assert (own, "3.299.9", Origin.PATH, ()) == (found.pulumi, found.version, found.origin, found.notes)


@pytest.mark.parametrize(
    ("says", "code", "reason"),
    [("v3.249.9", 0, "older than 3.250.0"), ("v3.250.0", 1, "does not run"), ("hi", 0, "does not run")],
)
def test_a_pulumi_that_will_not_do_is_passed_over_and_named(path: Path, says: str, code: int, reason: str) -> None:
    """The cached one is used, and the user learns why."""
    _pulumi(path, says, code)
    cached = _pulumi(toolchain.toolchain_folder(toolchain.VERSION) / "bin", "v3.250.0")

    found = find()

    assert (cached, Origin.CACHE) == (found.pulumi, found.origin)
    assert reason in found.notes[0]


def test_the_release_comes_before_the_build(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds before minutes."""

    def release(version: str, folder: Path, listener: Listener) -> None:
        _pulumi(folder / "bin", f"v{version}")

    monkeypatch.setattr(toolchain_release, "install", release)

    assert Origin.RELEASE == find().origin
    assert Origin.CACHE == find().origin, "the next command finds it"


def test_the_build_follows_where_the_release_is_out_of_reach(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reaches a module proxy has a command line."""

    def build(version: str, folder: Path, listener: Listener) -> None:
        _pulumi(folder / "bin", f"v{version}")

    monkeypatch.setattr(toolchain_modules, "install", build)

    assert Origin.MODULES == find().origin


def test_nothing_at_all_says_what_was_tried_and_what_still_works(path: Path) -> None:
    """Each way with its reason; and `make check` needs none of them."""
    with pytest.raises(ToolchainMissing) as error:
        find()

    assert "official release: unreachable" in error.value.message
    assert "Go modules: no go" in error.value.message
    assert "make check" in error.value.fix
