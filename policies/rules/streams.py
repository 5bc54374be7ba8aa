"""Streams of requests: whose key, how long there is time to look, what becomes of what fails, and who hears of age.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html (a record that fails holds up
its shard until it expires; a queue is told where it lies, not what it holds),
https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html; noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET
from policies.keys import customer_key
from policies.replicas import TABLE
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.data import ALARM, QUEUE, TOPIC
from policies.rules.examples.decisions import MAPPING
from policies.rules.examples.objectives import FUNCTION
from policies.rules.examples.streams import INTAKE, STREAM
from policies.value import Outcome, Value, at_least, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

LOOKED_AT_HOURS: Final = 72
"""The longest that what was put aside lies until somebody looks: from Friday evening until Monday."""

_STREAMS: Final = (STREAM, "aws:kinesis/streamConsumer:StreamConsumer", TABLE)


@resource_rule(
    id="LZ-KIN-001",
    title="A stream is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(STREAM,),
    control="CMP-03",
    why="Kinesis encrypts nothing unless told, and under its own key whoever may read the stream reads the requests.",
    fix="Set encryption_type KMS and kms_key_id to the key of the stream's class.",
    good=INTAKE,
    bad=changed(INTAKE, "requests", kmsKeyId="alias/aws/kinesis"),
    offending="requests.kmsKeyId",
)
def stream_has_a_customer_key(stream: View) -> Iterator[Outcome]:
    key = stream["kmsKeyId"]
    yield stream.must("encryptionType", one_of("KMS"), "is not encrypted")
    yield key.outcome(customer_key(stream, key), "has no customer key")


@resource_rule(
    id="LZ-KIN-002",
    title="A stream keeps what was put aside until somebody has looked",
    severity=Severity.MEDIUM,
    types=(STREAM,),
    control="CMP-01",
    why="What is put aside names a place in the stream; a day later, on a Saturday, nothing lies there any more.",
    fix="Set retention_period to 72 hours or more; components.decision.intake_stream keeps a week.",
    good=INTAKE,
    bad=changed(INTAKE, "requests", retentionPeriod=24),
    offending="requests.retentionPeriod",
)
def stream_keeps_until_somebody_looks(stream: View) -> Iterator[Outcome]:
    long = at_least(LOOKED_AT_HOURS)
    yield stream.must("retentionPeriod", long, "forgets before anybody looks")


@resource_rule(
    id="LZ-KIN-003",
    title="What fails in a stream is put aside",
    severity=Severity.HIGH,
    types=(MAPPING,),
    control="CMP-01",
    why="Lambda goes on without a record it gave up, and nothing says that somebody got no decision.",
    fix="Set destination_config.on_failure with the ARN of a queue.",
    good=INTAKE,
    bad=changed(INTAKE, "fed", destinationConfig=None),
    offending="fed.destinationConfig.onFailure.destinationArn",
)
def failures_are_put_aside(mapping: View) -> Iterator[Outcome]:
    into = mapping["destinationConfig.onFailure.destinationArn"]
    linked = into.unknown and mapping.comes_from("destinationConfig", BUCKET, QUEUE, TOPIC)
    aside = Verdict.PASS if linked else into.holds(non_empty)
    yield into.outcome(~_reads_a_stream(mapping) | aside, "puts nothing aside")


@resource_rule(
    id="LZ-KIN-004",
    title="A record that fails does not hold up its shard",
    severity=Severity.HIGH,
    types=(MAPPING,),
    control="CMP-01",
    why="Until told how often, Lambda tries one record again until it expires, and everybody behind it waits for days.",
    fix="Set maximum_retry_attempts; five is what a queue is given.",
    good=INTAKE,
    bad=changed(INTAKE, "fed", maximumRetryAttempts=-1),
    offending="fed.maximumRetryAttempts",
)
def tries_come_to_an_end(mapping: View) -> Iterator[Outcome]:
    tries = mapping["maximumRetryAttempts"]
    ends = tries.holds(at_least(0))
    yield tries.outcome(~_reads_a_stream(mapping) | ends, "tries one record until it expires")


def _reads_a_stream(mapping: View) -> Verdict:
    """Whether what a mapping reads is kept in order, so that what fails stands in the way; a queue's is not."""
    source = mapping["eventSourceArn"]
    if source.known:
        return Verdict.of(str(source.raw).split(":")[2:3] in (["kinesis"], ["dynamodb"]))
    if source.missing:
        return Verdict.FAIL
    if mapping.comes_from("eventSourceArn", *_STREAMS):
        return Verdict.PASS
    return Verdict.FAIL if mapping.comes_from("eventSourceArn", QUEUE) else Verdict.UNKNOWN


@resource_rule(
    id="LZ-KIN-005",
    title="Somebody hears when a stream's records grow old",
    severity=Severity.MEDIUM,
    types=(STREAM,),
    control="MON-06",
    why="A stream that nobody reads any more takes requests as before; the callers are the first who notice.",
    fix="Set an alarm on IteratorAge of the function; components.decision.intake_stream.IntakeStream has it.",
    good=INTAKE,
    bad=changed(INTAKE, "late", dimensions={"FunctionName": "another"}),
    offending="late.dimensions.FunctionName",
    decides=("fed.functionName", "requests.name"),
)
def age_is_heard_of(stream: View) -> Iterator[Outcome]:
    own = _watched(stream, "GetRecords.IteratorAgeMilliseconds", "StreamName", stream["name"])
    by_reader = some(
        joined & _watched(stream, "IteratorAge", "FunctionName", name)
        for mapping in stream.stack.of_type(MAPPING)
        if (joined := _reads(mapping, stream)) is not Verdict.FAIL
        for name in _names(mapping)
    )
    yield stream.outcome(own | by_reader, "no alarm looks at the age of its records")


def _watched(stream: View, metric: str, dimension: str, name: Value) -> Verdict:
    """Whether an alarm that tells somebody looks at a metric of what has this name."""
    alarms = stream.stack.where(f"dimensions.{dimension}", name, ALARM)
    return some(_tells(alarm) & _watches(alarm, metric, dimension, name) for alarm in alarms)


def _reads(mapping: View, stream: View) -> Verdict:
    """Whether a mapping reads a stream: by an edge, by its ARN, or by the name at the end of it."""
    source, name = mapping["eventSourceArn"], stream["name"]
    if source.known and name.known:
        return Verdict.of(str(source.raw).endswith(f":stream/{name.raw}"))
    return mapping.refers_to("eventSourceArn", stream, "arn")


def _names(mapping: View) -> Iterator[Value]:
    """The name of the function of a mapping, which may say it by ARN, or by an edge."""
    given = mapping["functionName"]
    functions = [source for source in mapping.sources("functionName") if source.type == FUNCTION]
    if given.unknown and functions:
        yield from (function["name"] for function in functions)
    elif given.known:
        yield given.replaced(str(given.raw).partition(":function:")[2].partition(":")[0] or given.raw)
    else:
        yield given


def _tells(alarm: View) -> Verdict:
    return alarm["alarmActions"].holds(non_empty)


def _watches(alarm: View, metric: str, dimension: str, name: Value) -> Verdict:
    """Whether an alarm looks at a metric of what has this name."""
    if name.unknown:
        return Verdict.UNKNOWN
    return every(
        (
            alarm["metricName"].holds(one_of(metric)),
            alarm[f"dimensions.{dimension}"].holds(one_of(name.raw)),
        )
    )
