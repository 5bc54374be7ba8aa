"""High-risk systems and what people may do about them: each way that counts, and each that does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policies.example import graph_of
from policies.rule import Example, Rule
from policies.rules.examples.build import ai, changed
from policies.rules.examples.governance import ASKED, FLAGS, OVERSEEN, high, said
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

HIGH = OVERSEEN[:1]
QUEUE, MACHINE = "aws:sqs/queue:Queue", "aws:sfn/stateMachine:StateMachine"
PARAMETER, FUNCTION = "aws:ssm/parameter:Parameter", "aws:lambda/function:Function"
TOKEN = json.dumps({"States": {"Ask": {"Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}}})


def _rule(number: str) -> Rule:
    return RULES[number]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (ai(QUEUE, "it", tags={"lz:oversight": "review"}), Verdict.PASS),
        (ai(QUEUE, "it"), Verdict.FAIL),
        (ai(QUEUE, "it", tags={"lz:oversight": "stop"}), Verdict.FAIL),
        (ai(QUEUE, "it", tags={"lz:oversight": "review", "lz:system": "another"}), Verdict.FAIL),
        (ai(MACHINE, "it", definition=TOKEN), Verdict.PASS),
        (ai(MACHINE, "it", definition="{}"), Verdict.FAIL),
        (ai(MACHINE, "it", definition=TOKEN, tags={"lz:system": "another"}), Verdict.FAIL),
    ],
)
def test_what_puts_a_decision_before_a_person(beside: Example, expected: Verdict) -> None:
    """Of the system itself."""
    assert expected is verdict(_rule("LZ-HO-001"), (*HIGH, beside))


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        (PARAMETER, {"name": "/lz/prod/systems/support/stop"}, Verdict.PASS),
        (PARAMETER, {"name": "/lz/prod/kill-switch"}, Verdict.PASS),
        (PARAMETER, {"name": "/lz/prod/stopwords"}, Verdict.FAIL),
        (PARAMETER, {}, Verdict.FAIL),
        (FUNCTION, {"environment": {"variables": {"LZ_STOP_TABLE": "t"}}}, Verdict.PASS),
        (FUNCTION, {"environment": {"variables": {"LZ_STOP_TABLE": "t", "LZ_STORE_BUCKET": "b"}}}, Verdict.PASS),
        (FUNCTION, {"environment": {"variables": {"LZ_STORE_BUCKET": "b"}}}, Verdict.FAIL),
        (FUNCTION, {}, Verdict.FAIL),
    ],
)
def test_what_can_be_told_to_stop(type_: str, properties: dict[str, Any], expected: Verdict) -> None:
    """By a word of its name, and not the beginning of another."""
    assert expected is verdict(_rule("LZ-HO-002"), (*HIGH, ai(type_, "it", **properties)))
    elsewhere = ai(type_, "it", **properties, tags={"lz:system": "another"})
    assert Verdict.FAIL is verdict(_rule("LZ-HO-002"), (*HIGH, elsewhere))


@pytest.mark.parametrize("number", ["LZ-HO-001", "LZ-HO-002", "LZ-GOV-004"])
@pytest.mark.parametrize("tier", ["minimal", "limited", "gpai"])
def test_other_tiers_are_not_asked(number: str, tier: str) -> None:
    """What the Act asks of high risk it asks of nobody else."""
    assert Verdict.PASS is verdict(_rule(number), changed(HIGH, "features", tags=said(**{"lz:risk-tier": tier})))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("lz:acts-as", "provider", Verdict.PASS),
        ("lz:acts-as", "deployer", Verdict.PASS),
        ("lz:acts-as", "user", Verdict.FAIL),
        ("lz:acts-as", None, Verdict.FAIL),
        ("lz:assessment", None, Verdict.FAIL),
        ("lz:documentation", None, Verdict.FAIL),
        ("lz:documentation", "", Verdict.FAIL),
    ],
)
def test_a_high_risk_system_says_all_three(name: str, value: str | None, expected: Verdict) -> None:
    """The role, what was weighed, and where it is written."""
    assert expected is verdict(_rule("LZ-GOV-004"), changed(OVERSEEN, "features", tags=high(**{name: value})))


@pytest.mark.parametrize(
    ("monitors", "expected"),
    [
        (None, Verdict.FAIL),
        ([{"alarmRoleArn": "role"}], Verdict.FAIL),
        ([{"alarmArn": ""}], Verdict.FAIL),
        ([{"alarmArn": ""}, {"alarmArn": "arn"}], Verdict.PASS),
    ],
)
def test_one_alarm_takes_a_flag_back(monitors: Any, expected: Verdict) -> None:
    """Of several monitors one with an alarm is enough."""
    given = {} if monitors is None else {"monitors": monitors}
    (told,) = outcomes(_rule("LZ-HO-003"), graph_of((ai(FLAGS, "flags", **given),)))

    assert (expected, "monitors") == (told.verdict, told.path)


@pytest.mark.parametrize("disclosure", ["notice", "not-interactive"])
def test_two_words_say_how_people_are_told(disclosure: str) -> None:
    """No person, or a notice."""
    assert Verdict.PASS is verdict(
        _rule("LZ-GOV-005"), changed(ASKED, "api", tags=said(**{"lz:disclosure": disclosure}))
    )


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        ("aws:apigatewayv2/api:Api", {}, Verdict.FAIL),
        ("aws:lb/loadBalancer:LoadBalancer", {}, Verdict.FAIL),
        ("aws:lb/loadBalancer:LoadBalancer", {"internal": False}, Verdict.FAIL),
        ("aws:lb/loadBalancer:LoadBalancer", {"internal": True}, Verdict.PASS),
    ],
)
def test_every_way_in_for_people_says_it(type_: str, properties: dict[str, Any], expected: Verdict) -> None:
    """What is inside the network is asked by programs."""
    assert expected is verdict(_rule("LZ-GOV-005"), (ai(type_, "it", **properties),))


def test_what_serves_no_ai_system_tells_nothing() -> None:
    """A way in without the tag of a system."""
    assert Verdict.PASS is verdict(_rule("LZ-GOV-005"), changed(ASKED, "api", tags={}))


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        (["change/CHG-1 (approved by a@example.com)"], Verdict.PASS),
        (["pulumi", "change/2026.11 (approved by a@example.com)"], Verdict.PASS),
        (["change/CHG-1"], Verdict.FAIL),
        (["change/ (approved by a@example.com)"], Verdict.FAIL),
        (["change/CHG-1 (approved by somebody)"], Verdict.FAIL),
        ([], Verdict.FAIL),
        (None, Verdict.FAIL),
    ],
)
def test_a_change_of_production_names_its_ticket(agents: Any, expected: Verdict) -> None:
    """And a person's address; elsewhere nobody must agree."""
    stack = changed(_rule("LZ-CHG-008").good, "provider", userAgents=None if agents is None else json.dumps(agents))

    assert expected is verdict(_rule("LZ-CHG-008"), stack)
    assert Verdict.PASS is verdict(_rule("LZ-CHG-008"), graph_of(stack, stack="dev"))
