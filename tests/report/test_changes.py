"""What a deploy would do is one change a resource, and what could be lost is told apart."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.changes import Changes, Operation
from tests.report.sample import BUCKET, LOG_GROUP, urn

ENGINE = ("same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read", "refresh")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([urn(type_, name) for type_ in (BUCKET, LOG_GROUP) for name in "abc"]),
        st.sampled_from(ENGINE),
        st.lists(st.sampled_from(["bucket", "tags"])),
    )
)


def test_the_three_steps_of_a_replacement_are_one_change() -> None:
    """The engine speaks of create-replacement, replace and delete-replaced; a reader sees one resource replaced."""
    steps = [(urn(BUCKET, "a"), step, ["bucket"]) for step in ("create-replacement", "replace", "delete-replaced")]

    (change,) = Changes.of(steps, {BUCKET}).changes

    assert (Operation.REPLACE, ("bucket",), "a", BUCKET) == (change.operation, change.keys, change.name, change.type)


@pytest.mark.parametrize("step", ["create-replacement", "replace", "delete-replaced"])
def test_one_step_of_a_replacement_is_enough_to_know_it(step: str) -> None:
    """A run that was stopped in the middle told only of some."""
    assert 1 == Changes.of([(urn(BUCKET, "a"), step, [])], {BUCKET}).count(Operation.REPLACE)


def test_a_replaced_or_deleted_stateful_resource_is_a_loss() -> None:
    """An updated one is shown and not lost; a stateless one is neither."""
    changes = Changes.of(
        [
            (urn(BUCKET, "a"), "replace", []),
            (urn(BUCKET, "b"), "delete", []),
            (urn(BUCKET, "c"), "update", []),
            (urn(BUCKET, "d"), "same", []),
            (urn(LOG_GROUP, "e"), "delete", []),
        ],
        {BUCKET},
    )

    assert ["a", "b"] == [change.name for change in changes.losses]
    assert ["a", "b", "c"] == [change.name for change in changes.stateful]


def test_an_operation_nobody_knows_is_no_loss_and_no_change() -> None:
    """A newer engine's word is counted, not guessed at."""
    changes = Changes.of([(urn(BUCKET, "a"), "teleport", [])], {BUCKET})

    assert 1 == changes.count(Operation.OTHER)
    assert () == changes.losses


@given(STEPS)
def test_every_resource_is_counted_once(steps: list[tuple[str, str, list[str]]]) -> None:
    """The counts add up to the resources, in whatever steps the engine told of them."""
    changes = Changes.of(steps, {BUCKET})

    assert len({urn for urn, _, _ in steps}) == sum(changes.count(operation) for operation in Operation)


@given(STEPS, st.randoms())
def test_the_order_of_steps_does_not_matter(steps: list[tuple[str, str, list[str]]], random: Random) -> None:
    """The engine works in parallel: its order differs from run to run, a report may not."""
    shuffled = sorted(steps, key=lambda _: random.random())

    assert Changes.of(steps, {BUCKET}) == Changes.of(shuffled, {BUCKET})


@given(STEPS)
def test_a_loss_is_never_hidden_by_another_step(steps: list[tuple[str, str, list[str]]]) -> None:
    """One step that replaces or deletes a stateful resource makes it a loss, whatever else happens to it."""
    gone = {urn for urn, step, _ in steps if step in {"delete", "replace", "create-replacement", "delete-replaced"}}

    lost = {change.urn for change in Changes.of(steps, {BUCKET, LOG_GROUP}).losses}

    assert gone == lost
