from __future__ import annotations

import json
from typing import Any

import pytest

from components.observability.alarm_topic import AlarmTopic, AlarmTopicArgs, document, topic_arn
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ARGS = AlarmTopicArgs(
    environment="prod-dr",
    family="prod",
    account="111122223333",
    region="eu-central-1",
    owner="platform@example.com",
)
TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"


def a_topic(*, unknown: bool = False) -> Declared:
    return synth(lambda: AlarmTopic("alarms", ARGS), unknown=unknown)


def statements() -> dict[str, dict[str, Any]]:
    return {s["Sid"]: s for s in json.loads(document(ARGS))["Statement"]}


def test_only_alarms_budgets_and_events_of_the_account_publish() -> None:
    """Nobody can cry wolf, from this account's roles or from another account's services."""
    allowed = {sid: s for sid, s in statements().items() if s["Effect"] == "Allow"}

    assert {
        "Alarms": {"Service": "cloudwatch.amazonaws.com"},
        "Budgets": {"Service": "budgets.amazonaws.com"},
        "Events": {"Service": "events.amazonaws.com"},
    } == {sid: s["Principal"] for sid, s in allowed.items()}
    assert {"111122223333"} == {s["Condition"]["StringEquals"]["aws:SourceAccount"] for s in allowed.values()}
    assert {True} == {":111122223333:" in s["Condition"]["ArnLike"]["aws:SourceArn"] for s in allowed.values()}
    assert [["sns:Publish"]] * 3 == [s["Action"] for s in allowed.values()]


def test_nothing_is_published_without_tls() -> None:
    """A deny for everybody, which no later allow can lift."""
    found = statements()["OnlyTls"]

    assert ("Deny", "*") == (found["Effect"], found["Principal"])
    assert {"Bool": {"aws:SecureTransport": "false"}} == found["Condition"]


@pytest.mark.parametrize("unknown", [False, True])
def test_messages_are_encrypted_with_the_familys_operations_key(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """The alias is the same in both Regions, so the recovery side finds its replica key by name."""
    topic = a_topic(unknown=unknown).only(TOPIC)

    assert "alias/lz-prod-operations" == topic["kmsMasterKeyId"]
    assert 2 == topic["signatureVersion"]
    assert {"lz:data-class": "operations"} == topic["tags"]
    assert document(ARGS) == topic["policy"]


def test_the_policy_names_the_topic_that_is_made() -> None:
    """A policy for another ARN would leave the topic with AWS's default: anybody in the account."""
    declared = a_topic()

    assert "lz-prod-dr-alarms" == declared.only(TOPIC)["name"]
    assert {"arn": topic_arn("prod-dr", "111122223333", "eu-central-1")} == declared.outputs_of(
        "lz:observability:AlarmTopic"
    )
    assert {(topic_arn("prod-dr", "111122223333", "eu-central-1"),)} == {
        tuple(s["Resource"]) for s in statements().values()
    }


def test_the_owner_is_mailed() -> None:
    """An alarm reaches a person, before anybody has built a chat integration."""
    declared = a_topic()
    subscription = declared.only(SUBSCRIPTION)

    assert ("email", "platform@example.com") == (subscription["protocol"], subscription["endpoint"])
    assert (declared.only(TOPIC).urn,) == subscription.property_dependencies["topic"]


def test_topic_and_subscription_stand_in_the_named_region() -> None:
    """A primary makes the recovery Region's topic with its own provider."""
    declared = a_topic()

    assert {"eu-central-1"} == {declared.only(t)["region"] for t in (TOPIC, SUBSCRIPTION)}


def test_a_first_preview_does_not_know_the_arn() -> None:
    """Consumers that must know it before use topic_arn."""
    assert {"arn": UNKNOWN} == a_topic(unknown=True).outputs_of("lz:observability:AlarmTopic")
