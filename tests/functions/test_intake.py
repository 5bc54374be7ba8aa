"""Requests that nobody waits for: from a queue and from a stream, with answers in a queue of their own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.fake_models import FakeModels
from tests.functions.world import CONTEXT, Output, World, client, message_event, refusing, stream_event

PAYMENT = {"account": "DE-1", "amount": 120.5}


def answers(world: World) -> list[dict[str, Any]]:
    """What the queue of answers holds, with the key of the request each is to."""
    taken: list[dict[str, Any]] = (
        client("sqs")
        .receive_message(QueueUrl=world.queue("answers"), MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        .get("Messages", [])
    )
    return [
        {**json.loads(each["Body"]), "key": each["MessageAttributes"]["idempotency-key"]["StringValue"]}
        for each in taken
    ]


def sent(payload: object = PAYMENT, **more: object) -> dict[str, object]:
    return {"payload": payload, **more}


def test_a_request_of_a_queue_is_answered_in_a_queue(fraud: World) -> None:
    """With the key it was sent under: that is how the answer finds its way."""
    fraud.function("decision")({"Records": [message_event(json.dumps(PAYMENT), "m", idempotency_key="p-1")]}, CONTEXT)

    [answer] = answers(fraud)
    assert "p-1" == answer["key"]
    assert fraud.record(answer["decision"])["outcome"] == answer["outcome"]


def test_a_record_of_a_stream_is_decided_recorded_and_answered(fraud: World) -> None:
    """The payload is the API's; key and probe stand beside it."""
    event = {"Records": [stream_event(sent(**{"idempotency-key": "p-1", "x-lz-probe": 7}), "100")]}

    assert {"batchItemFailures": []} == fraud.function("decision")(event, CONTEXT)

    [answer] = answers(fraud)
    assert "p-1" == answer["key"]
    assert 7 == fraud.record(answer["decision"])["probe"]


def test_the_same_record_of_a_stream_is_decided_once(fraud: World, output: Output) -> None:
    """Lambda hands a shard's records over again after any failure; the answer is sent again, the decision not taken."""
    event = {"Records": [stream_event(sent(), "100")]}

    for _ in range(2):
        fraud.function("decision")(event, CONTEXT)

    first, again = answers(fraud)
    assert first["decision"] == again["decision"]
    assert (1, 1) == (len(fraud.records()), output.counts()["Duplicate"])


def test_two_places_of_a_stream_are_two_requests(fraud: World) -> None:
    """Without a key of its own a record is known by its place."""
    fraud.function("decision")({"Records": [stream_event(sent(), "100"), stream_event(sent(), "101")]}, CONTEXT)

    assert 2 == len(fraud.records())


@pytest.mark.parametrize(
    "poison",
    [
        b"\xff\xfe",
        b"{",
        [1, 2],
        {"no": "payload"},
        sent({"card": "x"}),
        sent(**{"idempotency-key": ""}),
        sent(**{"idempotency-key": 7}),
        sent(**{"x-lz-probe": "seven"}),
    ],
)
def test_a_poison_record_is_told_by_its_place_and_decides_nothing(fraud: World, output: Output, poison: object) -> None:
    """The stream begins again there, and after some times goes on without it."""
    answer = fraud.function("decision")({"Records": [stream_event(poison, "100")]}, CONTEXT)

    assert [{"itemIdentifier": "100"}] == answer["batchItemFailures"]
    assert ([], []) == (fraud.records(), answers(fraud))
    assert 1 == output.counts()["Invalid"]


def test_a_lost_answer_brings_the_request_again_and_the_decision_stands(
    fraud: World, models: FakeModels, output: Output
) -> None:
    """Answered late rather than never, and recorded once."""
    models.order("fraud", confidence=0.01)
    event = {"Records": [stream_event(sent(), "100")]}

    with refusing("SendMessage"):
        failed = fraud.function("decision")(event, CONTEXT)
    fraud.function("decision")(event, CONTEXT)

    assert [{"itemIdentifier": "100"}] == failed["batchItemFailures"]
    assert (1, 1) == (len(fraud.records()), output.counts()["AnswerFault"])
    assert 1 == len(answers(fraud))


def test_the_clock_of_latency_begins_with_the_arrival(fraud: World) -> None:
    """A record that waited in the stream was received when it arrived."""
    event = {"Records": [stream_event(sent(), "100", at=1_700_000_000.25)]}

    fraud.function("decision")(event, CONTEXT)

    [answer] = answers(fraud)
    assert fraud.record(answer["decision"])["latency_ms"] > 1_000_000


def test_messages_of_something_else_are_no_requests(fraud: World) -> None:
    """A mapping that nobody declared ends in an error, not in a decision."""
    with pytest.raises(KeyError, match="aws:sns"):
        fraud.function("decision")({"Records": [{"eventSource": "aws:sns"}]}, CONTEXT)


def test_the_log_names_a_record_and_never_its_content(fraud: World, output: Output) -> None:
    """By shard and place, which the stream keeps for a week."""
    fraud.function("decision")({"Records": [stream_event(sent({"card_id": "4929-secret"}), "100")]}, CONTEXT)

    said = json.dumps(output.logs())
    assert ("shardId-000000000000:100" in said, "4929-secret" in said) == (True, False)
