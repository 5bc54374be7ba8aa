"""A challenger of the own model: the queue of what was decided already, and how it reaches whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.decision import plan
from components.decision.function import Function
from components.kit import Statement
from config.model import LandingZone
from config.system import System
from config.system.card import Shadow
from config.vocabulary import DataClass
from stacks.decision_grants import Grants
from stacks.system_intake import Pace
from stacks.system_queues import Queues


@dataclass(frozen=True, slots=True)
class Unchallenged:
    """A system that nobody challenges."""

    environment: dict[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    statements: tuple[Statement, ...] = ()


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
        self._zone, self._system = zone, system
        self._here = pulumi.ResourceOptions(providers=[using])
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
        aws.lambda_.EventSourceMapping(
            f"{self._system.name}-shadows",
            event_source_arn=self._queue.arn,
            function_name=function.name,
            batch_size=plan.batch(self.pace.seconds, self.pace.each),
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=aws.lambda_.EventSourceMappingScalingConfigArgs(maximum_concurrency=self.pace.at_once),
            region=self._zone.region,
            opts=self._here,
        )
