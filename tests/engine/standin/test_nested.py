"""What AWS adds inside a block that the program gives."""

from __future__ import annotations

from typing import Any

import pytest

from engine.standin import nested
from graph.model import UNKNOWN


def test_an_addition_stands_in_its_block() -> None:
    """Beside what the program gave, which stays as it was."""
    inputs = {"vpcConfig": {"subnetIds": ["subnet-1"]}, "name": "it"}

    state = nested.placed(inputs, {"vpcConfig.group": "sg-1", "arn": "arn"})

    assert {"vpcConfig": {"subnetIds": ["subnet-1"], "group": "sg-1"}, "name": "it"} == state
    assert {"subnetIds": ["subnet-1"]} == inputs["vpcConfig"], "what was given is not changed"


@pytest.mark.parametrize("block", [None, UNKNOWN])
def test_without_its_block_there_is_no_addition(block: Any) -> None:
    """An unknown block is unknown as a whole."""
    assert {"vpcConfig": block} == nested.placed({"vpcConfig": block}, {"vpcConfig.group": "sg-1"})


def test_what_was_added_is_found_again() -> None:
    """A preview of a change shows what AWS added before."""
    names = ("arn", "vpcConfig.group", "other.group")

    assert {"vpcConfig.group": "sg-1"} == nested.taken(names, {"vpcConfig": {"group": "sg-1"}, "other": {}})
    assert {"vpcConfig.group": UNKNOWN} == nested.taken(names, {"vpcConfig": UNKNOWN})
