"""Requests that nobody waits for: where they arrive, how they reach the decision function, where answers go."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.decision import plan, queue
from components.decision.function import Function
from components.decision.intake_stream import HOURS, IntakeStream, IntakeStreamArgs
from components.decision.queue import RECEIVES
from components.kit import Statement
from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass, Layer
from stacks import places
from stacks.decision_grants import Grants
from stacks.feeds import Feed, Pace
from stacks.references import Published, Upstream
from stacks.system_queues import Queues

_USE = ("kms:Decrypt", "kms:GenerateDataKey")


class _Answering:
    """What the decision function needs wherever a request comes from: the queue of answers."""

    def __init__(self, may: Grants, queues: Queues) -> None:
        self.environment: dict[str, pulumi.Input[str]] = {"LZ_ANSWERS_QUEUE_URL": queues.answers().url}
        self.statements: tuple[Statement, ...] = (
            may.send("answers"),
            may.key("UseRequestKey", _USE, DataClass.DECISIONS, "sqs"),
        )


class FromQueue(_Answering):
    """Each request by itself, out of a queue."""

    stream: Published | None = None

    def __init__(
        self, zone: LandingZone, using: aws.Provider, system: System, *, within: int, queues: Queues, pace: Pace
    ) -> None:
        may = Grants(zone, system.name)
        super().__init__(may, queues)
        self._feed = Feed(region=zone.region, opts=pulumi.ResourceOptions(providers=[using]))
        self._name, self._pace = f"{system.name}-requests-fed", pace
        self._requests = queues.requests(pace.seconds, within)
        self.source = may.named("requests")
        self.statements = (*self.statements, may.take("requests"))

    def feed(self, function: Function) -> None:
        """Hand what arrives to the function, as fast as leaves room for those who wait."""
        pace = self._pace
        self._feed.connect(self._name, self._requests, function, batch=pace.batch, at_once=plan.shared(pace.at_once))


class FromStream(_Answering):
    """Requests in the order of a key; what cannot be decided is named in a queue, and stays in the stream."""

    def __init__(
        self,
        zone: LandingZone,
        using: aws.Provider,
        upstream: Upstream,
        system: System,
        *,
        within: int,
        queues: Queues,
        pace: Pace,
    ) -> None:
        may, name = Grants(zone, system.name), Grants(zone, system.name).named("requests")
        super().__init__(may, queues)
        self._zone, self._name, self._pace = zone, f"{system.name}-requests-fed", pace
        self._here = pulumi.ResourceOptions(providers=[using])
        self._undecided = queues.undecided()
        self._gives_up_into = queue.queue_arn(zone.account, zone.region, may.named("undecided"))
        key = upstream.value(Layer.FOUNDATION, "keys", str(DataClass.DECISIONS), "arn")
        self._requests = IntakeStream(
            f"{system.name}-requests",
            IntakeStreamArgs(
                stream=name,
                region=zone.region,
                key=key,
                data_class=DataClass.DECISIONS,
                function=may.named("decision"),
                oldest_seconds=within,
                waiting=f"A request to {system.name} waits longer in its stream than the card says.",
                alarm_topic=upstream.value(Layer.FOUNDATION, "alarm_topic"),
                tags=places.system_tags(system),
            ),
            self._here,
        )
        self.source = f"stream/{name}"
        self.stream: Published | None = {
            "name": name,
            "hours": HOURS,
            "key_arn": key,
            "undecided": may.named("undecided"),
        }
        self.statements = (
            *self.statements,
            *may.read_stream("requests"),
            may.send("undecided"),
            may.key("UseUndecidedKey", _USE, DataClass.OPERATIONS, "sqs"),
        )

    def feed(self, function: Function) -> None:
        """Hand what arrives to the function, as fast as leaves room for those who wait."""
        aws.lambda_.EventSourceMapping(
            self._name,
            event_source_arn=self._requests.arn,
            function_name=function.name,
            starting_position="TRIM_HORIZON",
            batch_size=self._pace.batch,
            parallelization_factor=plan.parallel(self._pace.at_once),
            function_response_types=["ReportBatchItemFailures"],
            # A request that cannot be decided must not hold up those behind it for a week.
            maximum_retry_attempts=RECEIVES,
            bisect_batch_on_function_error=True,
            destination_config=aws.lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
                    destination_arn=self._gives_up_into
                )
            ),
            region=self._zone.region,
            opts=pulumi.ResourceOptions.merge(self._here, pulumi.ResourceOptions(depends_on=[self._undecided])),
        )
