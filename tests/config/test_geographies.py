"""Where a target may compute: a card whose geography does not hold the Region that calls is refused at load."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.errors import ConfigurationError
from config.load import load
from config.regions import REGIONS
from config.vocabulary import GEOGRAPHIES

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project's own configuration, to be broken."""
    for folder in ("environments", "systems", "models", "datasets"):
        shutil.copytree(CONFIG / folder, tmp_path / "config" / folder)
    return tmp_path / "config"


def say(root: Path, model: str) -> None:
    path = root / "systems" / "support-assistant.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("eu.anthropic.claude-haiku-4-5-20251001-v1:0", model), encoding="utf-8")


@pytest.mark.parametrize("geography", ["us", "global"])
def test_a_geography_elsewhere_is_refused(root: Path, geography: str) -> None:
    """What customers write would be computed where nobody allowed it."""
    say(root, f"{geography}.anthropic.claude-haiku-4-5-20251001-v1:0")

    with pytest.raises(ConfigurationError) as caught:
        load("dev", root)

    [problem] = caught.value.problems
    assert ("config/systems/support-assistant.yaml", "targets.bedrock.model") == (problem.file, problem.key)
    assert f"is routed in geography {geography!r}, which does not hold eu-west-1" == problem.reason
    assert "choose a model of geography eu" == problem.fix


def test_a_model_of_the_region_itself_needs_no_geography(root: Path) -> None:
    """An id that begins with a vendor names no geography."""
    say(root, "anthropic.claude-haiku-4-5-20251001-v1:0")

    assert load("dev", root).cards


def test_every_geography_consists_of_regions() -> None:
    """A misspelt Region would be a grant to nowhere."""
    assert set() == {region for regions in GEOGRAPHIES.values() for region in regions} - set(REGIONS)
