"""A challenger beside a system: what is asked of it, and what it may never reach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import Resource
from stacks.decision_settings import OWN
from stacks.system_targets import Targets
from tests.previews import previewed

CHALLENGED, ALONE = "support-assistant", "fraud-scoring"
TARGETS = Targets(places={OWN: {"url": "u"}, "rival": {"model": "m"}}, policies={"own": "o", "rival": "r"})


def one(type_: str, name: str) -> Resource:
    [found] = [r for r in previewed("prod").of_type(type_) if r.name == name]
    return found


def variables(purpose: str, system: str = CHALLENGED) -> dict[str, Any]:
    """The environment of a function."""
    return dict(
        one("aws:lambda/function:Function", f"{system}-{purpose}-function").properties["environment"]["variables"]
    )


def actions(purpose: str, system: str = CHALLENGED) -> set[tuple[str, str]]:
    """What a function may do in queues: each action with the queue's name."""
    policy = json.loads(one("aws:iam/rolePolicy:RolePolicy", f"{system}-{purpose}-permissions").properties["policy"])
    return {
        (action, arn.rpartition(":")[2])
        for statement in policy["Statement"]
        for action in statement["Action"]
        for arn in statement["Resource"]
        if action.startswith("sqs:")
    }


def test_the_challengers_function_takes_the_mirror_and_sends_to_nobody() -> None:
    """No review, no answer, no spool: what it says ends in the store."""
    assert {f"lz-prod-{CHALLENGED}-mirror"} == {queue for _, queue in actions("shadow")}
    assert "sqs:SendMessage" not in {action for action, _ in actions("shadow")}
    told = variables("shadow")
    assert {"LZ_REVIEW_QUEUE_URL", "LZ_REVIEW_TABLE", "LZ_ANSWERS_QUEUE_URL", "LZ_SPOOL_QUEUE_URL"}.isdisjoint(told)


def test_the_decision_function_fills_the_mirror_where_the_card_says_so() -> None:
    """And where it does not, there is none."""
    assert ("sqs:SendMessage", f"lz-prod-{CHALLENGED}-mirror") in actions("decision")
    assert "LZ_MIRROR_QUEUE_URL" in variables("decision")
    assert "LZ_MIRROR_QUEUE_URL" not in variables("decision", ALONE)
    assert [] == [r.name for r in previewed("prod") if r.name.startswith((f"{ALONE}-mirror", f"{ALONE}-shadow"))]


def test_what_waits_is_handed_to_the_challenger_alone() -> None:
    """In batches that give back what failed, by as many runs as the function has."""
    mapping = one("aws:lambda/eventSourceMapping:EventSourceMapping", f"{CHALLENGED}-shadows").properties
    function = one("aws:lambda/function:Function", f"{CHALLENGED}-shadow-function").properties

    assert ["ReportBatchItemFailures"] == list(mapping["functionResponseTypes"])
    assert function["reservedConcurrentExecutions"] == mapping["scalingConfig"]["maximumConcurrency"]


@pytest.mark.parametrize(("names", "keys"), [((OWN,), {"asks-own"}), (("rival",), {"asks-rival"}), ((), set[str]())])
def test_who_may_ask_one_target_may_not_ask_another(names: tuple[str, ...], keys: set[str]) -> None:
    """A challenger that is no fallback is out of the decision function's reach, and the own model out of its."""
    some = TARGETS.only(*names)

    assert (set(names), keys) == (set(some.places), set(some.attached()))
