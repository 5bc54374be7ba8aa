"""Property tests of the arithmetic of retention."""

from __future__ import annotations

import re

import pytest
from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from components.storage import plan
from config.vocabulary import DataClass

DAYS = st.integers(min_value=1, max_value=36500)
CLASSES = st.sampled_from(list(DataClass))


def test_the_retentions_are_those_of_the_service_model() -> None:
    """AWS's own model of CloudWatch Logs names the same retentions."""
    model = Loader().load_service_model("logs", "service-2")
    sentence = re.search(r"Possible values are:([^.]*)\.", model["shapes"]["Days"]["documentation"])
    assert sentence is not None
    theirs = tuple(int(number) for number in re.findall(r"\d+", sentence[1]))

    assert theirs == plan.LOG_RETENTION_DAYS


@given(DAYS)
def test_a_log_is_kept_for_the_least_retention_that_is_long_enough(days: int) -> None:
    """No shorter retention would do, and none that is longer than needed is taken."""
    kept = plan.log_retention(days)
    enough = [allowed for allowed in plan.LOG_RETENTION_DAYS if allowed >= days]

    assert (min(enough) if enough else plan.NEVER_EXPIRE) == kept


@given(DAYS)
def test_no_log_is_deleted_before_it_may_be(days: int) -> None:
    """What cannot be kept long enough is kept for ever, never shorter."""
    kept = plan.log_retention(days)

    assert kept == plan.NEVER_EXPIRE or kept >= days


@pytest.mark.parametrize(("wanted", "kept"), [(1, 1), (184, 365), (365, 365), (366, 400), (2555, 2557), (3654, 0)])
def test_known_retentions(wanted: int, kept: int) -> None:
    """Half a year has no value of its own, and beyond ten years there is only never."""
    assert kept == plan.log_retention(wanted)


@given(CLASSES, DAYS)
def test_an_object_nobody_touches_is_still_current_when_its_retention_ends(data_class: DataClass, days: int) -> None:
    """Nothing is hidden before its retention ends."""
    expire_after = plan.lifecycle(data_class, days).expire_after

    assert expire_after is None or expire_after > days


@given(CLASSES, DAYS, st.data())
def test_no_version_is_deleted_before_its_retention_however_early_it_was_replaced(
    data_class: DataClass, days: int, data: st.DataObject
) -> None:
    """A version that was replaced or hidden at any age is kept at least as long as promised, lock or no lock."""
    lifecycle = plan.lifecycle(data_class, days)
    replaced_at = data.draw(st.integers(min_value=0, max_value=lifecycle.expire_after or days))

    assert lifecycle.deleted_at(replaced_at) >= days


@given(DAYS)
def test_a_model_is_hidden_by_nobody_but_its_successor(days: int) -> None:
    """Age neither hides a model nor makes reading it dearer."""
    lifecycle = plan.lifecycle(DataClass.MODELS, days)

    assert (None, ()) == (lifecycle.expire_after, lifecycle.steps)


@given(CLASSES.filter(lambda c: c is not DataClass.MODELS), DAYS)
def test_an_object_moves_only_where_it_stays_for_what_aws_charges_at_least(data_class: DataClass, days: int) -> None:
    """No step to a cheaper class is one that costs more; and S3 refuses steps out of order."""
    lifecycle = plan.lifecycle(data_class, days)
    assert lifecycle.expire_after is not None
    moves = [step.after for step in lifecycle.steps] + [lifecycle.expire_after]

    assert sorted(moves) == moves
    for step, leave in zip(lifecycle.steps, moves[1:], strict=True):
        assert leave - step.after >= step.least_stay, f"{step.storage_class} is left too soon"


@given(DAYS)
def test_an_object_is_never_moved_to_standard_ia_before_day_30(days: int) -> None:
    """S3 refuses such a rule."""
    for step in plan.lifecycle(DataClass.DECISIONS, days).steps:
        assert step.after >= 30


@pytest.mark.parametrize(
    ("days", "classes"),
    [
        (30, []),
        (60, ["STANDARD_IA"]),
        (120, ["STANDARD_IA"]),
        (184, ["STANDARD_IA", "GLACIER_IR"]),
        (2555, ["STANDARD_IA", "GLACIER_IR"]),
    ],
)
def test_known_lifecycles(days: int, classes: list[str]) -> None:
    """A month is not worth a move; half a year is worth two."""
    assert classes == [step.storage_class.value for step in plan.lifecycle(DataClass.DECISIONS, days).steps]


def test_fifteen_minutes_at_one_gigabit_are_112_gigabytes() -> None:
    """The backlog that replication can carry in the promised time."""
    assert 112_500_000_000 == plan.replication_backlog(15)
