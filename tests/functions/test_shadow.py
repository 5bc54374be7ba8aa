"""A challenger is asked what was decided: recorded apart, given to nobody, counted nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fake_models import FakeModels, Fault
from functions.decision.request import from_api
from functions.record import decision_record
from functions.settings.errors import SettingsError
from functions.shadow.mirror import Mirror, mirrored
from functions.telemetry import SHADOWS, EmfMeter
from tests.functions import systems
from tests.functions.systems import ASSISTANT, SHADOW
from tests.functions.world import CONTEXT, Output, World, api, client, message_event, refusing, said

QUESTION = {"customer": "jane@example.com", "question": "Where is order 17?"}
ID = "20261125T14-" + "0" * 32


@pytest.fixture
def challenged(world: Callable[..., World]) -> World:
    """The assistant with a challenger that is asked about everything."""
    return world(systems.system(ASSISTANT, shadow=SHADOW))


def decided(world: World, **more: Any) -> dict[str, Any]:
    """The answer to a request."""
    return said(world.function("decision")(api(QUESTION, **more), CONTEXT))


def shadowed(world: World) -> dict[str, Any]:
    """What Lambda hears after the challenger was asked what waits."""
    return world.function("shadow")({"Records": world.messages("mirror")}, CONTEXT)


def shadows(world: World) -> list[dict[str, Any]]:
    """Records that nobody acts on."""
    return [record for record in world.records() if record["shadow"]]


@given(st.text(), st.floats(0.0, 1.0, exclude_min=True), st.floats(0.0, 1.0, exclude_min=True))
def test_the_same_decision_is_mirrored_or_not_always(decision: str, one: float, other: float) -> None:
    """Whoever is in a small share is in every greater one; all are in the whole."""
    small, great = sorted((one, other))

    assert mirrored(decision, small) == mirrored(decision, small)
    assert mirrored(decision, small) <= mirrored(decision, great)
    assert mirrored(decision, 1)


def test_a_share_is_about_that_share() -> None:
    """Of ten thousand ids at 10%: within four standard deviations."""
    taken = sum(mirrored(f"20261125T14-{number:032x}", 0.1) for number in range(10_000))

    assert abs(taken - 1000) < 4 * (10_000 * 0.1 * 0.9) ** 0.5


def test_the_challenger_is_asked_and_its_record_says_whose_shadow_it_is(challenged: World, models: FakeModels) -> None:
    """By the model, under the same guardrail and rules, about the same person."""
    answered = decided(challenged)

    assert {"batchItemFailures": []} == shadowed(challenged)

    [record] = shadows(challenged)
    own = challenged.record(answered["decision"])
    decision_record.check(record)
    assert (answered["decision"], "decision") == (record["refers_to"], record["kind"])
    assert ("a-rival-model", {"id": "gr-1", "version": "3"}) == (record["model"]["name"], record["guardrail"])
    same = ("input_digest", "subject", "rule_version", "system", "environment")
    assert [own[name] for name in same] == [record[name] for name in same]
    assert 1 == models.models.told()["asked"]["rival"]


def test_only_the_challenger_is_asked(challenged: World, models: FakeModels) -> None:
    """Neither the own model nor a fallback, also when the challenger is gone: then a person would have decided."""
    decided(challenged)
    asked = dict(models.models.told()["asked"])
    models.order("rival", Fault.GONE)

    assert {"batchItemFailures": []} == shadowed(challenged)

    [record] = shadows(challenged)
    assert ("human", "person", None) == (record["model"]["kind"], record["band"], record["proposed"])
    assert asked == {name: times for name, times in models.models.told()["asked"].items() if name != "rival"}


def test_business_rules_hold_for_the_challenger(challenged: World) -> None:
    """The rule decides for it as it did for the model."""
    sent = {**QUESTION, "question": "I will file a lawsuit"}
    challenged.function("decision")(api(sent), CONTEXT)

    shadowed(challenged)

    [record] = shadows(challenged)
    assert ("no-legal-advice", "hand-over") == (record["rule"], record["outcome"])


def test_nobody_reviews_a_shadow_and_nothing_comes_of_it(challenged: World, models: FakeModels) -> None:
    """No case is opened; a verdict on it or an outcome of it is refused as of something unknown."""
    models.order("llama", confidence=0.95)
    decided(challenged)

    shadowed(challenged)

    [record] = shadows(challenged)
    assert record["band"] != "act"
    assert [] == challenged.messages("reviews")
    verdict = {"decision": record["id"], "verdict": "answer", "explanation": "it is right"}
    came = {"decision": record["id"], "outcome": "answer", "event": "crm-1"}
    assert 404 == challenged.function("review")(api(verdict), CONTEXT)["statusCode"]
    assert 404 == challenged.function("outcome")(api(came), CONTEXT)["statusCode"]


def test_a_shadow_is_neither_served_nor_recorded(challenged: World, output: Output) -> None:
    """Served minus Recorded stays what is missing: what a challenger does is counted in a namespace of its own."""
    decided(challenged)
    before = output.counts()

    shadowed(challenged)

    assert before == output.counts()
    assert (1, 1, 1) == (before["Served"], before["Recorded"], before["Mirrored"])
    assert (1, 0) == (output.counts(SHADOWS)["Recorded"], output.counts(SHADOWS)["Served"])


def test_a_challenger_that_fails_opens_nobody_elses_breaker(world: Callable[..., World], models: FakeModels) -> None:
    """The fallback is the same model: what it does to the challenge must not close the way of those who wait."""
    rival = {**SHADOW["target"], "name": "bedrock"}
    both = world(systems.system(ASSISTANT, shadow={**SHADOW, "target": rival}))
    for _ in range(6):
        decided(both)
    models.order("hosted", Fault.GONE)
    shadowed(both)
    models.models.forget()
    models.order("llama", Fault.GONE)

    assert "a-hosted-model" == both.record(decided(both)["decision"])["model"]["name"]


def test_a_failed_mirror_fails_no_decision(challenged: World, output: Output) -> None:
    """The caller is answered and the record is there; the failure is counted."""
    decide = challenged.function("decision")
    with refusing("SendMessage"):
        response = decide(api({**QUESTION, "question": "a lawsuit"}), CONTEXT)

    assert 200 == response["statusCode"]
    assert (1, 0, 1) == tuple(output.counts()[name] for name in ("MirrorFault", "Mirrored", "Served"))
    assert 1 == len(challenged.records())


def test_a_decision_that_ends_late_is_not_mirrored(challenged: World, output: Output) -> None:
    """What is left of the process's time belongs to the answer; the failure is counted."""
    request = from_api(api(QUESTION), datetime.now(UTC))
    meter = EmfMeter("support-assistant")

    Mirror(client("sqs"), challenged.queue("mirror"), 1, meter, stopped=lambda: False).send(
        request, {"decision": ID, "fallback_depth": 0}, 1.0
    )
    meter.flush()

    assert (1, []) == (output.counts()["MirrorFault"], challenged.messages("mirror"))


def test_a_duplicate_and_a_probe_are_not_mirrored(challenged: World) -> None:
    """One request, one shadow; a drill's decision is nobody's request."""
    for _ in range(2):
        decided(challenged, key="k-1")
    decided(challenged, X_Lz_Probe="7")

    assert 1 == len(challenged.messages("mirror"))


def test_a_challenger_is_not_held_against_itself(world: Callable[..., World], models: FakeModels) -> None:
    """What it decided as a fallback is not put before it again; what another or a person decided is."""
    both = world(systems.system(ASSISTANT, shadow={**SHADOW, "target": {**SHADOW["target"], "name": "bedrock"}}))
    models.order("llama", Fault.GONE)
    depths = [decided(both)["fallback_depth"]]
    models.order("hosted", Fault.GONE)
    depths.append(decided(both)["fallback_depth"])

    [message] = both.messages("mirror")
    [person] = [record for record in both.records() if record["fallback_depth"] == 2]
    assert [1, 2] == depths
    assert person["id"] == json.loads(message["body"])["decision"]


def test_nothing_is_mirrored_without_a_challenger(assistant: World) -> None:
    """And the function that would ask one does not start."""
    decided(assistant)

    assert [] == assistant.messages("mirror")
    with pytest.raises(SettingsError, match="nobody to ask"):
        assistant.function("shadow")


def test_a_message_that_comes_twice_leaves_one_record(challenged: World) -> None:
    """SQS delivers at least once; within the hour the store holds one."""
    decided(challenged)
    batch = challenged.messages("mirror")

    for _ in range(2):
        challenged.function("shadow")({"Records": batch}, CONTEXT)

    assert 1 == len(shadows(challenged))


def test_what_the_store_refuses_goes_back_to_the_queue(challenged: World) -> None:
    """Not to the spool, which is for answers that were given."""
    decided(challenged)
    batch = challenged.messages("mirror")

    with refusing("PutObject"):
        answer = challenged.function("shadow")({"Records": batch}, CONTEXT)

    assert [batch[0]["messageId"]] == [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    assert [] == challenged.messages("spool")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        json.dumps({"decision": ID}),
        json.dumps({"decision": "mine", "payload": QUESTION}),
        json.dumps({"decision": ID, "payload": {"question": "who?"}}),
    ],
)
def test_what_is_no_mirrored_request_asks_nobody(challenged: World, models: FakeModels, body: str) -> None:
    """It goes back, and after some times to the dead letters."""
    answer = challenged.function("shadow")({"Records": [message_event(body, "m")]}, CONTEXT)

    assert (["m"], {}) == (
        [failure["itemIdentifier"] for failure in answer["batchItemFailures"]],
        models.models.told()["asked"],
    )


def test_no_log_holds_what_was_asked(challenged: World, output: Output) -> None:
    """Ids alone."""
    decided(challenged)
    shadowed(challenged)

    logged = json.dumps(output.logs())
    assert '"shadowed"' in logged
    assert [] == [word for word in ("order 17", "jane") if word in logged]
