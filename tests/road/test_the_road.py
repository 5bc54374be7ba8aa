"""The road of the README, walked by a user: up, verify, again, down, a killed run. A test goes on where one ended."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from config.contracts import CONTRACTS
from config.vocabulary import Layer
from ops.exits import Exit
from tests.road.source import lz

pytestmark = [pytest.mark.sandbox, pytest.mark.xdist_group("road")]

ENVIRONMENT = "dev"


def _walk(clone: Path, *arguments: str) -> str:
    """A step that must succeed; what it said."""
    ran = lz(clone, *arguments)
    assert Exit.OK == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


def test_a_stranger_brings_an_environment_up(clone: Path) -> None:
    """One command: the preview is judged, and what was previewed is created."""
    said = _walk(clone, "up", ENVIRONMENT)

    assert "no findings" in said
    assert re.search(r"\d+ created .*in moto, \d+ kept as state only", said), said


def test_the_account_is_what_the_contracts_promise(clone: Path) -> None:
    """No line differs; what a stand-in cannot show is said, and is the smaller part."""
    verdicts = _verdicts(clone)

    assert 0 == verdicts.count("differs")
    assert 150 < verdicts.count("ok")
    assert 10 * verdicts.count("not checkable here") < verdicts.count("ok")


def test_the_layers_publish_their_contracts(clone: Path) -> None:
    """Tools read what the stack became from its outputs, and from nothing else."""
    outputs = json.loads(_walk(clone, "outputs", ENVIRONMENT))

    for layer in Layer:
        assert ENVIRONMENT == CONTRACTS[layer].model_validate(outputs[layer]).model_dump()["environment"]


def test_a_second_preview_changes_nothing(clone: Path) -> None:
    """A reader of diffs can trust them: without a change there is none."""
    said = _walk(clone, "preview", ENVIRONMENT)

    assert re.search(r"^\s+\d+ unchanged$", said, re.MULTILINE), said


def test_nothing_is_left_when_it_is_down(clone: Path) -> None:
    """Counted in moto by service, before and after."""
    said = _walk(clone, "down", ENVIRONMENT)

    assert re.search(r"before: .*\bs3 6\b", said), said
    assert "after: nothing" in said


@pytest.mark.parametrize("moment", [0.25, 0.6])
def test_a_killed_run_is_followed_by_one_that_converges(clone: Path, moment: float) -> None:
    """kill -9 when this share of the resources is in the state, the engine's too; the next `up` ends the work."""
    _kill_up(clone, moment)

    _walk(clone, "up", ENVIRONMENT)

    assert "unchanged" in _walk(clone, "preview", ENVIRONMENT)
    assert "differs" not in _verdicts(clone)
    assert "after: nothing" in _walk(clone, "down", ENVIRONMENT)


def _verdicts(clone: Path) -> list[str]:
    return [line["verdict"] for line in json.loads(_walk(clone, "verify", ENVIRONMENT, "--json"))]


def _kill_up(clone: Path, moment: float) -> None:
    running = subprocess.Popen(
        [str(clone / "lz"), "up", ENVIRONMENT],
        cwd=clone,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wanted = int(moment * 200)
    while running.poll() is None and _in_state() < wanted:
        time.sleep(0.05)
    assert running.poll() is None, "the run ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _in_state() -> int:
    """How many resources the checkpoint of the clone's sandbox holds."""
    states = Path(os.environ["LZ_CACHE_DIR"]).glob(f"sandbox/*/state/.pulumi/stacks/*/{ENVIRONMENT}.json")
    try:
        return sum(file.read_text(encoding="utf-8").count('"urn":') for file in states)
    except OSError:
        return 0
