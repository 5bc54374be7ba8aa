"""Queues of an AI system: encrypted, and what nobody could do is put aside where it is kept longer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from config.contracts.systems import QueueContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(queue: QueueContract, region: str, account: Account) -> Iterator[Line]:
    """The queue and its dead letters."""
    sqs = account.client("sqs", region)
    thing = account.thing("queue", queue.name)

    def attributes(name: str) -> dict[str, Any]:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    found = Once(lambda: attributes(queue.name))
    dead = Once(lambda: attributes(queue.dead_letters))
    yield thing.holds("puts aside into", queue.dead_letters, lambda: _target(found()))
    yield thing.holds("has a customer key", True, lambda: _customer(found()))
    aside = account.thing("queue", queue.dead_letters)
    yield aside.holds("has a customer key", True, lambda: _customer(dead()))
    yield aside.holds("takes from", [queue.name], lambda: _sources(dead()))
    yield aside.holds("is kept longer than the queue", True, lambda: _kept(dead()) > _kept(found()))


def _target(attributes: dict[str, Any]) -> str | None:
    policy = json.loads(attributes.get("RedrivePolicy", "{}"))
    return policy.get("deadLetterTargetArn", "").rpartition(":")[2] or None


def _sources(attributes: dict[str, Any]) -> list[str] | None:
    """Which queues may put aside into it; None where any of the account may."""
    policy = json.loads(attributes.get("RedriveAllowPolicy") or "{}")
    return sorted(arn.rpartition(":")[2] for arn in policy.get("sourceQueueArns", ())) or None


def _customer(attributes: dict[str, Any]) -> bool:
    key = attributes.get("KmsMasterKeyId", "")
    return bool(key) and "alias/aws/" not in key


def _kept(attributes: dict[str, Any]) -> int:
    return int(attributes["MessageRetentionPeriod"])
