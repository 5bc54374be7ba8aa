"""Queues that carry data of a class: whose key, where a message goes that nobody can work on, and who hears of it.

Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html (a dead
letter's age counts from its first sending), and .../sqs-security-best-practices.html; noted 2026-11-26.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, cast

from policies.classification import DATA_CLASS, days_of
from policies.iam import Statement, read
from policies.keys import customer_key
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed, document
from policies.rules.examples.data import ALARM, QUEUE, QUEUE_POLICY, REDRIVE_ALLOW, only_tls
from policies.rules.examples.decisions import WORK, put_aside_by
from policies.value import Outcome, Value, non_empty
from policies.verdict import Verdict, every, some
from policies.view import View

VISIBILITY_SECONDS: Final = 30
RETENTION_SECONDS: Final = 345_600
"""What SQS gives a queue that says nothing."""


def number(value: Value, default: float) -> float | None:
    """A number, the default of AWS where none is given, None while it is not known."""
    return default if value.missing else days_of(value)


def _has_class(queue: View) -> Verdict:
    return queue["tags"].at(DATA_CLASS).holds(bool)


def _redrive(queue: View) -> dict[str, Any] | None:
    """What a queue does with what fails, from its JSON; None while it is not known."""
    return _read(queue["redrivePolicy"])


def _read(policy: Value) -> dict[str, Any] | None:
    if policy.unknown:
        return None
    try:
        read_as: Any = json.loads(policy.raw) if isinstance(policy.raw, str) else policy.raw
    except ValueError:
        return {}
    return cast("dict[str, Any]", read_as) if isinstance(read_as, dict) else {}


def _puts_aside_into(queue: View, dead: View) -> Verdict:
    """Whether what fails in a queue goes into the other."""
    redrive = _redrive(queue)
    if redrive is None:
        edges = [source.urn for source in queue.sources("redrivePolicy")]
        return Verdict.of(dead.urn in edges) if edges else Verdict.UNKNOWN
    target = str(redrive.get("deadLetterTargetArn", "")).rpartition(":")[2]
    return dead["name"].holds(lambda raw: raw == target) if target else Verdict.FAIL


def _is_dead_letters(queue: View) -> Verdict:
    """Whether others put aside into it, or it says that they may."""
    allowed = some(policy.holds(non_empty) for policy in _allowances(queue)[0])
    return allowed | some(_puts_aside_into(other, queue) for other in _feeders(queue))


def _feeders(dead: View) -> Iterator[View]:
    """The other queues that may put aside into this one."""
    for queue in dead.stack.where(_aside, (dead["name"], dead["name"].replaced(dead.urn)), QUEUE):
        if queue.urn != dead.urn:
            yield queue


def _aside(queue: View) -> Iterator[Value]:
    """Where a queue puts aside: the name at the end of the ARN, or where that comes from."""
    redrive, policy = _redrive(queue), queue["redrivePolicy"]
    if redrive is not None:
        yield policy.replaced(str(redrive.get("deadLetterTargetArn", "")).rpartition(":")[2])
        return
    sources = [policy.replaced(source.urn) for source in queue.sources("redrivePolicy")]
    yield from sources or [policy]


def _allowances(queue: View) -> tuple[list[Value], bool]:
    """What a queue says of whose messages may be put aside into it, and whether another resource might say it."""
    beside, perhaps = queue.stack.attached(queue, "queueUrl", REDRIVE_ALLOW, identities=("url", "id"))
    return [each["redriveAllowPolicy"] for each in (queue, *beside)], perhaps


def _watched(queue: View, metric: str) -> Verdict:
    """Whether an alarm looks at a metric of the queue."""
    name = queue["name"]
    if name.unknown:
        return Verdict.UNKNOWN
    return some(
        alarm["metricName"].holds(lambda raw: raw == metric)
        & alarm["dimensions.QueueName"].holds(lambda raw: raw == name.raw)
        for alarm in queue.stack.where("dimensions.QueueName", name, ALARM)
    )


@resource_rule(
    id="LZ-SQS-001",
    title="A queue of a data class is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(QUEUE,),
    control="CMP-03",
    why="What waits in it is the decision, in the words of whom it is about; SQS's own key opens it to every reader.",
    fix="Set kms_master_key_id to the key of the queue's class.",
    good=WORK,
    bad=changed(WORK, "spool", kmsMasterKeyId="alias/aws/sqs"),
    offending="spool.kmsMasterKeyId",
    decides=("spool.tags",),
)
def queue_has_a_customer_key(queue: View) -> Iterator[Outcome]:
    key = queue["kmsMasterKeyId"]
    yield key.outcome(~_has_class(queue) | customer_key(queue, key), "has no customer key")


@resource_rule(
    id="LZ-SQS-002",
    title="What fails again and again is put aside",
    severity=Severity.HIGH,
    types=(QUEUE,),
    control="CMP-01",
    why="Else it comes back until its time is over and is gone, a record with it, and takes the workers meanwhile.",
    fix="Set redrive_policy with the ARN of a queue for dead letters and maxReceiveCount.",
    good=WORK,
    bad=changed(WORK, "spool", redrivePolicy=None),
    offending="spool.redrivePolicy",
    decides=("spool.tags",),
)
def failures_are_put_aside(queue: View) -> Iterator[Outcome]:
    redrive = _redrive(queue)
    known = Verdict.of(bool(redrive and redrive.get("deadLetterTargetArn") and redrive.get("maxReceiveCount")))
    aside = known if redrive is not None else Verdict.UNKNOWN
    if redrive is None and queue.comes_from("redrivePolicy", QUEUE):
        aside = Verdict.PASS
    yield queue["redrivePolicy"].outcome(~_has_class(queue) | _is_dead_letters(queue) | aside, "puts nothing aside")


@resource_rule(
    id="LZ-SQS-003",
    title="Dead letters are kept longer than the queue they come from keeps messages",
    severity=Severity.HIGH,
    types=(QUEUE,),
    control="CMP-01",
    why="A dead letter's age counts from its first sending: with equal times it is deleted as it arrives.",
    fix="Set message_retention_seconds of the dead letters to 1209600, fourteen days.",
    good=WORK,
    bad=changed(WORK, "spool-dead", messageRetentionSeconds=345_600),
    offending="spool-dead.messageRetentionSeconds",
    decides=("spool-dead.name", "spool.messageRetentionSeconds", "spool.redrivePolicy"),
)
def dead_letters_are_kept_longer(dead: View) -> Iterator[Outcome]:
    kept = number(dead["messageRetentionSeconds"], RETENTION_SECONDS)
    for queue in _feeders(dead):
        waits = number(queue["messageRetentionSeconds"], RETENTION_SECONDS)
        longer = Verdict.UNKNOWN if kept is None or waits is None else Verdict.of(kept > waits)
        joined = _puts_aside_into(queue, dead)
        yield dead["messageRetentionSeconds"].outcome(~joined | longer, "dead letters are gone too early")


@resource_rule(
    id="LZ-SQS-004",
    title="A queue answers over TLS only",
    severity=Severity.MEDIUM,
    types=(QUEUE,),
    control="NET-06",
    why="SQS takes plain HTTP unless the queue's policy refuses it, and then anybody on the path reads along.",
    fix="Deny sqs:* to everyone where aws:SecureTransport is false; components.decision.queue.tls_only does.",
    good=WORK,
    bad=changed(WORK, "spool-policy", policy=document({**only_tls("*"), "Action": "sqs:SendMessage"})),
    offending="spool-policy.policy",
)
def queue_answers_over_tls_only(queue: View) -> Iterator[Outcome]:
    policies, perhaps = queue.stack.attached(queue, "queueUrl", QUEUE_POLICY, identities=("url", "id"))
    found = [read(held["policy"]) for held in (queue, *policies)]
    refused = some(_denies_plain_http(statement) for policy in found for statement in policy.statements)
    open_end = perhaps or any(policy.readable is Verdict.UNKNOWN for policy in found)
    yield queue.outcome(refused | Verdict.UNKNOWN if open_end else refused, "takes requests without TLS")


def _denies_plain_http(statement: Statement) -> Verdict:
    plain = every(c.is_("Bool", "aws:SecureTransport", lambda value: value == "false") for c in statement.conditions)
    nothing_else = Verdict.UNKNOWN if statement.obscure else Verdict.of(bool(statement.conditions))
    return ~statement.allows & statement.everyone & statement.covers("sqs:*") & plain & nothing_else


@resource_rule(
    id="LZ-SQS-005",
    title="Somebody hears when work waits too long",
    severity=Severity.MEDIUM,
    types=(QUEUE,),
    control="MON-06",
    why="A queue that nobody empties looks like a queue that nobody fills.",
    fix="Set an alarm on ApproximateAgeOfOldestMessage; components.decision.queue.Queue has it.",
    good=WORK,
    bad=changed(WORK, "oldest", dimensions={"QueueName": "another"}),
    offending="oldest.dimensions.QueueName",
    decides=("spool.name", "spool.tags"),
)
def waiting_is_heard_of(queue: View) -> Iterator[Outcome]:
    watched = _watched(queue, "ApproximateAgeOfOldestMessage")
    asked = _has_class(queue) & ~_is_dead_letters(queue)
    yield queue.outcome(~asked | watched, "no alarm looks at the age of its oldest message")


@resource_rule(
    id="LZ-SQS-006",
    title="Somebody hears of a dead letter",
    severity=Severity.MEDIUM,
    types=(QUEUE,),
    control="MON-06",
    why="Fourteen days after the first failure the message is gone; nobody looks into such a queue by chance.",
    fix="Set an alarm on ApproximateNumberOfMessagesVisible; components.decision.queue.Queue has it.",
    good=WORK,
    bad=changed(WORK, "put-aside", dimensions={"QueueName": "another"}),
    offending="put-aside.dimensions.QueueName",
    decides=("spool-dead.name", "spool-dead.tags"),
)
def dead_letters_are_heard_of(queue: View) -> Iterator[Outcome]:
    watched = _watched(queue, "ApproximateNumberOfMessagesVisible")
    asked = _has_class(queue) & _is_dead_letters(queue)
    yield queue.outcome(~asked | watched, "no alarm looks at its dead letters")


@resource_rule(
    id="LZ-SQS-007",
    title="Dead letters name the queue they come from",
    severity=Severity.MEDIUM,
    types=(QUEUE,),
    control="CMP-03",
    why="Else any queue of the account puts its own aside there, and its people's data lies under this key and class.",
    fix="Make a RedriveAllowPolicy byQueue with the ARN of the queue; components.decision.queue.Queue does.",
    good=WORK,
    bad=changed(WORK, "spool-dead", redriveAllowPolicy=put_aside_by(redrivePermission="allowAll")),
    offending="spool-dead.redriveAllowPolicy",
    decides=("spool-dead.tags",),
)
def dead_letters_name_their_queue(dead: View) -> Iterator[Outcome]:
    policies, perhaps = _allowances(dead)
    named = some(_names_queues(policy) for policy in policies)
    asked = _has_class(dead) & _is_dead_letters(dead)
    yield policies[0].outcome(
        ~asked | named | (Verdict.UNKNOWN if perhaps else Verdict.FAIL), "takes them of any queue"
    )


def _names_queues(policy: Value) -> Verdict:
    """Whether it lets in named queues, or none."""
    said = _read(policy)
    if said is None:
        return Verdict.UNKNOWN
    listed = said.get("redrivePermission") == "byQueue" and bool(said.get("sourceQueueArns"))
    return Verdict.of(listed or said.get("redrivePermission") == "denyAll")
