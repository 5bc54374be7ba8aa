"""Topics and queues: encrypted, and for callers somebody chose."""

from __future__ import annotations

from collections.abc import Iterator

from policies.checks import encrypted
from policies.documents import RESOURCE_POLICIES, documents
from policies.keys import customer_key
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.data import MESSAGES, QUEUE, TOPIC, send
from policies.value import Outcome, is_false
from policies.view import View

topic_has_a_customer_key = resource_rule(
    id="LZ-CMP-001",
    title="A topic is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(TOPIC,),
    control="CMP-03",
    why="SNS encrypts nothing by default, and alarms cannot publish under the AWS-managed key.",
    fix="Set kms_master_key_id to the key of the class operations.",
    good=MESSAGES,
    bad=changed(MESSAGES, "topic", kmsMasterKeyId="alias/aws/sns"),
    offending="topic.kmsMasterKeyId",
)(encrypted("kmsMasterKeyId"))


@resource_rule(
    id="LZ-CMP-002",
    title="A queue is encrypted",
    severity=Severity.MEDIUM,
    types=(QUEUE,),
    control="CMP-03",
    why="Messages between decision and execution carry the decision itself, and wait on disk.",
    fix="Set kms_master_key_id, or leave sqs_managed_sse_enabled on.",
    good=MESSAGES,
    bad=changed(MESSAGES, "queue", kmsMasterKeyId=None, sqsManagedSseEnabled=False),
    offending="queue.sqsManagedSseEnabled",
)
def queue_is_encrypted(queue: View) -> Iterator[Outcome]:
    key = queue["kmsMasterKeyId"]
    own = customer_key(queue, key) | key.holds(bool)
    managed = queue["sqsManagedSseEnabled"]
    yield managed.outcome(own | ~managed.holds(is_false), "is not encrypted")


@resource_rule(
    id="LZ-CMP-003",
    title="No topic, queue, table or vault policy allows everyone",
    severity=Severity.HIGH,
    types=tuple(RESOURCE_POLICIES),
    control="CMP-03",
    why="A star principal lets every AWS account read the messages, or send its own.",
    fix="Name the principals, or add a condition such as aws:SourceAccount.",
    good=MESSAGES,
    bad=changed(MESSAGES, "queue-policy", policy=send("*")),
    offending="queue-policy.policy",
)
def resource_policy_allows_chosen_callers_only(view: View) -> Iterator[Outcome]:
    for document in documents(view, RESOURCE_POLICIES):
        yield from document.judge(lambda s: ~s.open, "allows everyone, without a condition on the caller")
