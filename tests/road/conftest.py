"""A sandbox of the road's own: nothing here touches the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import real_pulumi
from tests.road.source import checkout, lz

__all__ = ["real_pulumi"]


@pytest.fixture(scope="module")
def own_cache(real_pulumi: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """LZ_CACHE_DIR, empty, while the command line is the one that is here already."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LZ_CACHE_DIR", str(folder))
        patch.setenv("PATH", f"{real_pulumi}{os.pathsep}{os.environ['PATH']}")
        yield folder


@pytest.fixture(scope="module")
def clone(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clone with a sandbox of its own, which ends with the last test."""
    root = checkout(tmp_path_factory.mktemp("clone") / "project")
    yield root
    lz(root, "sandbox", "stop")
