"""The road of the README, walked by a user: up, verify, outputs, preview again, decisions, in one environment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from config.contracts import CONTRACTS
from config.vocabulary import Layer
from ops.exits import Exit
from tests.road.walk import ENVIRONMENT, Road, said, verdicts, walk

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="session")
def standing(real_pulumi: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Road, str]]:
    """An environment that is up, and what `lz up` said; no test of it changes anything."""
    with walk(tmp_path_factory.mktemp("standing"), real_pulumi) as (road, _):
        yield road, said(road("up", ENVIRONMENT))


def test_a_stranger_brings_an_environment_up(standing: tuple[Road, str]) -> None:
    """One command: the preview is judged, and what was previewed is created."""
    _, told = standing

    assert "no findings" in told
    assert re.search(r"\d+ created .*in moto, .*in a cluster, \d+ kept as state only", told), told


def test_the_account_is_what_the_contracts_promise(standing: tuple[Road, str]) -> None:
    """No line differs; what a stand-in cannot show is said, and is the smaller part."""
    lines = verdicts(standing[0])

    assert 0 == lines.count("differs")
    assert 300 < lines.count("ok")
    assert 6 * lines.count("not checkable here") < lines.count("ok")


def test_the_layers_publish_their_contracts(standing: tuple[Road, str]) -> None:
    """Tools read what the stack became from its outputs, and from nothing else."""
    outputs = json.loads(said(standing[0]("outputs", ENVIRONMENT)))

    for layer in Layer:
        assert ENVIRONMENT == CONTRACTS[layer].model_validate(outputs[layer]).model_dump()["environment"]


def test_a_second_preview_changes_nothing(standing: tuple[Road, str]) -> None:
    """A reader of diffs can trust them: without a change there is none."""
    told = said(standing[0]("preview", ENVIRONMENT))

    assert re.search(r"^\s+\d+ unchanged$", told, re.MULTILINE), told


@pytest.mark.parametrize("system", ["support-assistant", "fraud-scoring"])
def test_a_decision_is_made_once_and_its_record_read_back(standing: tuple[Road, str], system: str) -> None:
    """By the code that was deployed: the answer names a record, the locked store holds it, a repetition adds none."""
    road, _ = standing
    asked = ("decisions", "make", system, "--key", "road-1", "--confidence", "0.97")

    answer, again = (json.loads(said(road(*asked))) for _ in range(2))
    held = json.loads(said(road("decisions", "show", answer["decision"])))

    assert (200, True, "act") == (answer["status"], answer["decided"], answer["band"])
    assert (answer["decision"], True) == (again["decision"], again["replayed"])
    assert (system, answer["outcome"]) == (held["record"]["system"], held["record"]["outcome"])
    assert "GOVERNANCE" == held["store"]["lock"]
    about = json.loads(said(road("decisions", "about", "sample", "--json")))
    assert [answer["decision"]] == [one["id"] for one in about["records"] if one["system"] == system]


def test_a_model_that_is_gone_is_answered_by_the_fallback(standing: tuple[Road, str]) -> None:
    """The next target of the card answers, and the record says so."""
    road, _ = standing

    answer = json.loads(said(road("decisions", "make", "support-assistant", "--gone", "own", "--confidence", "0.9")))
    record = json.loads(said(road("decisions", "show", answer["decision"])))["record"]

    assert 1 == answer["fallback_depth"] == record["fallback_depth"]
    assert "bedrock" == record["model"]["kind"]


def test_the_middle_band_waits_for_two_reviewers(standing: tuple[Road, str]) -> None:
    """Four eyes: the first verdict is not yet in force, the second of another person is, and nobody counts twice."""
    road, _ = standing
    waiting = json.loads(said(road("decisions", "make", "fraud-scoring", "--confidence", "0.7")))
    review = ("decisions", "review", waiting["decision"], "--system", "fraud-scoring", "--explanation", "seen")
    outcome = json.loads(said(road("decisions", "show", waiting["decision"])))["record"]["proposed"]

    first = road(*review, "--as", "one", "--verdict", outcome)
    same = road(*review, "--as", "one", "--verdict", outcome)
    second = json.loads(said(road(*review, "--as", "two", "--verdict", outcome)))

    assert (202, "review") == (waiting["status"], waiting["band"])
    assert Exit.OK == first.returncode, first.stdout + first.stderr
    assert same.stdout == first.stdout or Exit.DIFFERENCE == same.returncode
    assert second["status"] == 200
