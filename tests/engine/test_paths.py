from __future__ import annotations

from pathlib import Path

import pytest

from engine.paths import cache_folder, sandbox_paths, toolchain_folder


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LZ_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_cache_is_in_the_home_folder_by_default(tmp_path: Path) -> None:
    """Nothing set: ~/.cache/ai-landing-zone."""
    assert tmp_path / ".cache" / "ai-landing-zone" == cache_folder()


def test_xdg_moves_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME is where a user's caches are."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/caches")

    assert Path("/var/caches/ai-landing-zone") == cache_folder()


def test_a_relative_xdg_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The XDG specification says so: it would mean another folder in every folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")

    assert tmp_path / ".cache" / "ai-landing-zone" == cache_folder()


def test_our_own_variable_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """LZ_CACHE_DIR is the folder itself."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/caches")
    monkeypatch.setenv("LZ_CACHE_DIR", "/scratch/lz")

    assert Path("/scratch/lz") == cache_folder()
    assert Path("/scratch/lz/toolchain/pulumi-3.250.0") == toolchain_folder("3.250.0")


def test_two_checkouts_share_no_state(tmp_path: Path) -> None:
    """The sandbox is named after the project's absolute path."""
    one, other = sandbox_paths(tmp_path / "one"), sandbox_paths(tmp_path / "other")

    assert one.root != other.root
    assert one == sandbox_paths(tmp_path / "elsewhere" / ".." / "one"), "however the path is spelled"
    assert 12 == len(one.root.name)
