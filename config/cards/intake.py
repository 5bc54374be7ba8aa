"""Requests that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.cards.case import Case
from config.errors import Problem
from config.system.card import Intake
from config.vocabulary import format_wait

_LEAST = timedelta(minutes=1)
"""CloudWatch hears of the age of what waits once a minute:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"""


def intake(case: Case) -> Iterator[Problem]:
    """How soon anybody can hear of a request that waits."""
    said = case.card.section(Intake, "intake")
    if said is not None and said.within < _LEAST:
        reason = "is shorter than CloudWatch looks, once a minute, so nobody would hear in time"
        yield case.card.problem(("intake", "within"), reason, f"write {format_wait(_LEAST)} or more")
