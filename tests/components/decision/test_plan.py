"""Times that contain each other, and columns that follow the record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.decision import plan
from stacks import function_code


@given(st.floats(0.1, 2000))
def test_a_function_outlives_its_models(deadline: float) -> None:
    """There is time left to record what the last model answered, up to the longest that Lambda runs."""
    seconds = plan.function_seconds(deadline)

    assert seconds <= plan.LAMBDA_SECONDS
    assert seconds >= min(plan.LAMBDA_SECONDS, deadline + plan.RESERVE_SECONDS)


@given(st.integers(1, plan.LAMBDA_SECONDS))
def test_a_message_is_hidden_longer_than_its_function_runs(seconds: int) -> None:
    """Otherwise a second copy starts while the first is worked on."""
    assert plan.VISIBILITY_FACTOR * seconds == plan.visibility_seconds(seconds) <= plan.VISIBILITY_SECONDS


def test_a_dead_letter_outlives_the_queue() -> None:
    """Its age counts from the first sending: with the queue's retention it would arrive dying."""
    assert plan.KEPT_SECONDS < plan.DEAD_KEPT_SECONDS


@given(st.integers(1, 100), st.integers(1, 100))
def test_as_many_decide_as_the_model_holds(replicas: int, requests: int) -> None:
    """And ten at the least, which costs nothing."""
    assert max(10, replicas * requests) == plan.concurrency(replicas, requests)


def test_every_field_of_a_record_is_a_column() -> None:
    """A field that the table lacks would be dropped by the conversion, in silence."""
    schema = function_code.record_schema()
    columns = {column.name: column.type for column in plan.columns(schema)}

    assert list(schema["properties"]) == list(columns)
    assert ("string", "double", "bigint", "boolean") == tuple(
        columns[name] for name in ("id", "confidence", "attempts", "final")
    )
    assert "struct<name:string,digest:string,kind:string>" == columns["model"]


@pytest.mark.parametrize("held", [{}, {"type": "array"}, {"type": ["string", "integer"]}])
def test_what_no_column_holds_is_refused(held: dict[str, object]) -> None:
    """At preview, not at the first record."""
    with pytest.raises(ValueError, match="no column holds"):
        plan.columns({"properties": {"x": held}})


def test_the_question_finds_a_record_once() -> None:
    """The stream may deliver twice; the subject is a parameter and never part of the text."""
    query = plan.query_about_subject("d", "records")

    assert "PARTITION BY id" in query
    assert 'FROM "d"."records" WHERE subject = ?' in query


@given(st.floats(min_value=1, max_value=900), st.floats(min_value=0.01, max_value=300), st.integers(1, 100))
def test_a_batch_ends_before_its_function_does(function: float, each: float, most: int) -> None:
    """Every request of it may last as long as one can; one alone is always taken."""
    size = plan.batch(function, each, most)

    assert 1 <= size <= most
    assert size == 1 or size * each <= function - plan.RESERVE_SECONDS + 1e-9


@given(st.integers(1, 1_000), st.floats(0.0001, 1))
def test_a_challenger_runs_as_often_as_its_share_needs(at_once: int, share: float) -> None:
    """SQS asks for two at the least; never more than the decisions that it follows, but for those two."""
    assert max(2, at_once * share) <= plan.shadows(at_once, share) <= max(2, at_once)


@given(st.integers(1, 1_000))
def test_who_waits_finds_half_of_the_runs(at_once: int) -> None:
    """Of a function that runs often enough; SQS asks for two at the least."""
    assert plan.shared(at_once) <= max(2, at_once / 2)
    assert plan.parallel(at_once) * plan.SHARDS <= max(plan.SHARDS, plan.shared(at_once))
    assert 1 <= plan.parallel(at_once) <= plan.PARALLEL
