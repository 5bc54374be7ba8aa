"""Cedar policies: which permits are narrow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.cedar import Policy, read

GATEWAY = 'resource == AgentCore::Gateway::"arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/orders"'
TOOL = 'action == AgentCore::Action::"Orders__order"'


@pytest.mark.parametrize(
    "text",
    [
        "permit(principal, action, resource);",
        f"permit(principal, action, {GATEWAY});",
        f"permit(principal is AgentCore::OAuthUser, action, {GATEWAY});",
        "permit(principal, action, resource) when { true };",
        "permit(principal, action, resource) unless { false };",
        "permit(principal, action, resource) when { 1 < 2 && !(3 == 4) };",
        "permit(principal, action, resource) when { principal is AgentCore::OAuthUser };",
        'permit(principal, action, resource) when { "context" == "context" };',
        "permit(principal, action, resource) when { x.context == 1 };",
        "// only action == Orders\npermit(principal, action, resource);",
        '@id("orders, in == order") permit(principal, action, resource);',
        "@id permit(principal, action, resource);",
    ],
)
def test_a_permit_of_everything_is_wide(text: str) -> None:
    """The gateway it stands at, a type of callers, a constant and a comment narrow nothing."""
    assert (Policy(permits=True, narrow=False),) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        f"permit(principal, {TOOL}, resource);",
        f"permit(principal is AgentCore::OAuthUser, {TOOL}, {GATEWAY});",
        'permit(principal, action in AgentCore::Action::"Orders", resource);',
        'permit(principal, action in [AgentCore::Action::"Orders__order", AgentCore::Action::"Orders"], resource);',
        'permit(principal == AgentCore::OAuthUser::"somebody", action, resource);',
        'permit(principal, action, resource) when { principal.getTag("role") == "clerk" };',
        "permit(principal, action, resource) when { context.input.amount < 400 };",
        "permit(principal, action, resource) when { true } unless { context.input.amount > 400 };",
        "permit(principal, action, resource) when { principal is AgentCore::OAuthUser && principal.admin };",
        "permit(principal, action, resource) when { if context.input has amount then true else false };",
        'permit(principal, action, resource) when { ["a", "b"].contains(context.input.kind) };',
        'permit(principal, action, resource) when { {"a": 1}.a == context.input.kind };',
    ],
)
def test_a_permit_that_names_who_what_or_when_is_narrow(text: str) -> None:
    """By a principal, an action, or a condition about what is asked."""
    assert (Policy(permits=True, narrow=True),) == read(text)


def test_every_policy_of_a_text_is_read() -> None:
    """A narrow one does not make up for a wide one."""
    anybody = "(principal,action,resource);"
    text = f"forbid{anybody}\npermit(principal, {TOOL}, resource);permit{anybody}"

    assert (
        Policy(permits=False, narrow=False),
        Policy(permits=True, narrow=True),
        Policy(permits=True, narrow=False),
    ) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "permit",
        "permit(principal, action, resource)",
        "permit(principal, action);",
        "permit(action, principal, resource);",
        "permit(principal, action, resource;",
        "permit(principal, action, resource] ;",
        "permit(principal, action, resource) when { true ;",
        "permit principal, action, resource;",
        "allow(principal, action, resource);",
        'permit(principal == "open, action, resource);',
        "permit(principal, action, resource) when { # };",
        "@",
        None,
        7,
    ],
)
def test_what_is_no_policy_is_told_apart(text: object) -> None:
    """AWS refuses it; no rule may take it for a narrow one."""
    assert read(text) is None


def test_no_text_has_no_policies() -> None:
    """Which permit nothing."""
    assert () == read(" // nothing\n")


@given(st.text(alphabet='permitforbd(){}[],;"@=: \nwhen'))
def test_any_text_can_be_read(text: str) -> None:
    """A statement breaks no run."""
    read(text)
