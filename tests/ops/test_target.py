"""A stack is an environment, or one layer of it."""

from __future__ import annotations

import pytest

from ops.exits import UsageError
from ops.target import check_stack, environment_of

KNOWN = ("dev", "prod", "prod-dr")


@pytest.mark.parametrize("name", ["dev", "prod-dr", "prod.network", "prod-dr.data"])
def test_an_environment_and_a_layer_of_it_are_stacks(name: str) -> None:
    """And the name is given back as it is."""
    assert name == check_stack(name, KNOWN)


@pytest.mark.parametrize(
    ("name", "said", "fix"),
    [
        ("prd", "no environment 'prd'", "did you mean prod?"),
        ("", "no environment ''", "choose one of dev, prod, prod-dr"),
        ("prod.netwrk", "no layer 'netwrk' in prod", "did you mean network?"),
        ("prod.", "no layer '' in prod", "choose one of foundation, network, data"),
        ("prod.network.data", "no layer 'network.data' in prod", "did you mean network?"),
        ("../prod", "no environment '../prod'", "choose one of"),
    ],
)
def test_anything_else_is_refused_with_what_it_might_have_been(name: str, said: str, fix: str) -> None:
    """Before anything is read or started."""
    with pytest.raises(UsageError) as caught:
        check_stack(name, KNOWN)

    assert said in caught.value.message
    assert fix in caught.value.fix


def test_the_environment_of_a_layer_is_that_of_its_stack() -> None:
    """Levels, exemptions and configuration belong to the environment."""
    assert ["prod", "prod-dr"] == [environment_of("prod"), environment_of("prod-dr.network")]
