"""What the documents say is so: snippets run, links lead somewhere, commands and rules exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from config.errors import ConfigurationError
from config.load import draft_card, load
from config.vocabulary import Pattern
from ops.cli import VERBS
from policies.guards import GUARDS
from policies.registry import all_rules
from tests.config.shipped import Shipped

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")})
_BLOCK = re.compile(r"^```(?P<language>\w+)\n# file: (?P<file>\S+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")


def _files(document: str) -> dict[str, str]:
    """The files a document tells its reader to write, by name."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return {found["file"]: found["text"] for found in _BLOCK.finditer(text)}


def test_the_component_tutorial_runs(tmp_path: Path) -> None:
    """A reader who types the tutorial has passing tests."""
    files = _files("docs/tutorials/test-your-component.md")
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == ran.returncode, ran.stdout
    assert f"{sum(text.count('def test_') for text in files.values())} passed" in ran.stdout


def test_the_environment_tutorial_adds_an_environment(tmp_path: Path) -> None:
    """The file of the tutorial is a whole environment, and fits beside those that are there."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    for name, text in _files("docs/tutorials/add-an-environment.md").items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert "qa" == load("qa", tmp_path / "config").environment


def test_the_system_guide_adds_a_system_to_an_environment(tmp_path: Path) -> None:
    """A draft as the guide types it, named as the guide names it: everything the guide says is all there is to do."""
    text = (ROOT / "docs/how-to/add-a-system.md").read_text(encoding="utf-8")
    shipped = Shipped(tmp_path)
    drafted = draft_card("returns-triage", Pattern.DOCUMENTS, "returns@example.com", shipped.root)
    (shipped.root / "systems/returns-triage.yaml").write_text(drafted, encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for key, value in yaml.safe_load(block).items():
        shipped.say("environments/dev", key, value)

    zone = load("dev", shipped.root)

    assert "./lz system new returns-triage --pattern documents --owner returns@example.com" in text
    assert "returns-triage" in [card.name for card in zone.cards]


CARD_TUTORIAL = "docs/tutorials/from-card-to-running-system.md"


def _with_the_new_system(tmp_path: Path) -> Path:
    """The configuration after the reader of the card's tutorial has typed it; returns the new card's file."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    for name, text in _files(CARD_TUTORIAL).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    [line] = re.findall(r"^systems: .*$", (ROOT / CARD_TUTORIAL).read_text(encoding="utf-8"), re.MULTILINE)
    with (tmp_path / "config/environments/dev.yaml").open("a", encoding="utf-8") as environment:
        environment.write(f"\n{line}\n")
    return tmp_path / "config/systems/returns-scoring.yaml"


def test_the_card_tutorial_adds_a_system(tmp_path: Path) -> None:
    """Its three files and its line are a system that the environment runs."""
    _with_the_new_system(tmp_path)

    assert "returns-scoring" in [one.name for one in load("dev", tmp_path / "config").cards]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("review: 0.60", "review: 0.95"),
        ("digest: sha256:5d5b", "digest: sha256:0000"),
        ("tier: minimal", "tier: high"),
        ("rpo: 15m", "rpo: 1m"),
    ],
)
def test_what_the_card_tutorial_calls_wrong_is_refused(written: str, instead: str, tmp_path: Path) -> None:
    """Each of the four things its reader is told to try."""
    card = _with_the_new_system(tmp_path)
    text = card.read_text(encoding="utf-8")
    assert written in text
    card.write_text(text.replace(written, instead), encoding="utf-8")

    with pytest.raises(ConfigurationError, match="returns-scoring"):
        load("dev", tmp_path / "config")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(document: Path) -> None:
    """A reader who follows a link arrives."""
    targets = [found["target"] for found in _LINK.finditer(document.read_text(encoding="utf-8"))]
    broken = [t for t in targets if "://" not in t and not (document.parent / t).exists()]

    assert [] == broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_rules_that_are_named_exist(document: Path) -> None:
    """Nobody is told to type a verb, a target or a rule id that is not there."""
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set() == set(re.findall(r"\./lz (\w+)", text)) - set(VERBS)
    assert set() == _targets(text) - targets
    assert set() == set(re.findall(r"\bLZ-[A-Z0-9]+-\d{3}\b", text)) - {one.id for one in (*all_rules(), *GUARDS)}


def _targets(text: str) -> set[str]:
    return {first or second for first, second in re.findall(r"`make ([a-z]+)|^\$ make ([a-z]+)", text, re.MULTILINE)}
