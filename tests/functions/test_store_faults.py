"""The store refuses: what the card says happens, and each time it is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functions.record.identity import hour_of, object_key
from functions.store.locked import LockedStore
from functions.wiring import now
from tests.functions import systems
from tests.functions.world import BUCKET, CONTEXT, Output, World, api, client, refusing, said

QUESTION = {"customer": "jane", "question": "Where is order 17?"}
PAYMENT = {"account": "DE-1", "amount": 120.5}


def test_a_high_risk_fails_closed(fraud: World, output: Output) -> None:
    """No record, no decision: the caller learns nothing of what the model would have said."""
    with refusing("PutObject"):
        response = fraud.function("decision")(api(PAYMENT), CONTEXT)

    body = said(response)
    assert (503, "store-unavailable", False) == (response["statusCode"], body["error"], body["decided"])
    assert "5" == response["headers"]["Retry-After"]
    assert {"error", "reason", "decided"} == set(body)
    assert (1, 0, 0) == tuple(output.counts()[name] for name in ("StoreFault", "Served", "Recorded"))


def test_a_lower_risk_waits_in_the_spool(assistant: World, output: Output) -> None:
    """The answer says where its record is, and the record is in the queue, whole."""
    with refusing("PutObject"):
        answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    spooled = [json.loads(message["body"]) for message in assistant.messages("spool")]
    assert ("spool", [answered["decision"]]) == (answered["recorded"], [record["id"] for record in spooled])
    assert (1, 1, 0) == tuple(output.counts()[name] for name in ("Spooled", "Served", "Recorded"))


def test_with_the_spool_gone_too_the_request_fails(assistant: World, output: Output) -> None:
    """There is no third place."""
    with refusing("PutObject", "SendMessage"):
        response = assistant.function("decision")(api(QUESTION), CONTEXT)

    assert (503, "store-unavailable") == (response["statusCode"], said(response)["error"])
    assert (1, 0) == tuple(output.counts()[name] for name in ("SpoolFault", "Served"))


def test_the_drain_brings_what_waits(assistant: World, output: Output) -> None:
    """A spooled record ends in the store and in the table, as if nothing had happened."""
    with refusing("PutObject"):
        answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    left = assistant.function("drain")({"Records": assistant.messages("spool")}, CONTEXT)

    assert {"batchItemFailures": []} == left
    assert assistant.record(answered["decision"]) == assistant.streamed()[0]
    assert (1, 1, 1) == tuple(output.counts()[name] for name in ("Spooled", "Drained", "Recorded"))


def test_a_message_drained_twice_counts_once(assistant: World, output: Output) -> None:
    """A recorded count that is too high would hide a record that is missing."""
    with refusing("PutObject"):
        assistant.function("decision")(api(QUESTION), CONTEXT)
    batch = {"Records": assistant.messages("spool")}
    drain = assistant.function("drain")

    for _ in range(2):
        drain(batch, CONTEXT)

    assert (1, 1) == (output.counts()["Recorded"], len(assistant.records()))


def test_what_the_store_still_refuses_stays_in_the_queue(assistant: World) -> None:
    """The drain gives the message back; after some times the dead letters have it, and an alarm."""
    with refusing("PutObject"):
        assistant.function("decision")(api(QUESTION), CONTEXT)
        batch = assistant.messages("spool")
        left = assistant.function("drain")({"Records": batch}, CONTEXT)

    assert [batch[0]["messageId"]] == [failure["itemIdentifier"] for failure in left["batchItemFailures"]]


def test_the_drain_takes_records_only(assistant: World) -> None:
    """What is in the queue by mistake goes to its dead letters and never to the store."""
    assistant.function("drain")({"Records": [{**_message(), "body": '{"id": "x"}'}]}, CONTEXT)

    assert [] == assistant.records()


def test_two_records_of_one_request_both_stay(assistant: World, output: Output) -> None:
    """The request came again while its record waited, and was recorded anew: neither is thrown away."""
    decide = assistant.function("decision")
    with refusing("PutObject", "UpdateItem"):
        decide(api(QUESTION, key="k"), CONTEXT)
    for item in client("dynamodb").scan(TableName="requests")["Items"]:
        client("dynamodb").delete_item(TableName="requests", Key={"id": item["id"]})
    second = said(decide(api(QUESTION, key="k"), CONTEXT))

    assistant.function("drain")({"Records": assistant.messages("spool")}, CONTEXT)

    assert [second["decision"]] * 2 == [record["id"] for record in assistant.records()]
    assert (2, 2, 1) == tuple(output.counts()[name] for name in ("Served", "Recorded", "SecondRecord"))


def test_a_late_record_is_marked_for_the_hour_it_came_in(assistant: World) -> None:
    """The hour it belongs to may be sealed already; the marker brings it into the next manifest."""
    with refusing("PutObject"):
        assistant.function("decision")(api(QUESTION), CONTEXT)
    message = assistant.messages("spool")[0]
    record = json.loads(message["body"])
    old = {**record, "id": f"20200101T00{record['id'][11:]}"}

    assistant.function("drain")({"Records": [{**message, "body": json.dumps(old)}]}, CONTEXT)

    listed = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="late/")["Contents"]
    assert [f"late/system=support-assistant/{hour_of(now())}/{old['id']}"] == [item["Key"] for item in listed]


def test_a_stream_that_refuses_costs_no_answer(fraud: World, output: Output) -> None:
    """The object is the authority; the table's gap is counted."""
    with refusing("PutRecord"):
        response = fraud.function("decision")(api(PAYMENT), CONTEXT)

    assert response["statusCode"] in {200, 202}
    assert (1, 1) == tuple(output.counts()[name] for name in ("StreamFault", "Recorded"))


def test_a_pending_decision_needs_its_queue(assistant: World, models: object, output: Output) -> None:
    """What nobody would look at is not answered; the retry puts the very same decision before a person."""
    assistant.card["targets"] = assistant.card["targets"][2:]
    systems.write(_folder(assistant), assistant.card)
    decide = assistant.function("decision")
    with refusing("SendMessage"):
        refused = decide(api(QUESTION, key="k"), CONTEXT)

    answered = said(decide(api(QUESTION, key="k"), CONTEXT))

    assert (503, "review-unavailable") == (refused["statusCode"], said(refused)["error"])
    assert [answered["decision"]] == [record["id"] for record in assistant.records()]
    assert 1 == output.counts()["ReviewFault"]


def test_a_lost_answer_of_the_store_is_not_a_second_record(fraud: World, output: Output) -> None:
    """S3 stored the object and the reply was lost: the same bytes are found, and that is success."""
    store = LockedStore(client("s3"), BUCKET)
    key = object_key("fraud-scoring", f"20261125T14-{'a' * 32}")

    assert [None, None, b"{}"] == [store.create(key, b"{}"), store.create(key, b"{}"), store.create(key, b"[]")]


@pytest.mark.parametrize("variable", ["LZ_STORE_BUCKET", "LZ_TARGETS", "LZ_SPOOL_QUEUE_URL", "LZ_SUBJECT_KEY"])
def test_a_missing_variable_ends_the_cold_start(assistant: World, variable: str) -> None:
    """The function never serves with half its settings, and names what is missing."""
    del assistant.environ[variable]

    with pytest.raises(ValueError, match=f"{variable} is not set"):
        assistant.function("decision")


def _message() -> dict[str, Any]:
    return {"messageId": "m", "receiptHandle": "h", "eventSource": "aws:sqs", "attributes": {}, "messageAttributes": {}}


def _folder(world: World) -> Path:
    return Path(world.environ["LAMBDA_TASK_ROOT"])
