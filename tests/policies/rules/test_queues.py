"""What the rules about queues say of cases beyond their examples; more of them stand in test_functions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, document
from policies.rules.examples.data import QUEUE_POLICY, REDRIVE_ALLOW, only_tls
from policies.rules.examples.decisions import SPOOL, WORK, put_aside_by
from policies.rules.queues import RETENTION_SECONDS, VISIBILITY_SECONDS
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{SPOOL}"
ALLOWED = put_aside_by(redrivePermission="denyAll")


def of(*names: str) -> Examples:
    return tuple(example for example in WORK if example.name in names)


def beside(url: str) -> Example:
    return aws(REDRIVE_ALLOW, "allowed", queueUrl=url, redriveAllowPolicy=ALLOWED)


def redrive(**changes: Any) -> dict[str, Any]:
    return {**json.loads(of("spool")[0].properties["redrivePolicy"]), **changes}


def test_a_queue_that_says_nothing_has_the_times_of_sqs() -> None:
    """Thirty seconds that a message is hidden, and four days that it is kept."""
    assert (30, 4 * 24 * 60 * 60) == (VISIBILITY_SECONDS, RETENTION_SECONDS)


@pytest.mark.parametrize(
    ("kept", "waits", "expected"),
    [
        (345_601, None, PASS),
        (345_600, None, FAIL),
        (None, 345_599, PASS),
        (None, None, FAIL),
        ("345601", "345600", PASS),
        (UNKNOWN, 60, UNSURE),
        (60, UNKNOWN, UNSURE),
    ],
)
def test_dead_letters_outlast_what_waits(kept: Any, waits: Any, expected: Verdict) -> None:
    """With equal times they are gone as they arrive."""
    stack = changed(WORK, "spool", messageRetentionSeconds=waits)

    assert expected is said("LZ-SQS-003", changed(stack, "spool-dead", messageRetentionSeconds=kept))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (redrive(), PASS),
        (json.dumps(redrive()), PASS),
        ([redrive()], FAIL),
        (redrive(maxReceiveCount=0), FAIL),
        (redrive(deadLetterTargetArn=""), FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_redrive_is_text_or_an_object(policy: Any, expected: Verdict) -> None:
    """With a queue to go to, and a number of tries."""
    assert expected is said("LZ-SQS-002", changed(of("spool"), "spool", redrivePolicy=policy))


def test_a_queue_that_puts_aside_into_itself_has_no_dead_letters() -> None:
    """It is held to what a queue of work is."""
    itself = redrive(deadLetterTargetArn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{SPOOL}")

    assert FAIL is said("LZ-SQS-005", changed(of("spool"), "spool", redrivePolicy=itself))


@pytest.mark.parametrize("identity", ["url", "id"])
def test_an_allowance_names_its_queue_by_url(identity: str) -> None:
    """Pulumi calls the URL of a queue its id, too; with it a queue is one of dead letters, and needs none itself."""
    dead = changed(of("spool-dead"), "spool-dead", redriveAllowPolicy=None, **{identity: URL})

    assert PASS is said("LZ-SQS-002", (*dead, beside(URL)))
    assert FAIL is said("LZ-SQS-002", (*dead, beside(f"{URL}-other")))
    assert FAIL is said("LZ-SQS-002", dead)


@pytest.mark.parametrize("identity", ["url", "id"])
def test_a_policy_names_its_queue_by_url(identity: str) -> None:
    """As it is written where the queue is another program's."""
    policy = document(only_tls("*"))
    queue = changed(of("spool"), "spool", **{identity: URL})

    assert PASS is said("LZ-SQS-004", (*queue, aws(QUEUE_POLICY, "tls", queueUrl=URL, policy=policy)))
    assert FAIL is said("LZ-SQS-004", (*queue, aws(QUEUE_POLICY, "tls", queueUrl=f"{URL}-other", policy=policy)))
    assert UNSURE is said("LZ-SQS-004", (*queue, aws(QUEUE_POLICY, "tls", queueUrl=UNKNOWN, policy=policy)))


PLAIN = {"aws:SecureTransport": "false"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"Action": "*"}, PASS),
        ({"Effect": "Allow"}, FAIL),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}, FAIL),
        ({"Action": "sqs:SendMessage"}, FAIL),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, FAIL),
        ({"Condition": {"Bool": PLAIN, "StringEquals": {"aws:SourceVpc": "vpc-1"}}}, FAIL),
        ({"Condition": {}}, FAIL),
        ({"Condition": UNKNOWN}, UNSURE),
        ({"Condition": {"Bool": PLAIN, "StringEquals": UNKNOWN}}, UNSURE),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": UNKNOWN}}, FAIL),
    ],
)
def test_plain_http_is_refused_to_everyone_for_everything(changes: dict[str, Any], expected: Verdict) -> None:
    """A further condition leaves a gap, and one that is not known yet may; without any, TLS is refused as well."""
    stack = changed(of("spool"), "spool", policy={"Statement": [{**only_tls("*"), **changes}]})

    assert expected is said("LZ-SQS-004", stack)
