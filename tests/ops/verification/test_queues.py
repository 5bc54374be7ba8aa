"""Queues in a good and a bad account."""

from __future__ import annotations

import json

import pytest

from config.contracts.systems import QueueContract
from ops.verification import queues
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing

NAME, DEAD = "lz-test-spool", "lz-test-spool-dead"


@pytest.fixture
def contract(account: Account) -> QueueContract:
    """A queue and its dead letters, both under a customer key."""
    del account
    sqs = client("sqs", HERE)
    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:{HERE}:{ACCOUNT}:{DEAD}", "maxReceiveCount": 5}
    key = {"KmsMasterKeyId": "alias/lz-test-operations"}
    kept = {"MessageRetentionPeriod": "1209600", "RedriveAllowPolicy": _allowed(NAME)}
    sqs.create_queue(QueueName=DEAD, Attributes={**key, **kept})
    sqs.create_queue(QueueName=NAME, Attributes={**key, "RedrivePolicy": json.dumps(redrive)})
    return QueueContract(name=NAME, url=sqs.get_queue_url(QueueName=NAME)["QueueUrl"], dead_letters=DEAD)


def _allowed(*names: str) -> str:
    arns = [f"arn:aws:sqs:{HERE}:{ACCOUNT}:{name}" for name in names]
    return json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": arns})


def _set(name: str, **attributes: str) -> None:
    sqs = client("sqs", HERE)
    sqs.set_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], Attributes=attributes)


def test_a_good_queue_keeps_every_promise(contract: QueueContract, account: Account) -> None:
    """And moto shows all of it."""
    lines = list(queues.check(contract, HERE, account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert 5 == len(lines)


def test_dead_letters_that_are_kept_no_longer_differ(contract: QueueContract, account: Account) -> None:
    """Their age counts from the first sending."""
    _set(DEAD, MessageRetentionPeriod="345600")

    assert {"is kept longer than the queue": "no"} == differing(queues.check(contract, HERE, account))


@pytest.mark.parametrize(
    ("allowed", "found"),
    [
        ("", "nothing"),
        (json.dumps({"redrivePermission": "allowAll"}), "nothing"),
        (_allowed("lz-test-another"), "lz-test-another"),
        (_allowed(NAME, "lz-test-another"), "lz-test-another, lz-test-spool"),
    ],
)
def test_dead_letters_of_others_differ(contract: QueueContract, account: Account, allowed: str, found: str) -> None:
    """Their data would lie under this key and this class."""
    _set(DEAD, RedriveAllowPolicy=allowed)

    assert {"takes from": found} == differing(queues.check(contract, HERE, account))


def test_the_key_of_aws_differs(contract: QueueContract, account: Account) -> None:
    """It opens to every reader of the account."""
    _set(NAME, KmsMasterKeyId="alias/aws/sqs")

    assert {"has a customer key": "no"} == differing(queues.check(contract, HERE, account))


def test_a_queue_that_is_gone_differs(contract: QueueContract, account: Account) -> None:
    """AWS says that there is none."""
    client("sqs", HERE).delete_queue(QueueUrl=contract.url)

    assert "nothing" == differing(queues.check(contract, HERE, account))["puts aside into"]
