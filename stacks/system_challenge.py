"""A challenger of the own model: the queue of what was decided already, and how it reaches whoever asks."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.decision.function import Function
from config.model import LandingZone
from config.system import System
from config.system.card import Shadow
from config.vocabulary import DataClass
from stacks.decision_grants import Grants
from stacks.feeds import Feed, Pace
from stacks.system_queues import Queues


class Challenge:
    """The queue that the decision function fills, and what it needs to do so."""

    def __init__(
        self,
        zone: LandingZone,
        using: aws.Provider,
        system: System,
        *,
        wanted: Shadow,
        queues: Queues,
        pace: Pace,
    ) -> None:
        self._system = system
        self._feed = Feed(region=zone.region, opts=pulumi.ResourceOptions(providers=[using]))
        may = Grants(zone, system.name)
        self.target, self.pace = wanted.target, pace
        self.source = may.named("mirror")
        self._queue = queues.mirror(pace.seconds)
        self.environment: dict[str, pulumi.Input[str]] = {"LZ_MIRROR_QUEUE_URL": self._queue.url}
        self.statements = (
            may.send("mirror"),
            may.key("EncryptMirror", ("kms:Decrypt", "kms:GenerateDataKey"), DataClass.DECISIONS, "sqs"),
        )

    def feed(self, function: Function) -> None:
        """Hand what waits to the function that asks the challenger."""
        pace = self.pace
        self._feed.connect(
            f"{self._system.name}-shadows", self._queue, function, batch=pace.batch, at_once=pace.at_once
        )
