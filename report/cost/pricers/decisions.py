"""Entries, functions, queues, streams and queries: what a decision passes through."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Resource
from report.cost.charge import HOURS, Found, NoPrice, Place, amount, assumed, elements, fixed, priced, text, value


@priced("aws:lambda/function:Function")
def function(function: Resource, place: Place) -> Iterator[Found]:
    """Calls, and the memory they hold for as long as they take."""
    memory = amount(function, "memorySize", 128)
    architectures = elements(function, "architectures")
    if memory is None or architectures is None:
        yield NoPrice("its memory is known only after the deploy")
        return
    usage = place.usage
    seconds = usage.requests * usage.function_ms / 1000
    key = "lambda.arm" if "arm64" in architectures else "lambda.x86"
    yield assumed("lambda.request", "calls", usage.requests / 1e6, "requests")
    yield assumed(key, "time", seconds * memory / 1024 / 1e6, "requests", "function_ms")


@priced("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")
def provisioned_concurrency(_: Resource, __: Place) -> Iterator[Found]:
    """Paid by its function's memory, which is another resource's."""
    yield NoPrice("provisioned concurrency is paid by the memory of its function; not modelled")


@priced("aws:apigateway/restApi:RestApi")
def rest_api(_: Resource, place: Place) -> Iterator[Found]:
    """Every request."""
    yield assumed("apigateway.rest", "requests", place.usage.requests / 1e6, "requests")


@priced("aws:apigatewayv2/api:Api")
def http_api(_: Resource, place: Place) -> Iterator[Found]:
    """Every request."""
    yield assumed("apigateway.http", "requests", place.usage.requests / 1e6, "requests")


@priced("aws:sqs/queue:Queue")
def queue(queue: Resource, place: Place) -> Iterator[Found]:
    """Sending, receiving and deleting: three requests a message, a chunk of 64 KB each."""
    usage = place.usage
    chunks = max(1, -(-usage.request_kb // 64))
    key = "sqs.fifo" if value(queue, "fifoQueue") is True else "sqs.request"
    yield assumed(key, "requests", 3 * usage.requests * chunks / 1e6, "requests", "request_kb")


@priced("aws:kinesis/stream:Stream")
def stream(stream: Resource, place: Place) -> Iterator[Found]:
    """On demand by stream and GB; provisioned by shard."""
    usage = place.usage
    gigabytes = usage.requests * usage.request_kb / 1e6
    if text(stream, "streamModeDetails.streamMode") == "ON_DEMAND":
        yield fixed("kinesis.stream", "stream", HOURS)
        yield assumed("kinesis.in", "data in", gigabytes, "requests", "request_kb")
        yield assumed("kinesis.out", "data out", gigabytes, "requests", "request_kb", note="one reader")
        return
    shards = amount(stream, "shardCount", 1)
    if shards is None:
        yield NoPrice("the number of its shards is known only after the deploy")
    else:
        yield fixed("kinesis.shard", "shards", HOURS * shards, note="without the price of each record put")


@priced("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")
def delivery_stream(stream: Resource, place: Place) -> Iterator[Found]:
    """By GB, a record rounded up to 5 KB; conversion to a column format costs on top."""
    usage = place.usage
    rounded = -(-max(usage.request_kb, 0.001) // 5) * 5
    gigabytes = usage.requests * rounded / 1e6
    yield assumed("firehose.gb", "records", gigabytes, "requests", "request_kb")
    conversion = value(stream, "extendedS3Configuration.dataFormatConversionConfiguration")
    if conversion is not None and value(stream, f"{_CONVERSION}.enabled") is not False:
        yield assumed("firehose.convert", "format conversion", gigabytes, "requests", "request_kb")


_CONVERSION = "extendedS3Configuration.dataFormatConversionConfiguration"


@priced("aws:athena/workgroup:Workgroup")
def workgroup(_: Resource, place: Place) -> Iterator[Found]:
    """By what its queries scan."""
    yield assumed("athena.tb", "data scanned", place.usage.query_tb, "query_tb")


@priced("aws:cloudwatch/eventBus:EventBus")
def event_bus(_: Resource, place: Place) -> Iterator[Found]:
    """Events of one's own; what AWS sends is free."""
    yield assumed("eventbridge.event", "events", place.usage.requests / 1e6, "requests")


@priced("aws:sfn/stateMachine:StateMachine")
def state_machine(machine: Resource, _: Place) -> Iterator[Found]:
    """By transitions or by time, which its definition decides."""
    kind = text(machine, "type") or "STANDARD"
    yield NoPrice(f"a {kind} state machine is paid by what its definition does; not modelled")


@priced("aws:bedrock/guardrail:Guardrail")
def guardrail(guardrail: Resource, place: Place) -> Iterator[Found]:
    """Each kind of filter by text units of a thousand characters, which is a thousand bytes of a request."""
    thousands = place.usage.requests * max(place.usage.request_kb, 1) / 1e3
    filters = {
        "contentPolicyConfig": ("bedrock.guardrail.content", "content filters"),
        "topicPolicyConfig": ("bedrock.guardrail.topics", "denied topics"),
        "sensitiveInformationPolicyConfig": ("bedrock.guardrail.pii", "personal data filter"),
        "contextualGroundingPolicyConfig": ("bedrock.guardrail.grounding", "grounding check"),
    }
    for property_, (key, what) in filters.items():
        if value(guardrail, property_) is not None:
            yield assumed(key, what, thousands, "requests", "request_kb", note="every request passes it, in and out")


@priced("aws:bedrock/inferenceProfile:InferenceProfile")
def inference_profile(_: Resource, __: Place) -> Iterator[Found]:
    """The profile is free; its tokens are not."""
    yield NoPrice("tokens are priced by model and direction, and how many a fallback sees is not in the graph")
