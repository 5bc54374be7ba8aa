"""SQS as far as moto 5.2.5 differs from AWS in what no call from outside can change."""

from __future__ import annotations

from typing import Any

from moto.sqs.models import Queue

ALLOW = "RedriveAllowPolicy"


def apply() -> None:
    """Correct moto in this process."""
    _a_policy_stays_until_it_is_set()
    _a_queue_says_whose_dead_letters_it_takes()


def _a_policy_stays_until_it_is_set() -> None:
    """Moto takes away a queue's policy whenever another attribute is set; SetQueueAttributes sets what it names.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    """
    put = Queue._set_attributes  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  moto offers no other door

    def put_what_is_named(self: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
        held = {"Policy": self.policy} if hasattr(self, "_policy_json") else {}
        put(self, {**held, **attributes}, now)

    Queue._set_attributes = put_what_is_named  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  moto offers no other door


def _a_queue_says_whose_dead_letters_it_takes() -> None:
    """Moto takes the attribute, and knows nothing of it when it is asked."""
    Queue.redrive_allow_policy = None  # pyright: ignore[reportAttributeAccessIssue]
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, ALLOW]
