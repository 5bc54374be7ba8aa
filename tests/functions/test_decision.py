"""The decision function against moto and stand-in models: what is answered, and what is recorded before it is."""

from __future__ import annotations

import json

from engine.fake_models import FakeModels, Fault
from functions.record import decision_record
from tests.functions import systems
from tests.functions.world import CONTEXT, Output, World, api, client, message_event, said

QUESTION = {"customer": "jane@example.com", "question": "Where is order 17? Call +49 30 1234567."}
PAYMENT = {"account": "DE-1", "amount": 120.5}


def test_an_answer_has_its_record(assistant: World, models: FakeModels, output: Output) -> None:
    """Who is answered can be shown the record, and it says the same."""
    models.order("llama", confidence=0.95)

    response = assistant.function("decision")(api(QUESTION), CONTEXT)

    answered = said(response)
    record = assistant.record(answered["decision"])
    assert 200 == response["statusCode"]
    assert ("act", answered["outcome"], answered["confidence"]) == (
        record["band"],
        record["outcome"],
        record["confidence"],
    )
    assert {"Served": 1, "Recorded": 1} == {name: output.counts()[name] for name in ("Served", "Recorded")}


def test_a_record_matches_the_published_schema(assistant: World) -> None:
    """What is written is what the schema promises to whoever reads it."""
    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    decision_record.check(assistant.record(answered["decision"]))


def test_a_record_tells_how_it_came_about(assistant: World, models: FakeModels) -> None:
    """Model by digest, rules by version, what was asked by digest: the context that a law asks for."""
    models.order("llama", confidence=0.95)

    record = assistant.record(said(assistant.function("decision")(api(QUESTION), CONTEXT))["decision"])

    assert {"name": "llama-3.1-8b-instruct", "digest": f"sha256:{'9f' * 32}", "kind": "vllm"} == record["model"]
    assert record["rule_version"].startswith("2026-11/sha256:")
    assert ("token-probability", 0, 1, "dev", "eu-west-1") == (
        record["confidence_kind"],
        record["fallback_depth"],
        record["attempts"],
        record["environment"],
        record["region"],
    )


def test_no_personal_data_reaches_the_store(assistant: World) -> None:
    """Seeded addresses and numbers are in no object, though the text around them is."""
    assistant.function("decision")(api(QUESTION), CONTEXT)

    held = json.dumps(assistant.records())
    assert [] == [seed for seed in ("jane@example.com", "1234567") if seed in held]
    assert "Where is order 17?" in held


def test_a_digest_only_card_keeps_no_text(fraud: World) -> None:
    """The card says digest: neither the request nor the answer is in the record."""
    record = fraud.record(said(fraud.function("decision")(api(PAYMENT), CONTEXT))["decision"])

    assert (None, None) == (record["input"], record["output"])
    assert record["input_digest"].startswith("sha256:")


def test_a_subject_is_found_by_pseudonym_alone(fraud: World) -> None:
    """All decisions about a person carry the same pseudonym, which does not show the person."""
    decide = fraud.function("decision")
    ids = [said(decide(api({**PAYMENT, "amount": amount}), CONTEXT))["decision"] for amount in (7, 70)]

    first, second = (fraud.record(id_)["subject"] for id_ in ids)
    assert first == second
    assert "DE-1" not in first


def test_the_log_never_holds_a_payload(assistant: World, output: Output) -> None:
    """Logs are read by more people than records are."""
    assistant.function("decision")(api(QUESTION), CONTEXT)

    logged = json.dumps(output.logs())
    assert '"decided"' in logged
    assert [] == [word for word in ("order 17", "jane", "stand-in") if word in logged]


def test_the_record_goes_to_the_table_too(assistant: World) -> None:
    """The stream gets the same JSON as the store."""
    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    assert [assistant.record(answered["decision"])] == assistant.streamed()


def test_a_middle_confidence_waits_for_a_person(assistant: World, models: FakeModels) -> None:
    """Between the bounds the model proposes and a person decides; the caller is told that nothing is decided."""
    models.order("llama", confidence=0.6)

    response = assistant.function("decision")(api(QUESTION), CONTEXT)

    answered = said(response)
    assert (202, "pending", False, None) == (
        response["statusCode"],
        answered["outcome"],
        answered["decided"],
        answered["text"],
    )
    assert [answered["decision"]] == [json.loads(m["body"])["decision"] for m in assistant.messages("reviews")]


def test_a_low_confidence_is_a_persons_alone(assistant: World, models: FakeModels) -> None:
    """Below the review bound people see the request and no proposal."""
    models.order("llama", confidence=0.3)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    item = client("dynamodb").get_item(TableName="reviews", Key={"id": {"S": f"review#{answered['decision']}"}})
    case = json.loads(item["Item"]["case"]["S"])
    assert ("person", None, QUESTION) == (answered["band"], case["proposed"], case["payload"])


def test_a_rule_overrides_the_model(fraud: World, models: FakeModels) -> None:
    """The record names the rule, and what the model had proposed."""
    models.order("fraud", confidence=0.01)

    answered = said(fraud.function("decision")(api({**PAYMENT, "amount": 3}), CONTEXT))

    record = fraud.record(answered["decision"])
    assert ("approve", "act", "small-amounts", "decline") == (
        answered["outcome"],
        answered["band"],
        record["rule"],
        record["proposed"],
    )


def test_the_next_target_decides_when_the_first_is_gone(assistant: World, models: FakeModels, output: Output) -> None:
    """The fallback's answer is recorded as the fallback's; nobody measures its confidence, so a person looks at it."""
    models.order("llama", Fault.GONE)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    record = assistant.record(answered["decision"])
    assert ("bedrock", 1, 3, None, "review") == (
        record["model"]["kind"],
        record["fallback_depth"],
        record["attempts"],
        record["confidence"],
        record["band"],
    )
    assert {"id": "gr-1", "version": "3"} == record["guardrail"]
    assert 1 == output.counts()["Fallback"]
    assert 0 == output.counts()["Confidence"], "how sure a fallback is says nothing of the own model"


def test_how_sure_the_own_model_was_is_counted(assistant: World, models: FakeModels, output: Output) -> None:
    """In percent, whoever decides in the end: an alarm learns from it what is usual."""
    models.order("llama", confidence=0.6)

    assistant.function("decision")(api(QUESTION), CONTEXT)

    assert 60 == round(output.counts()["Confidence"])


def test_a_person_decides_when_every_model_is_gone(assistant: World, models: FakeModels) -> None:
    """The last target is the review queue, and it needs no model."""
    models.order("*", Fault.GONE)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    record = assistant.record(answered["decision"])
    assert ("human", None, "person", 2) == (
        record["model"]["kind"],
        record["proposed"],
        record["band"],
        record["fallback_depth"],
    )


def test_without_a_person_behind_the_models_there_is_no_decision(world: object, models: FakeModels) -> None:
    """Nobody answers: the caller is told so, and there is no record, because there was no decision."""
    card = systems.system(systems.FRAUD, targets=systems.FRAUD["targets"][:1])
    alone: World = world(card)  # pyright: ignore[reportCallIssue]  the fixture makes worlds
    models.order("*", Fault.ERROR)

    response = alone.function("decision")(api(PAYMENT), CONTEXT)

    assert (503, "no-model", False) == (response["statusCode"], said(response)["error"], said(response)["decided"])
    assert [] == alone.records()


def test_garbage_is_no_answer(assistant: World, models: FakeModels, output: Output) -> None:
    """A model that talks about something else has not decided; it is not asked the same again."""
    models.order("llama", Fault.GARBAGE)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    assert (1, 2) == (answered["fallback_depth"], assistant.record(answered["decision"])["attempts"])
    assert 1 == output.counts()["ModelGarbage"]


def test_a_probability_above_one_is_garbage(fraud: World, models: FakeModels, output: Output) -> None:
    """A score out of range says nothing of the payment."""
    models.order("fraud", Fault.GARBAGE)

    answered = said(fraud.function("decision")(api(PAYMENT), CONTEXT))

    assert ("person", 1) == (answered["band"], output.counts()["ModelGarbage"])


def test_a_slow_model_is_left_behind(world: object, models: FakeModels, output: Output) -> None:
    """A call ends with its timeout, is tried as often as the card says, and the next target decides."""
    card = systems.system(systems.FRAUD)
    card["targets"][0]["timeout_ms"] = 60
    slow: World = world(card)  # pyright: ignore[reportCallIssue]  the fixture makes worlds
    models.order("fraud", Fault.TIMEOUT)

    answered = said(slow.function("decision")(api(PAYMENT), CONTEXT))

    assert ("person", 2, 2) == (
        answered["band"],
        slow.record(answered["decision"])["attempts"],
        output.counts()["ModelTimeout"],
    )


def test_a_throttled_model_is_tried_again(fraud: World, models: FakeModels) -> None:
    """One throttle costs one attempt, not the decision."""
    models.order("fraud", Fault.THROTTLE, times=1)

    answered = said(fraud.function("decision")(api(PAYMENT), CONTEXT))

    assert (0, 2) == (answered["fallback_depth"], fraud.record(answered["decision"])["attempts"])


def test_an_open_breaker_spares_the_model_in_every_process(
    assistant: World, models: FakeModels, output: Output
) -> None:
    """After five failures in a row nobody asks it any more, processes that saw none of them included."""
    models.order("llama", Fault.ERROR)
    first = assistant.function("decision")
    for number in range(3):
        first(api({**QUESTION, "question": f"number {number}"}), CONTEXT)
    asked = models.models.told()["asked"]["llama"]

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    assert (5, 5, 1) == (asked, models.models.told()["asked"]["llama"], answered["fallback_depth"])
    assert output.counts()["BreakerOpen"] >= 2


def test_a_payload_that_does_not_match_reaches_no_model(assistant: World, models: FakeModels, output: Output) -> None:
    """The error names the field and repeats nothing of the value."""
    response = assistant.function("decision")(api({"customer": "secret-name", "question": 7}), CONTEXT)

    body = said(response)
    assert (400, "invalid", "question") == (response["statusCode"], body["error"], body["field"])
    assert "secret-name" not in response["body"]
    assert ({}, [], 1) == (models.models.told()["asked"], assistant.records(), output.counts()["Invalid"])


def test_what_is_not_json_is_refused(assistant: World) -> None:
    """Half a document, NaN, or nesting beyond any parser's depth: a refusal, not a crash."""
    decide = assistant.function("decision")

    for text in ('{"customer":', '{"customer": NaN}', "[" * 100_000):
        assert 400 == decide(api(text), CONTEXT)["statusCode"]


def test_a_probe_is_told_apart(fraud: World) -> None:
    """A drill's decision carries its number, so that what is missing can be counted."""
    answered = said(fraud.function("decision")(api(PAYMENT, X_Lz_Probe="41"), CONTEXT))

    assert 41 == fraud.record(answered["decision"])["probe"]


def test_a_decision_that_counts_is_no_shadow(assistant: World) -> None:
    """Nothing in the environment of the function that answers makes it one."""
    assistant.environ["LZ_SHADOW"] = "true"

    record = assistant.record(said(assistant.function("decision")(api(QUESTION), CONTEXT))["decision"])

    assert (False, None) == (record["shadow"], record["refers_to"])


def test_a_batch_decides_what_it_can(fraud: World, output: Output) -> None:
    """A poison message goes back to its queue, alone; its neighbours have their records."""
    batch = [
        message_event(json.dumps(PAYMENT), "good"),
        message_event("{", "half"),
        message_event(json.dumps({"account": "x"}), "fieldless"),
    ]

    answer = fraud.function("decision")({"Records": batch}, CONTEXT)

    assert ["half", "fieldless"] == [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    assert (1, 2) == (len(fraud.records()), output.counts()["Invalid"])


def test_a_batch_of_poison_alone_is_returned_whole(fraud: World) -> None:
    """Every message goes back, without an exception that would hide which."""
    answer = fraud.function("decision")({"Records": [message_event("{", "a"), message_event("}", "b")]}, CONTEXT)

    assert ["a", "b"] == [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
