"""URNs as the engine writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import urn

NAMES = st.text("abcdefghijklmnopqrstuvwxyz-:/.", min_size=1, max_size=20)
TYPES = st.from_regex(r"[a-z]{1,5}:[a-z]{1,6}/[a-z]{1,6}:[A-Z][a-z]{1,6}", fullmatch=True)


def test_the_root_stack_is_no_part_of_a_parent_chain() -> None:
    """A child of the stack has its own type alone; a grandchild has its parent's before it."""
    root = urn.make("dev", "lz", "", urn.STACK_TYPE, "lz-dev")
    child = urn.make("dev", "lz", root, "lz:network:Network", "net")

    assert "urn:pulumi:dev::lz::lz:network:Network::net" == child
    assert "urn:pulumi:dev::lz::lz:network:Network$aws:ec2/vpc:Vpc::vpc" == urn.make(
        "dev", "lz", child, "aws:ec2/vpc:Vpc", "vpc"
    )


@given(st.lists(TYPES, min_size=1, max_size=4), NAMES)
def test_a_urn_gives_back_what_it_was_made_of(types: list[str], name: str) -> None:
    """However deep the parents and whatever the name, type and name come back, and the chain is the parents' types."""
    made = ""
    for type_ in types:
        made = urn.make("prod", "lz", made, type_, name)

    assert (types[-1], name, "$".join(types)) == (urn.type_of(made), urn.name_of(made), urn.qualified_type(made))
    assert urn.is_urn(made)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("", None),
        ("urn:pulumi:dev::lz::pulumi:providers:aws::default_7_51_1::some-id", None),
        ("urn:pulumi:dev::lz::pulumi:providers:aws::main::some-id", "urn:pulumi:dev::lz::pulumi:providers:aws::main"),
    ],
)
def test_only_a_provider_the_program_made_is_a_provider(reference: str, expected: str | None) -> None:
    """A reference `URN::ID` to an explicit provider is its URN; a default provider is none."""
    assert expected == urn.provider_of(reference)


def test_the_root_stack_is_nobodys_parent() -> None:
    """The stack is no resource of the graph, so what stands right below it has no parent there."""
    assert urn.parent_of("") is None
    assert urn.parent_of("urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev") is None
    assert "urn:pulumi:dev::lz::lz:a:B::c" == urn.parent_of("urn:pulumi:dev::lz::lz:a:B::c")
