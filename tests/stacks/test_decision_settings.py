"""What the functions are told is what the card says, in the words that the functions read."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.load import environments, load_all
from config.system import System
from engine.paths import cache_folder
from functions.models.answer import Answer
from functions.rules import Rules
from functions.settings import system as told
from functions.validation import InvalidError, validator
from stacks import decision_settings, function_code

CARDS = {card.name: card for name in environments() for card in load_all()[name].cards}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_function_starts_with_what_its_card_says(card: System) -> None:
    """The functions' own reader takes it: schema, bands, order of targets, deadline."""
    settings = told.parse(decision_settings.settings(card))

    decision = card.card.decision
    assert (decision.confidence.act, decision.confidence.review) == (settings.bands.act, settings.bands.review)
    assert [decision_settings.OWN, *decision.fallbacks] == [target.name for target in settings.targets]
    assert (decision.review.reviewers == 2) is settings.four_eyes
    assert card.card.model.digest == settings.targets[0].digest


def test_a_challenger_has_its_share_and_its_time() -> None:
    """The functions are told which target of the card it is; a system without one is told of none."""
    challenge = CARDS["support-assistant"].card.shadow
    assert challenge is not None
    shadow = told.parse(decision_settings.settings(CARDS["support-assistant"])).shadow
    assert shadow is not None

    assert (challenge.target, challenge.share) == (shadow.target.name, shadow.share)
    assert shadow.target.seconds < shadow.deadline
    assert told.parse(decision_settings.settings(CARDS["fraud-scoring"])).shadow is None


def test_the_rules_that_people_approved_hold_whatever_the_model_says() -> None:
    """The functions evaluate the card's own conditions, and a record names the version that was approved."""
    card = CARDS["fraud-scoring"]
    approved = card.card.decision.rules
    assert approved is not None
    rules = Rules(decision_settings.settings(card)["rules"])
    sure = Answer(outcome="accept", explanation="e", confidence=1.0)

    large = rules.override({"amount_minor": 500_000}, sure)

    assert large is not None
    assert ("large-amounts", "person", None) == (large.rule, large.band, large.outcome)
    assert rules.override({"amount_minor": 499_999}, sure) is None
    assert approved.version == rules.version.partition("/")[0]


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_every_target_has_its_time(card: System) -> None:
    """A fallback for which no time is left is none: each may run into its timeout, and the next still begins."""
    settings = told.parse(decision_settings.settings(card))

    assert told.worst_case(settings) < settings.deadline


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_request_has_the_cards_fields_and_no_others(card: System) -> None:
    """Another field is refused before a model sees it."""
    valid = validator(decision_settings.payload_schema(card.card.payload))
    good = {name: "x" if field.type == "string" else 1 for name, field in card.card.payload.items()}

    valid(good)
    with pytest.raises(InvalidError):
        valid({**good, "stranger": 1})


@given(st.integers(1, 60_000), st.integers(1, 60_000))
def test_a_target_is_asked_as_often_as_the_promise_allows(timeout: int, latency: int) -> None:
    """Once at the least, three times at the most, and never past the promised latency by choice."""
    times = decision_settings.attempts(timedelta(milliseconds=timeout), timedelta(milliseconds=latency))

    assert 1 <= times <= decision_settings.ATTEMPTS
    assert times == 1 or times * timeout <= latency


def test_the_archive_is_the_room_and_nothing_compiled() -> None:
    """What Python left behind would deploy a change at every run."""
    names = list(function_code.files())

    assert "functions/entry/decision.py" in names
    assert "functions/record/schema/decision-record-1.json" in names
    assert sorted(names) == names
    assert [] == [name for name in names if "__pycache__" in name or not name.endswith((".py", ".json"))]


def test_a_changed_setting_is_a_changed_function() -> None:
    """And the same settings are the same one, however their keys are ordered."""
    one, back = {"a": 1, "b": 2}, {"b": 2, "a": 1}

    assert function_code.code_hash(one) == function_code.code_hash(back)
    assert function_code.code_hash(one) != function_code.code_hash({"a": 1, "b": 3})


def test_an_archive_holds_the_room_and_the_settings_in_equal_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever packs it, and whenever: an update without a change would deploy for nothing."""
    packed = list[bytes]()
    for place in ("here", "there"):
        monkeypatch.setenv("LZ_CACHE_DIR", str(tmp_path / place))
        archive = function_code.archive({"a": 1})
        assert isinstance(archive, pulumi.FileArchive)
        packed.append(Path(archive.path).read_bytes())
        assert [Path(archive.path).name] == [file.name for file in (tmp_path / place / "functions").iterdir()]

    assert packed[0] == packed[1]
    with zipfile.ZipFile(io.BytesIO(packed[0])) as file:
        assert {*function_code.files(), "system.json"} == set(file.namelist())
        assert {"a": 1} == json.loads(file.read("system.json"))
        assert {0o644} == {entry.external_attr >> 16 for entry in file.infolist()}


@pytest.mark.parametrize(
    "environment",
    [
        {"LZ_CACHE_DIR": "/own"},
        {"LZ_CACHE_DIR": "~/own"},
        {"XDG_CACHE_HOME": "/xdg"},
        {"XDG_CACHE_HOME": "not-absolute"},
        {},
    ],
)
def test_archives_lie_in_the_cache_that_the_engine_uses(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The two rooms do not know each other; whoever clears the one folder clears all that can be made again."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("LZ_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert cache_folder() / "functions" == function_code.cache_folder()
