"""What every test shares."""

import gc

import pytest
from hypothesis import settings

from tests import previews

# A deadline measures the machine, not the code: a busy runner would fail a correct property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The SDKs' classes stay for the whole run; walking them after every 700 new objects is a third of the suite's time.
gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def shared_previews(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one worker has previewed no other previews again: the parent of their folders is the run's."""
    if hasattr(request.config, "workerinput"):
        folder = tmp_path_factory.getbasetemp().parent / "previews"
        folder.mkdir(exist_ok=True)
        previews.SHARED[:] = [folder]


@pytest.fixture
def previewed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every verb gets the previews that tests share: for tests of what a verb makes of one."""
    for verb in ("check", "cost", "diagram", "graph", "parity", "reporting"):
        monkeypatch.setattr(f"ops.{verb}.preview_offline", previews.previewed)
