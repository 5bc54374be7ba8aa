"""What EC2 says of instances that will go."""

from __future__ import annotations

import json

import pytest

from components.compute.interruptions import EVENTS, Interruptions, InterruptionsArgs, policy
from tests.components.compute.ground import ACCOUNT, SCOPE, statements
from tests.synth import Declared, synth


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: Interruptions("interruptions", InterruptionsArgs(scope=SCOPE)), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_every_warning_of_ec2_is_listened_to(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """Spot, rebalance, health, the state of an instance, and the end of a reservation."""
    rules = declare(unknown=unknown).of_type("aws:cloudwatch/eventRule:EventRule")

    heard = {detail for rule in rules for detail in json.loads(rule["eventPattern"])["detail-type"]}
    assert {detail for _, detail in EVENTS.values()} == heard
    assert 5 == len(rules)


def test_only_rules_of_the_cluster_write_to_the_queue() -> None:
    """A false warning ends a good node."""
    found = statements(policy(SCOPE))["Events"]

    assert {"Service": "events.amazonaws.com"} == found["Principal"]
    assert ACCOUNT == found["Condition"]["StringEquals"]["aws:SourceAccount"]
    assert (
        "arn:aws:events:eu-west-1:111122223333:rule/lz-prod-cluster-*" == found["Condition"]["ArnLike"]["aws:SourceArn"]
    )


def test_nothing_passes_in_clear_text() -> None:
    """Neither in nor out."""
    found = statements(policy(SCOPE))["OnlyTls"]

    assert ("Deny", {"Bool": {"aws:SecureTransport": "false"}}) == (found["Effect"], found["Condition"])


def test_an_old_warning_is_gone() -> None:
    """It is worth two minutes."""
    queue = declare().only("aws:sqs/queue:Queue")

    assert ("lz-prod-interruptions", 300, True) == (
        queue["name"],
        queue["messageRetentionSeconds"],
        queue["sqsManagedSseEnabled"],
    )


def test_a_rule_sends_when_the_queue_lets_it() -> None:
    """EventBridge drops what it cannot deliver."""
    declared = declare()
    admitted = declared.only("aws:sqs/queuePolicy:QueuePolicy").urn

    assert all(admitted in target.dependencies for target in declared.of_type("aws:cloudwatch/eventTarget:EventTarget"))
