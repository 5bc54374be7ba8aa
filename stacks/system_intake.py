"""Requests that nobody waits for: where they arrive, how they reach the decision function, where answers go."""

from __future__ import annotations

from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.decision import plan, queue
from components.decision.function import Function
from components.decision.intake_stream import HOURS, IntakeStream, IntakeStreamArgs
from components.decision.queue import RECEIVES, Queue
from components.kit import Statement
from config.model import LandingZone
from config.system import System
from config.system.card import Intake as Wanted
from config.vocabulary import DataClass, IntakeKind, Layer
from stacks import places
from stacks.decision_grants import Grants
from stacks.references import Published, Upstream
from stacks.system_queues import Queues

_USE = ("kms:Decrypt", "kms:GenerateDataKey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the function runs that takes what waits."""

    seconds: int
    """The longest it may run."""
    each: float
    """Seconds that one request may last."""
    at_once: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """A system whose callers all wait for the answer."""

    environment: dict[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    statements: tuple[Statement, ...] = ()
    source: str | None = None
    stream: Published | None = None

    def feed(self, function: Function) -> None:
        """Nothing comes."""


class Intake:
    """A queue or a stream of requests, and the queue of their answers."""

    stream: Published | None = None
    """What is promised of the stream."""

    def __init__(
        self,
        zone: LandingZone,
        using: aws.Provider,
        upstream: Upstream,
        system: System,
        *,
        wanted: Wanted,
        queues: Queues,
        pace: Pace,
    ) -> None:
        self._zone, self._system, self._pace = zone, system, pace
        self._here = pulumi.ResourceOptions(providers=[using])
        self._grants = may = Grants(zone, system.name)
        within = round(wanted.within.total_seconds())
        self.environment: dict[str, pulumi.Input[str]] = {"LZ_ANSWERS_QUEUE_URL": queues.answers().url}
        answering = (may.send("answers"), may.key("UseRequestKey", _USE, DataClass.DECISIONS, "sqs"))
        if wanted.via is IntakeKind.QUEUE:
            self._source: Queue | IntakeStream = queues.requests(pace.seconds, within)
            self.source = may.named("requests")
            self.statements = (*answering, may.take("requests"))
            return
        self._undecided = queues.undecided()
        self._source = self._stream(upstream, within)
        self.source = f"stream/{may.named('requests')}"
        self.stream = {
            "name": may.named("requests"),
            "hours": HOURS,
            "key_arn": upstream.value(Layer.FOUNDATION, "keys", str(DataClass.DECISIONS), "arn"),
            "undecided": may.named("undecided"),
        }
        self.statements = (
            *answering,
            *may.read_stream("requests"),
            may.send("undecided"),
            may.key("UseUndecidedKey", _USE, DataClass.OPERATIONS, "sqs"),
        )

    def feed(self, function: Function) -> None:
        """Hand what arrives to the function, as fast as leaves room for those who wait."""
        named = f"{self._system.name}-requests-fed"
        size = plan.batch(self._pace.seconds, self._pace.each)
        if isinstance(self._source, Queue):
            aws.lambda_.EventSourceMapping(
                named,
                event_source_arn=self._source.arn,
                function_name=function.name,
                batch_size=size,
                function_response_types=["ReportBatchItemFailures"],
                scaling_config=aws.lambda_.EventSourceMappingScalingConfigArgs(
                    maximum_concurrency=plan.shared(self._pace.at_once)
                ),
                region=self._zone.region,
                opts=self._here,
            )
            return
        aws.lambda_.EventSourceMapping(
            named,
            event_source_arn=self._source.arn,
            function_name=function.name,
            starting_position="TRIM_HORIZON",
            batch_size=size,
            parallelization_factor=plan.parallel(self._pace.at_once),
            function_response_types=["ReportBatchItemFailures"],
            # A request that cannot be decided must not hold up those behind it for a week.
            maximum_retry_attempts=RECEIVES,
            bisect_batch_on_function_error=True,
            destination_config=aws.lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
                    destination_arn=queue.queue_arn(
                        self._zone.account, self._zone.region, self._grants.named("undecided")
                    )
                )
            ),
            region=self._zone.region,
            opts=pulumi.ResourceOptions.merge(self._here, pulumi.ResourceOptions(depends_on=[self._undecided])),
        )

    def _stream(self, upstream: Upstream, within: int) -> IntakeStream:
        return IntakeStream(
            f"{self._system.name}-requests",
            IntakeStreamArgs(
                stream=self._grants.named("requests"),
                region=self._zone.region,
                key=upstream.value(Layer.FOUNDATION, "keys", str(DataClass.DECISIONS), "arn"),
                data_class=DataClass.DECISIONS,
                function=self._grants.named("decision"),
                oldest_seconds=within,
                waiting=f"A request to {self._system.name} waits longer in its stream than the card says.",
                alarm_topic=upstream.value(Layer.FOUNDATION, "alarm_topic"),
                tags=places.system_tags(self._system),
            ),
            self._here,
        )
