"""A sandbox of the test's own: a real server, whose Regions can be switched off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import sandbox
from engine.paths import SandboxPaths
from engine.standin.clients import Clients
from tests.ops.recovery.pair import build


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxPaths]:
    found = SandboxPaths(tmp_path_factory.mktemp("sandbox"))
    yield found
    sandbox.stop(found)


@pytest.fixture(scope="module")
def clients(paths: SandboxPaths) -> Clients:
    """The pair stands in it; tests share it, as drills do: what an earlier one wrote is never counted again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(sandbox.PORT_VARIABLE, raising=False)
        found = Clients(sandbox.start(paths).endpoint)
    build(found)
    return found
