"""How what waits in a queue reaches a function: by Lambda, and no faster than was said."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.decision import plan
from components.decision.function import Function
from components.decision.queue import Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the function runs that takes what waits."""

    seconds: int
    """The longest it may run."""
    each: float
    """Seconds that one message may last."""
    at_once: int

    @property
    def batch(self) -> int:
        """How many messages it takes in one run."""
        return plan.batch(self.seconds, self.each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A queue's messages, on their way to a function."""

    region: str
    opts: pulumi.ResourceOptions

    def connect(self, name: str, queue: Queue, function: Function, *, batch: int, at_once: int) -> None:
        """Hand over what waits; a message that fails goes back alone."""
        aws.lambda_.EventSourceMapping(
            name,
            event_source_arn=queue.arn,
            function_name=function.name,
            batch_size=batch,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=aws.lambda_.EventSourceMappingScalingConfigArgs(maximum_concurrency=at_once),
            region=self.region,
            opts=self.opts,
        )
