"""Pulumi's URNs: urn:pulumi:STACK::PROJECT::PARENT-TYPES$TYPE::NAME.

Grammar: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns, and `urn.New` of
github.com/pulumi/pulumi/sdk/v3 3.250.
"""

from __future__ import annotations

from typing import Final

STACK_TYPE: Final = "pulumi:pulumi:Stack"
"""The root component; it never appears in the parent chain of a URN."""

_PROVIDER: Final = "pulumi:providers:"


def make(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """The URN the engine gives a resource below a parent (a URN, or empty)."""
    chain = qualified_type(parent) if parent else ""
    qualified = type_ if chain in ("", STACK_TYPE) else f"{chain}${type_}"
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def qualified_type(urn: str) -> str:
    """The type with its parent chain."""
    return urn.split("::", 3)[2]


def type_of(urn: str) -> str:
    """The type token without its parent chain."""
    return qualified_type(urn).rsplit("$", 1)[-1]


def name_of(urn: str) -> str:
    """The logical name; it may itself hold `::`."""
    return urn.split("::", 3)[3]


def is_provider(type_: str) -> bool:
    """Whether a type token is that of a provider resource."""
    return type_.startswith(_PROVIDER)


def is_default_provider(urn: str) -> bool:
    """Whether the engine made this provider because the program named none."""
    return is_provider(type_of(urn)) and name_of(urn).startswith("default")


def parent_of(given: str) -> str | None:
    """The URN of a parent that is a resource; None for no parent and for the root stack."""
    return None if not given or type_of(given) == STACK_TYPE else given


def provider_of(reference: str) -> str | None:
    """The URN in a provider reference `URN::ID`; None for no reference and for a default provider."""
    if not reference:
        return None
    urn = reference.rsplit("::", 1)[0]
    return None if is_default_provider(urn) else urn


def is_urn(text: str) -> bool:
    """Whether a text has the parts of a URN."""
    return text.startswith("urn:pulumi:") and len(text.split("::", 3)) == 4
