"""A queue, its dead letters, and who hears of them."""

from __future__ import annotations

import json

import pytest

from components.decision.queue import Queue, QueueArgs, queue_arn
from config.vocabulary import DataClass
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

QUEUE = "aws:sqs/queue:Queue"
NAME = "lz-dev-s-spool"


@pytest.fixture(scope="module")
def declared() -> Declared:
    args = QueueArgs(
        queue=NAME,
        account=ACCOUNT,
        region=REGION,
        key="arn:aws:kms:eu-west-1:111122223333:key/k",
        data_class=DataClass.DECISIONS,
        visibility_seconds=360,
        oldest_seconds=900,
        waiting="Records wait.",
        runbook="records-wait-in-spool",
        alarm_topic="topic",
        tags={"lz:system": "s"},
    )
    return synth(lambda: Queue("spool", args))


def test_what_fails_again_and_again_is_put_aside_and_kept(declared: Declared) -> None:
    """After five tries, for as long as SQS keeps anything."""
    queue, dead = declared.named("spool-queue"), declared.named("spool-dead-letters")

    assert {"deadLetterTargetArn": queue_arn(ACCOUNT, REGION, f"{NAME}-dead"), "maxReceiveCount": 5} == json.loads(
        queue["redrivePolicy"]
    )
    assert 14 * 86_400 == dead["messageRetentionSeconds"] > queue["messageRetentionSeconds"]


def test_nobody_else_puts_anything_aside_there(declared: Declared) -> None:
    """What lies there is of one class and one sender, and goes back where it came from."""
    allowed = declared.only("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy")

    assert {"redrivePermission": "byQueue", "sourceQueueArns": [queue_arn(ACCOUNT, REGION, NAME)]} == json.loads(
        allowed["redriveAllowPolicy"]
    )
    assert declared.named("spool-dead-letters").urn in allowed.dependencies


def test_both_are_encrypted_and_reached_over_tls_only(declared: Declared) -> None:
    """A dead letter holds what the message held."""
    assert 2 == len([q for q in declared.of_type(QUEUE) if q["kmsMasterKeyId"].endswith("key/k")])
    policies = [json.loads(p["policy"])["Statement"][0] for p in declared.of_type("aws:sqs/queuePolicy:QueuePolicy")]
    assert [("Deny", "*"), ("Deny", "*")] == [(p["Effect"], p["Principal"]) for p in policies]
    assert {queue_arn(ACCOUNT, REGION, name) for name in (NAME, f"{NAME}-dead")} == {p["Resource"][0] for p in policies}


def test_somebody_hears_of_waiting_and_of_dead_letters(declared: Declared) -> None:
    """By age for the one, by the first message for the other."""
    waits, dead = declared.named("spool-oldest"), declared.named("spool-dead")

    assert (900, {"QueueName": NAME}) == (waits["threshold"], waits["dimensions"])
    assert (0, {"QueueName": f"{NAME}-dead"}) == (dead["threshold"], dead["dimensions"])
    assert [["topic"], ["topic"]] == [waits["alarmActions"], dead["alarmActions"]]
