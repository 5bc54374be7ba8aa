"""The queues of one system: what waits for people, the store, a decision, a challenger, and for whoever asked."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.decision import plan, queue
from components.decision.queue import Queue, QueueArgs
from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass, Layer
from stacks import places
from stacks.decision_grants import Grants
from stacks.references import Published, Upstream

_REVIEWED = {"lz:oversight": "review"}
"""The tag of what people work off."""
REVIEW_SECONDS = 30
DRAIN_SECONDS = 60
DRAINED_WITHIN = 900
"""Seconds that a record may wait in the spool before somebody hears of it: as long as its replica may be behind."""
ANSWERED_WITHIN = 900
"""Seconds that an answer may wait for whoever asked before somebody hears of it."""
COLLECT_SECONDS = 30
"""How long an answer is hidden from others while one reader works on it, over six."""
SHADOWED_WITHIN = 3600
"""Seconds that a request may wait for the challenger, whom nobody waits for, before somebody hears of it."""
SEEN_WITHIN = 60
"""Seconds that a request which could not be decided may lie before somebody hears of it."""


class Queues:
    """Makes queues by their purpose, and says what was made."""

    def __init__(self, zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> None:
        self._zone, self._system = zone, system
        self._here = pulumi.ResourceOptions(providers=[using])
        self._grants = Grants(zone, system.name)
        self._topic = upstream.value(Layer.FOUNDATION, "alarm_topic")
        self._keys = {
            c: upstream.value(Layer.FOUNDATION, "keys", str(c), "arn")
            for c in (DataClass.DECISIONS, DataClass.OPERATIONS)
        }
        self._made: dict[str, Queue] = {}

    def reviews(self) -> Queue:
        """What waits for people."""
        return self._queue(
            "reviews",
            DataClass.OPERATIONS,
            seconds=REVIEW_SECONDS,
            oldest=round(self._system.card.decision.review.within.total_seconds()),
            waiting=f"A decision of {self._system.name} waits longer for its reviewer than the card promises.",
            runbook="review-waits",
        )

    def spool(self) -> Queue:
        """What waits for the store."""
        return self._queue(
            "spool",
            DataClass.DECISIONS,
            seconds=DRAIN_SECONDS,
            oldest=DRAINED_WITHIN,
            waiting=f"Records of {self._system.name} wait: the store has not taken them for a quarter of an hour.",
            runbook="records-wait-in-spool",
        )

    def requests(self, seconds: int, oldest: int) -> Queue:
        """What waits for a decision, of a function that may run so long."""
        return self._queue(
            "requests",
            DataClass.DECISIONS,
            seconds=seconds,
            oldest=oldest,
            waiting=f"A request to {self._system.name} waits longer for its decision than the card says.",
            runbook="requests-wait",
        )

    def undecided(self) -> Queue:
        """Where a stream's requests that failed again and again are named; the stream itself keeps them."""
        return self._queue(
            "undecided",
            DataClass.OPERATIONS,
            seconds=COLLECT_SECONDS,
            oldest=SEEN_WITHIN,
            waiting=f"A request to {self._system.name} failed again and again, and the stream went on without it.",
            runbook="requests-wait",
        )

    def answers(self) -> Queue:
        """What waits for whoever asked."""
        return self._queue(
            "answers",
            DataClass.DECISIONS,
            seconds=COLLECT_SECONDS,
            oldest=ANSWERED_WITHIN,
            waiting=f"Nobody collects the answers of {self._system.name}.",
            runbook="requests-wait",
        )

    def mirror(self, seconds: int) -> Queue:
        """What waits for the challenger, of a function that may run so long."""
        return self._queue(
            "mirror",
            DataClass.DECISIONS,
            seconds=seconds,
            oldest=SHADOWED_WITHIN,
            waiting=f"Requests to {self._system.name} wait for an hour to be put before its challenger.",
            runbook="shadow-behind",
        )

    def published(self) -> Published:
        """What is promised of them."""
        return {
            purpose: {
                "name": self._grants.named(purpose),
                "url": made.url,
                "dead_letters": queue.dead_letters(self._grants.named(purpose)),
            }
            for purpose, made in sorted(self._made.items())
        }

    def _queue(
        self, purpose: str, data_class: DataClass, *, seconds: int, oldest: int, waiting: str, runbook: str
    ) -> Queue:
        made = self._made[purpose] = Queue(
            f"{self._system.name}-{purpose}",
            QueueArgs(
                queue=self._grants.named(purpose),
                account=self._zone.account,
                region=self._zone.region,
                key=self._keys[data_class],
                data_class=data_class,
                visibility_seconds=plan.visibility_seconds(seconds),
                oldest_seconds=oldest,
                waiting=waiting,
                runbook=runbook,
                alarm_topic=self._topic,
                tags={**places.system_tags(self._system), **(_REVIEWED if purpose == "reviews" else {})},
            ),
            self._here,
        )
        return made
