"""Composed availability: a bound from AWS's own figures, and a card that asks for more is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.availability import Composition, Design, Step, available, design_of, documented, percent
from config.errors import ConfigurationError
from config.load import ROOT, load, load_all
from config.vocabulary import Runtime, StoreFailure

NAMES = ("a", "b", "c", "d", "e")
ROUNDING = 1e-12

ways = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple)
steps = st.lists(ways, min_size=1, max_size=3).map(lambda some: Step("step", tuple(some)))
roads = st.lists(steps, min_size=1, max_size=4)
figures = st.fixed_dictionaries({name: st.floats(0, 1) for name in NAMES})
designs = st.builds(
    Design,
    runtime=st.sampled_from(list(Runtime)),
    copies=st.integers(1, 3),
    fallbacks=st.lists(st.sampled_from(["bedrock", "second", "human"]), unique=True).map(tuple),
    on_store_failure=st.sampled_from(list(StoreFailure)),
)
SHARES = {"a": 0.9999, "b": 0.9995, "c": 0.9998}
FRAUD = Design(runtime=Runtime.SAGEMAKER, copies=2, fallbacks=("human",), on_store_failure=StoreFailure.FAIL)


def test_every_figure_says_where_it_stands() -> None:
    """A number without a source is an opinion; nothing is always there."""
    assert all(one.source.startswith("https://aws.amazon.com/") for one in documented().values())
    assert all(0.99 <= share < 1 for one in documented().values() for share in (one.sla, one.best))


def test_what_every_request_needs_multiplies() -> None:
    """Two services in a row are less available than either."""
    assert pytest.approx(0.9999 * 0.9995) == Step("", (("a", "b"),)).available(SHARES)


def test_of_two_ways_both_must_fail() -> None:
    """A fallback helps, as far as it fails for reasons of its own."""
    assert pytest.approx(1 - 0.0005 * 0.0002) == Step("", (("b",), ("c",))).available(SHARES)


def test_a_service_that_two_steps_need_is_up_or_down_for_both() -> None:
    """Counted twice, one queue that takes cases and records would fail twice."""
    both = [Step("answer", (("a",), ("c",))), Step("record", (("b",), ("c",)))]

    assert pytest.approx(0.9998 + 0.0002 * 0.9999 * 0.9995, abs=1e-15) == available(both, SHARES)
    assert SHARES["a"] == available([Step("", (("a",), ("a",))), Step("", (("a",),))], SHARES)


@given(roads, figures)
def test_an_availability_is_a_share(road: list[Step], shares: dict[str, float]) -> None:
    """Between never and always, whatever the figures; always where everything is always there."""
    assert 0 <= available(road, shares) <= 1
    assert pytest.approx(1) == available(road, dict.fromkeys(NAMES, 1.0))


@given(roads, figures, st.data())
def test_the_order_of_steps_and_ways_does_not_matter(
    road: list[Step], shares: dict[str, float], data: st.DataObject
) -> None:
    """Neither in a row nor side by side."""
    turned = [
        replace(step, ways=tuple(data.draw(st.permutations(step.ways)))) for step in data.draw(st.permutations(road))
    ]

    assert pytest.approx(available(road, shares), abs=ROUNDING) == available(turned, shares)


@given(roads, ways, figures, st.data())
def test_one_more_side_by_side_never_lowers(
    road: list[Step], more: tuple[str, ...], shares: dict[str, float], data: st.DataObject
) -> None:
    """Another way is another chance, even by services that are needed elsewhere."""
    place = data.draw(st.integers(0, len(road) - 1))
    wider = [replace(step, ways=(*step.ways, more)) if at == place else step for at, step in enumerate(road)]

    assert available(road, shares) <= available(wider, shares) + ROUNDING


@given(roads, steps, figures)
def test_one_more_in_a_row_never_raises(road: list[Step], more: Step, shares: dict[str, float]) -> None:
    """And no road is more available than any of its steps."""
    assert available([*road, more], shares) <= available(road, shares) + ROUNDING
    assert available([*road, more], shares) <= more.available(shares) + ROUNDING


@given(roads, figures, st.sampled_from(NAMES), st.floats(0, 1))
def test_a_better_figure_never_lowers(road: list[Step], shares: dict[str, float], name: str, up: float) -> None:
    """A service that is more available makes nothing less available."""
    better = {**shares, name: max(shares[name], up)}

    assert available(road, shares) <= available(road, better) + ROUNDING


@given(designs)
def test_what_is_promised_is_never_more_than_what_is_designed(design: Design) -> None:
    """And what a card may ask for is never more than either way says."""
    way = design.compose()

    assert way.promised <= way.designed
    assert way.cautious < way.designed <= way.weakest.designed
    assert 0 <= way.designed - way.reachable < 0.0001


@given(designs)
def test_more_copies_more_fallbacks_and_a_spool_never_lower(design: Design) -> None:
    """What the message proposes is no worse than what it refuses."""
    known = design.compose().designed

    for better in (
        replace(design, copies=design.copies + 1),
        replace(design, fallbacks=(*design.fallbacks, "human")),
        replace(design, on_store_failure=StoreFailure.SPOOL),
    ):
        assert known <= better.compose().designed + ROUNDING
    assert design.at_once.compose().designed <= known + ROUNDING


def test_a_second_model_of_bedrock_is_no_second_service() -> None:
    """They are up or down together."""
    one = replace(FRAUD, fallbacks=("bedrock",))

    assert one.compose() == replace(one, fallbacks=("bedrock", "second")).compose()


@pytest.mark.parametrize("runtime", list(Runtime))
def test_one_copy_is_no_more_available_than_the_instance_it_stands_on(runtime: Runtime) -> None:
    """AWS's figures of endpoints and of instances are for several, in several zones."""
    alone = replace(FRAUD, runtime=runtime, copies=1, fallbacks=())
    answer = next(step for step in alone.compose().steps if step.name == "answer")

    assert documented()["ec2-instance"].sla >= answer.designed
    assert alone.compose().designed < replace(alone, copies=2).compose().designed


def test_a_spool_makes_a_record_more_available() -> None:
    """A high-risk system may not have one: what is not recorded is not decided."""
    assert FRAUD.compose().designed < replace(FRAUD, on_store_failure=StoreFailure.SPOOL).compose().designed


def test_the_weakest_step_is_named() -> None:
    """The first of several; it bounds the whole."""
    assert "lambda" == FRAUD.compose().weakest.name
    way = Composition((Step("door", (("api-gateway",),)), Step("model", (("bedrock",), ("bedrock",)))))
    assert ("model", 0.999) == (way.weakest.name, pytest.approx(way.weakest.designed))


def test_the_cards_of_this_project_ask_for_what_can_be_had() -> None:
    """All of them load; the words name every service of the way."""
    cards = {card.name: card.card for zone in load_all().values() for card in zone.cards}
    way = design_of(cards["fraud-scoring"]).compose()

    assert FRAUD == design_of(cards["fraud-scoring"])
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
    assert problem.reason.endswith("the weakest is lambda with 99.95%")
    assert "write 99.91% or less" == problem.fix


@pytest.mark.parametrize(
    ("share", "text"), [(0.999, "99.9%"), (0.99925, "99.925%"), (0.9999999, "99.9999%"), (1.0, "100%")]
)
def test_a_share_is_never_rounded_up(share: float, text: str) -> None:
    """A promise that rounds up is broken before it is made."""
    assert text == percent(share)
