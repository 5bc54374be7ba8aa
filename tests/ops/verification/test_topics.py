"""Alarm topics in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts import FoundationContract
from ops.verification import topics
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept


def _topic(region: str, key: str | None) -> str:
    attributes = {"KmsMasterKeyId": key} if key else {}
    made = client("sns", region).create_topic(Name="lz-test-alarms", Attributes=attributes)
    return str(made["TopicArn"])


@pytest.fixture
def contract(account: Account) -> FoundationContract:
    """An encrypted topic in each Region; the rest of the contract is not looked at."""
    del account
    return FoundationContract.model_construct(
        region=HERE,
        alarm_topic=_topic(HERE, "alias/lz-test-operations"),
        recovery_alarm_topic=_topic(THERE, "alias/lz-test-operations"),
    )


def test_good_topics_are_encrypted_with_a_customer_key(contract: FoundationContract, account: Account) -> None:
    """Here and there."""
    lines = list(topics.check(contract, account))

    assert {"encrypted with"} == kept(lines)
    assert [f"topic lz-test-alarms in {HERE}", f"topic lz-test-alarms in {THERE}"] == [line.thing for line in lines]


@pytest.mark.parametrize(("key", "found"), [("alias/aws/sns", "alias/aws/sns"), ("", "nothing")])
def test_a_topic_with_aws_own_key_or_none_differs(
    key: str, found: str, contract: FoundationContract, account: Account
) -> None:
    """Alarms cannot publish to the one, and anybody in the service can read the other."""
    client("sns", THERE).set_topic_attributes(
        TopicArn=contract.recovery_alarm_topic or "", AttributeName="KmsMasterKeyId", AttributeValue=key
    )

    assert {"encrypted with": found} == differing(topics.check(contract, account))


def test_a_missing_topic_differs(contract: FoundationContract, account: Account) -> None:
    """An alarm without a topic wakes nobody."""
    client("sns", HERE).delete_topic(TopicArn=contract.alarm_topic)

    assert {"encrypted with": "nothing"} == differing(topics.check(contract, account))
