"""Composed availability: a bound from AWS's own figures, and a card that asks for more is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.availability import Step, compose, documented, percent
from config.errors import ConfigurationError
from config.load import ROOT, load, load_all
from config.vocabulary import Runtime, StoreFailure

services = st.sampled_from(sorted(documented()))
ways = st.lists(st.lists(services, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple)
SHARES = {name: one.best for name, one in documented().items()}


def test_every_figure_says_where_it_stands() -> None:
    """A number without a source is an opinion; nothing is always there."""
    assert all(one.source.startswith("https://aws.amazon.com/") for one in documented().values())
    assert all(0.99 <= share < 1 for one in documented().values() for share in (one.sla, one.best))


def test_what_every_request_needs_multiplies() -> None:
    """Two services in a row are less available than either."""
    assert pytest.approx(0.9999 * 0.9995) == Step("", (("api-gateway", "lambda"),)).available(SHARES)


def test_of_two_ways_both_must_fail() -> None:
    """A fallback helps, as far as it fails for reasons of its own."""
    assert pytest.approx(1 - 0.0005 * 0.0002) == Step("", (("sagemaker",), ("sqs",))).available(SHARES)


@given(ways, st.lists(services, min_size=1, max_size=3).map(tuple))
def test_another_way_never_hurts(known: tuple[tuple[str, ...], ...], more: tuple[str, ...]) -> None:
    """And one more service that a way needs never helps."""
    step = Step("", known)

    assert step.available(SHARES) <= Step("", (*known, more)).available(SHARES) <= 1
    assert Step("", tuple((*way, *more) for way in known)).available(SHARES) <= step.available(SHARES)


@given(
    st.sampled_from(list(Runtime)),
    st.lists(st.sampled_from(["bedrock", "human"]), unique=True),
    st.sampled_from(list(StoreFailure)),
)
def test_what_is_promised_is_never_more_than_what_is_designed(
    runtime: Runtime, fallbacks: list[str], on_store_failure: StoreFailure
) -> None:
    """And what a card may ask for is never more than either way says."""
    way = compose(runtime=runtime, fallbacks=fallbacks, on_store_failure=on_store_failure)

    assert way.promised <= way.designed
    assert 0 <= way.designed - way.reachable < 0.0001


def test_a_spool_makes_a_record_more_available() -> None:
    """A high-risk system may not have one: what is not recorded is not decided."""
    fail, spool = (
        compose(runtime=Runtime.SAGEMAKER, fallbacks=["human"], on_store_failure=on_store_failure)
        for on_store_failure in (StoreFailure.FAIL, StoreFailure.SPOOL)
    )

    assert fail.designed < spool.designed


def test_the_cards_of_this_project_ask_for_what_can_be_had() -> None:
    """All of them load; the words name every service of the way."""
    cards = {card.name: card.card for zone in load_all().values() for card in zone.cards}
    way = compose(
        runtime=cards["fraud-scoring"].serve.runtime,
        fallbacks=cards["fraud-scoring"].decision.fallbacks,
        on_store_failure=cards["fraud-scoring"].decision.record.on_store_failure,
    )

    assert cards["fraud-scoring"].serve.slo.availability <= way.designed
    assert str(way).endswith("kms 99.995% and (sagemaker 99.95% or sqs 99.98%) and s3 99.99%")


def test_a_card_that_asks_for_more_is_refused(tmp_path: Path) -> None:
    """With what can be had, why, and what to do about it."""
    shutil.copytree(ROOT, tmp_path / "config")
    card = tmp_path / "config" / "systems" / "fraud-scoring.yaml"
    card.write_text(card.read_text("utf-8").replace("availability: 99.9%", "availability: 99.95%"), encoding="utf-8")

    with pytest.raises(ConfigurationError) as refused:
        load("dev", tmp_path / "config")

    (problem,) = refused.value.problems
    assert ("config/systems/fraud-scoring.yaml", "serve.slo.availability") == (problem.file, problem.key)
    assert "is above 99.915%, what its services compose to: api-gateway 99.99% and lambda 99.95%" in problem.reason
    assert problem.fix.startswith("99.91% or less")


@pytest.mark.parametrize(
    ("share", "text"), [(0.999, "99.9%"), (0.99925, "99.925%"), (0.9999999, "99.9999%"), (1.0, "100%")]
)
def test_a_share_is_never_rounded_up(share: float, text: str) -> None:
    """A promise that rounds up is broken before it is made."""
    assert text == percent(share)
