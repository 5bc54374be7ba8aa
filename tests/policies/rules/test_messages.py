"""Topics and queues: what AWS encrypts by itself, and the policies that let somebody in."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.documents import RESOURCE_POLICIES
from policies.example import graph_of
from policies.keys import KEY
from policies.rules.examples.build import ACCOUNT, aws, changed, linked
from policies.rules.examples.data import MESSAGES, send
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(("key", "expected"), [(None, FAIL), ("", FAIL), (UNKNOWN, UNSURE), ("alias/ours", PASS)])
def test_a_topic_has_a_key_of_ours(key: Any, expected: Verdict) -> None:
    """SNS encrypts nothing where nothing is said."""
    stack = changed(MESSAGES, "topic", kmsMasterKeyId=key)

    assert expected is said("LZ-CMP-001", stack)
    assert {"kmsMasterKeyId"} == {outcome.path for outcome in outcomes(RULES["LZ-CMP-001"], graph_of(stack))}


@pytest.mark.parametrize(
    ("key", "managed", "expected"),
    [
        (None, None, PASS),
        (None, True, PASS),
        (None, False, FAIL),
        (None, "false", FAIL),
        (None, UNKNOWN, UNSURE),
        ("alias/aws/sqs", False, PASS),
        ("alias/ours", False, PASS),
        ("", False, FAIL),
        (UNKNOWN, False, UNSURE),
    ],
)
def test_a_queue_is_encrypted_by_a_key_or_by_sqs(key: Any, managed: Any, expected: Verdict) -> None:
    """SQS does it by itself; any key is enough, and the finding stands at what was switched off."""
    stack = changed(MESSAGES, "queue", kmsMasterKeyId=key, sqsManagedSseEnabled=managed)

    assert expected is said("LZ-CMP-002", stack)
    assert {"sqsManagedSseEnabled"} == {outcome.path for outcome in outcomes(RULES["LZ-CMP-002"], graph_of(stack))}


def test_a_queue_may_take_a_key_of_the_stack() -> None:
    """Before it has an ARN; what comes from anything else may be no key."""
    stack = changed(MESSAGES, "queue", sqsManagedSseEnabled=False)
    keyed = linked((*stack, aws(KEY, "key")), "queue", kmsMasterKeyId="key")

    assert [PASS, UNSURE] == [said("LZ-CMP-002", s) for s in (keyed, linked(stack, "queue", kmsMasterKeyId="topic"))]


@pytest.mark.parametrize("type_", RESOURCE_POLICIES)
def test_no_policy_of_a_resource_allows_everyone(type_: str) -> None:
    """Of each type that has one; a caller somebody chose is fine."""
    chosen = send({"AWS": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-apply"})

    assert FAIL is said("LZ-CMP-003", (aws(type_, "it", policy=send("*")),))
    assert PASS is said("LZ-CMP-003", (aws(type_, "it", policy=chosen),))
    assert UNSURE is said("LZ-CMP-003", (aws(type_, "it", policy=UNKNOWN),))
