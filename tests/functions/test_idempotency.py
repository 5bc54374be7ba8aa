"""A request is decided once and recorded once, whatever its sender, its queue or our own table do."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from engine.fake_models import FakeModels, Fault
from tests.functions.world import CONTEXT, Output, World, api, client, message_event, refusing, said

PAYMENT = {"account": "DE-1", "amount": 120.5}
TEXT = '{"account": "DE-1", "amount": 120.5}'


def test_a_duplicate_gets_the_same_answer(fraud: World, models: FakeModels, output: Output) -> None:
    """One model call, one record, two answers that differ in `replayed` alone."""
    first, second = (said(fraud.function("decision")(api(PAYMENT, key="k-1"), CONTEXT)) for _ in range(2))

    assert {**first, "replayed": True} == second
    counts = output.counts()
    assert (1, 1, 1, 1) == (
        models.models.told()["asked"]["fraud"],
        len(fraud.records()),
        counts["Served"],
        counts["Duplicate"],
    )


def test_a_key_belongs_to_its_caller(fraud: World) -> None:
    """Two callers who both count from 1 do not get each other's decisions."""
    decide = fraud.function("decision")

    ids = {said(decide(api(PAYMENT, key="1", caller=who), CONTEXT))["decision"] for who in ("a", "b")}

    assert 2 == len(ids)


def test_a_key_means_one_payload(fraud: World, output: Output) -> None:
    """The second payload under a key is refused: answering it with the first one's decision would be a lie."""
    decide = fraud.function("decision")
    decide(api(PAYMENT, key="k"), CONTEXT)

    response = decide(api({**PAYMENT, "amount": 1}, key="k"), CONTEXT)

    assert (422, "key-reused", 1) == (response["statusCode"], said(response)["error"], output.counts()["Mismatch"])


def test_a_duplicate_during_the_decision_is_told_to_wait(fraud: World, models: FakeModels, output: Output) -> None:
    """Two processes have the same request at once: one decides, the other says so, and there is one record."""
    one, other = (fraud.function("decision") for _ in range(2))
    models.order("fraud", Fault.LATENCY, seconds=0.8)
    with ThreadPoolExecutor(1) as pool:
        deciding = pool.submit(one, api(PAYMENT, key="same"), CONTEXT)
        while not models.models.told()["asked"]:
            assert not deciding.done(), deciding.result()
            time.sleep(0.01)

        waiting = other(api(PAYMENT, key="same"), CONTEXT)

    assert (409, 202) == (waiting["statusCode"], deciding.result()["statusCode"])
    assert (1, 1) == (len(fraud.records()), output.counts()["InProgress"])


def test_a_redelivered_message_is_decided_once(fraud: World) -> None:
    """SQS delivers at least once; the record is written once."""
    batch = {"Records": [message_event(TEXT, "m-1")]}
    decide = fraud.function("decision")

    answers = [decide(batch, CONTEXT) for _ in range(2)]

    assert [[], []] == [answer["batchItemFailures"] for answer in answers]
    assert 1 == len(fraud.records())


def test_a_record_that_was_written_answers_the_retry(fraud: World, models: FakeModels, output: Output) -> None:
    """The process dies between record and answer: the retry finds the record and answers from it, model or not."""
    decide = fraud.function("decision")
    with refusing("UpdateItem"):
        first = said(decide(api(PAYMENT, key="k"), CONTEXT))
    _forget_requests()
    models.order("fraud", confidence=0.99 if first["outcome"] == "decline" else 0.01)

    again = said(decide(api(PAYMENT, key="k"), CONTEXT))

    assert (first["decision"], first["outcome"], True) == (again["decision"], again["outcome"], again["replayed"])
    assert (1, 1) == (len(fraud.records()), output.counts()["Recorded"])


def test_the_table_failing_after_the_record_costs_no_answer(fraud: World, output: Output) -> None:
    """The decision is recorded; refusing to say so would make the caller ask for a second one."""
    with refusing("UpdateItem"):
        response = fraud.function("decision")(api(PAYMENT, key="k"), CONTEXT)

    assert (1, 1) == (len(fraud.records()), output.counts()["IdempotencyFault"])
    assert response["statusCode"] in {200, 202}


def test_the_table_failing_before_the_decision_ends_the_request(
    fraud: World, models: FakeModels, output: Output
) -> None:
    """What cannot be told from a duplicate is not decided."""
    with refusing("PutItem", code="InternalServerError"):
        response = fraud.function("decision")(api(PAYMENT), CONTEXT)

    assert (503, "idempotency-unavailable") == (response["statusCode"], said(response)["error"])
    assert ({}, [], 1) == (models.models.told()["asked"], fraud.records(), output.counts()["IdempotencyFault"])


def test_a_failed_request_may_come_again(fraud: World) -> None:
    """A refusal leaves nothing behind that would refuse the retry."""
    decide = fraud.function("decision")
    with refusing("PutObject"):
        refused = decide(api(PAYMENT, key="k"), CONTEXT)

    assert 503 == refused["statusCode"]
    assert decide(api(PAYMENT, key="k"), CONTEXT)["statusCode"] in {200, 202}


def _forget_requests() -> None:
    for item in client("dynamodb").scan(TableName="requests")["Items"]:
        client("dynamodb").delete_item(TableName="requests", Key={"id": item["id"]})
