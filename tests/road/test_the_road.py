"""The road of the README, walked by a user: up, verify, outputs, preview again, a killed run, down."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.contracts import CONTRACTS
from config.vocabulary import Layer
from ops.exits import Exit
from tests.road.source import checkout, lz

pytestmark = pytest.mark.sandbox

ENVIRONMENT = "dev"

Road = Callable[..., subprocess.CompletedProcess[str]]
"""`lz` in a clone with a cache of its own."""


@contextmanager
def _road(folder: Path, pulumi: str) -> Generator[tuple[Road, Mapping[str, str]]]:
    """A clone and its sandbox, which end together; the second is the environment its commands see."""
    environment = {
        **os.environ,
        "LZ_CACHE_DIR": str(folder / "cache"),
        "PATH": f"{pulumi}{os.pathsep}{os.environ['PATH']}",
        "LZ_CLONE": str(checkout(folder / "project")),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return lz(Path(environment["LZ_CLONE"]), *arguments, env=environment)

    yield run, environment
    run("sandbox", "stop")


@pytest.fixture(scope="session")
def standing(real_pulumi: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Road, str]]:
    """An environment that is up, and what `lz up` said; no test of it changes anything."""
    with _road(tmp_path_factory.mktemp("standing"), real_pulumi) as (road, _):
        yield road, _said(road("up", ENVIRONMENT))


def _said(ran: subprocess.CompletedProcess[str]) -> str:
    assert Exit.OK == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.xdist_group("standing")
def test_a_stranger_brings_an_environment_up(standing: tuple[Road, str]) -> None:
    """One command: the preview is judged, and what was previewed is created."""
    _, said = standing

    assert "no findings" in said
    assert re.search(r"\d+ created .*in moto, \d+ kept as state only", said), said


@pytest.mark.xdist_group("standing")
def test_the_account_is_what_the_contracts_promise(standing: tuple[Road, str]) -> None:
    """No line differs; what a stand-in cannot show is said, and is the smaller part."""
    verdicts = _verdicts(standing[0])

    assert 0 == verdicts.count("differs")
    assert 300 < verdicts.count("ok")
    assert 6 * verdicts.count("not checkable here") < verdicts.count("ok")


@pytest.mark.xdist_group("standing")
def test_the_layers_publish_their_contracts(standing: tuple[Road, str]) -> None:
    """Tools read what the stack became from its outputs, and from nothing else."""
    outputs = json.loads(_said(standing[0]("outputs", ENVIRONMENT)))

    for layer in Layer:
        assert ENVIRONMENT == CONTRACTS[layer].model_validate(outputs[layer]).model_dump()["environment"]


@pytest.mark.xdist_group("standing")
def test_a_second_preview_changes_nothing(standing: tuple[Road, str]) -> None:
    """A reader of diffs can trust them: without a change there is none."""
    said = _said(standing[0]("preview", ENVIRONMENT))

    assert re.search(r"^\s+\d+ unchanged$", said, re.MULTILINE), said


@pytest.mark.xdist_group("standing")
@pytest.mark.parametrize("system", ["support-assistant", "fraud-scoring"])
def test_a_decision_is_made_once_and_its_record_read_back(standing: tuple[Road, str], system: str) -> None:
    """By the code that was deployed: the answer names a record, the locked store holds it, a repetition adds none."""
    road, _ = standing
    asked = ("decisions", "make", system, "--key", "road-1", "--confidence", "0.97")

    answer, again = (json.loads(_said(road(*asked))) for _ in range(2))
    held = json.loads(_said(road("decisions", "show", answer["decision"])))

    assert (200, True, "act") == (answer["status"], answer["decided"], answer["band"])
    assert (answer["decision"], True) == (again["decision"], again["replayed"])
    assert (system, answer["outcome"]) == (held["record"]["system"], held["record"]["outcome"])
    assert "GOVERNANCE" == held["store"]["lock"]
    about = json.loads(_said(road("decisions", "about", "sample", "--json")))
    assert [answer["decision"]] == [one["id"] for one in about["records"] if one["system"] == system]


@pytest.mark.xdist_group("standing")
def test_a_model_that_is_gone_is_answered_by_the_fallback(standing: tuple[Road, str]) -> None:
    """The next target of the card answers, and the record says so."""
    road, _ = standing

    answer = json.loads(_said(road("decisions", "make", "support-assistant", "--gone", "own", "--confidence", "0.9")))
    record = json.loads(_said(road("decisions", "show", answer["decision"])))["record"]

    assert 1 == answer["fallback_depth"] == record["fallback_depth"]
    assert "bedrock" == record["model"]["kind"]


@pytest.mark.xdist_group("standing")
def test_the_middle_band_waits_for_two_reviewers(standing: tuple[Road, str]) -> None:
    """Four eyes: the first verdict is not yet in force, the second of another person is, and nobody counts twice."""
    road, _ = standing
    waiting = json.loads(_said(road("decisions", "make", "fraud-scoring", "--confidence", "0.7")))
    review = ("decisions", "review", waiting["decision"], "--system", "fraud-scoring", "--explanation", "seen")
    outcome = json.loads(_said(road("decisions", "show", waiting["decision"])))["record"]["proposed"]

    first = road(*review, "--as", "one", "--verdict", outcome)
    same = road(*review, "--as", "one", "--verdict", outcome)
    second = json.loads(_said(road(*review, "--as", "two", "--verdict", outcome)))

    assert (202, "review") == (waiting["status"], waiting["band"])
    assert Exit.OK == first.returncode, first.stdout + first.stderr
    assert same.stdout == first.stdout or Exit.DIFFERENCE == same.returncode
    assert second["status"] == 200


@pytest.mark.parametrize("moment", [0.25, 0.6])
def test_a_killed_run_is_followed_by_one_that_converges(moment: float, real_pulumi: str, tmp_path: Path) -> None:
    """kill -9 when this share of the resources is in the state, the engine's too; `up` then ends the work, and `down`
    leaves nothing behind, counted in moto by service.
    """
    with _road(tmp_path, real_pulumi) as (road, environment):
        _kill_up(environment, moment)

        _said(road("up", ENVIRONMENT))

        assert "unchanged" in _said(road("preview", ENVIRONMENT))
        assert "differs" not in _verdicts(road)
        down = _said(road("down", ENVIRONMENT))
        assert re.search(r"before: .*\bs3 7\b", down), down
        assert "after: nothing" in down, down


def _verdicts(road: Road) -> list[str]:
    return [line["verdict"] for line in json.loads(_said(road("verify", ENVIRONMENT, "--json")))]


def _kill_up(environment: Mapping[str, str], moment: float) -> None:
    clone = environment["LZ_CLONE"]
    running = subprocess.Popen(
        [f"{clone}/lz", "up", ENVIRONMENT],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wanted = int(moment * 590)
    while running.poll() is None and _in_state(environment) < wanted:
        time.sleep(0.05)
    assert running.poll() is None, "the run ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _in_state(environment: Mapping[str, str]) -> int:
    """How many resources the checkpoint of the road's sandbox holds."""
    states = Path(environment["LZ_CACHE_DIR"]).glob(f"sandbox/*/state/.pulumi/stacks/*/{ENVIRONMENT}.json")
    try:
        return sum(file.read_text(encoding="utf-8").count('"urn":') for file in states)
    except OSError:
        return 0
