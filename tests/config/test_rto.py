"""How long until the next answer, and what carries the promise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.load import load
from config.mechanisms import MECHANISMS, PARTS, MechanismName, longest_until_usable, parts_of
from config.rto import Gpus, Rto, Term, TermName, Way, gpus_of, rto_terms, ways_of
from config.vocabulary import DataClass

PROD = load("prod")
ASSISTANT, FRAUD = PROD.cards
SERVING = PROD.recovery.serving

minutes = st.one_of(st.none(), st.floats(min_value=0, max_value=600))
terms = st.lists(minutes, min_size=1, max_size=8).map(
    lambda figures: tuple(Term(name=TermName.DATA, minutes=m, meaning="", source="") for m in figures)
)
ways = st.lists(terms.map(lambda found: Way(target="x", terms=found)), min_size=1, max_size=4).map(tuple)


def _gpus(**changed: object) -> Gpus:
    facts = {"pool": "inference", "needed": 2, "reserved": 2, "load": timedelta(seconds=30), **changed}
    return Gpus(**facts)  # pyright: ignore[reportArgumentType]  the strategies give the right types


@given(terms)
def test_a_sum_with_a_term_without_a_bound_has_none(found: tuple[Term, ...]) -> None:
    """Unknown is never zero."""
    way = Way(target="x", terms=found)

    assert (way.minutes is None) == any(term.minutes is None for term in found)


@given(ways, st.integers(0, 600))
def test_the_first_way_that_keeps_the_promise_carries_it(found: tuple[Way, ...], promised: int) -> None:
    """No earlier one keeps it; a promise is kept exactly where there is a carrier."""
    rto = Rto(system="x", promise=timedelta(minutes=promised), ways=found)

    assert rto.kept == any(way.minutes is not None and way.minutes <= promised for way in found)
    if (carrier := rto.carrier) is not None:
        assert rto.minutes == carrier.minutes
        assert not any(way.keeps(timedelta(minutes=promised)) for way in found[: found.index(carrier)])


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 10_000))
def test_capacity_has_a_bound_exactly_where_enough_is_reserved(needed: int, reserved: int, seconds: int) -> None:
    """AWS promises no capacity that is not reserved."""
    gpus = _gpus(needed=needed, reserved=reserved, load=timedelta(seconds=seconds))
    own = ways_of(["bedrock"], SERVING, gpus)[0]

    assert (own.minutes is not None) == (reserved >= needed)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_heavier_weights_never_come_sooner(one: int, two: int) -> None:
    """The own model's time grows with the time its weights take."""
    light, heavy = (ways_of([], SERVING, _gpus(load=timedelta(seconds=s)))[0].minutes for s in sorted((one, two)))

    assert light is not None
    assert heavy is not None
    assert light <= heavy


def test_a_promise_without_reserved_capacity_is_carried_by_bedrock() -> None:
    """The fallback needs no GPU of ours, and its time says so."""
    rto = Rto(system="x", promise=timedelta(hours=2), ways=ways_of(["bedrock"], SERVING, _gpus(reserved=1)))

    assert rto.carrier is not None
    assert ("bedrock", True) == (rto.carrier.target, rto.kept)
    assert {TermName.DETECT, TermName.DECIDE, TermName.DATA, TermName.TRAFFIC} == {t.name for t in rto.carrier.terms}


def test_a_person_carries_no_promise() -> None:
    """Fraud scoring has no fallback but people: its own endpoint must stand by."""
    assert ["own model"] == [way.target for way in rto_terms(FRAUD, PROD).ways]


def test_prod_reserves_what_its_systems_need_at_least() -> None:
    """The promise of the shipped environment is kept by its own model, not by luck."""
    rto = rto_terms(ASSISTANT, PROD)
    gpus = gpus_of(ASSISTANT, PROD)

    assert gpus is not None
    assert (2, 2) == (gpus.needed, gpus.reserved)
    assert rto.carrier is rto.ways[0]
    assert timedelta(hours=2) == rto.promise


def test_an_environment_that_nobody_recovers_promises_no_answers() -> None:
    """Its zone would have to be made first."""
    dev = load("dev")
    rto = rto_terms(dev.cards[0], dev)

    assert (None, None, True) == (rto.promise, rto.minutes, rto.kept)
    assert all(TermName.ZONE in {term.name for term in way.terms} for way in rto.ways)


@pytest.mark.parametrize("name", list(MechanismName))
def test_every_mechanism_has_its_figures_and_their_source(name: MechanismName) -> None:
    """A page of AWS and the day it was read."""
    mechanism = MECHANISMS[name]

    assert mechanism.cited.startswith("https://docs.aws.amazon.com/")
    assert mechanism.cited.endswith(", noted 2026-11-25")


@pytest.mark.parametrize("data_class", list(DataClass))
def test_what_a_class_promises_rests_on_mechanisms_with_figures(data_class: DataClass) -> None:
    """A part without a figure is declared as not promised."""
    assert parts_of(data_class)
    assert all(MECHANISMS[part.mechanism].rpo is not None for part in parts_of(data_class))


def test_data_is_usable_as_late_as_its_slowest_part() -> None:
    """Of those that an answer needs."""
    serving = [MECHANISMS[part.mechanism].rto for part in PARTS if part.serving]

    assert longest_until_usable() in serving
    assert all(rto is not None and rto <= longest_until_usable() for rto in serving)
