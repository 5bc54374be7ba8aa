"""A stopped system: no model is asked, people decide, and nothing that decides can take the stop back."""

from __future__ import annotations

from collections.abc import Callable

from engine.fake_models import FakeModels
from functions.decision.switch import CACHE_SECONDS, Switch
from functions.record import decision_record
from functions.telemetry import Count
from ops import stops
from tests.functions import systems
from tests.functions.fakes import Noted
from tests.functions.world import CONTEXT, Output, World, api, client, refusing, said

QUESTION = {"customer": "jane@example.com", "question": "Where is order 17?"}
PAYMENT = {"account": "DE-1", "amount": 120.5}
TABLE = systems.TABLES["LZ_STOP_TABLE"]
SHADOW = {
    "share": 1,
    "deadline_ms": 1500,
    "target": {"name": "rival", "kind": "bedrock", "model": "a-rival-model", "timeout_ms": 1000, "attempts": 1},
}


def stop(world: World, *, stopped: bool = True) -> None:
    """What `lz decisions stop` writes."""
    stops.say(
        client("dynamodb"), TABLE, world.card["system"], stopped=stopped, by="jane@example.com", reason="it drifts"
    )


def test_a_stopped_system_leaves_every_decision_to_a_person(
    assistant: World, models: FakeModels, output: Output
) -> None:
    """Recorded and queued as any decision of a person; the record says why nobody was asked."""
    stop(assistant)

    response = assistant.function("decision")(api(QUESTION), CONTEXT)

    record = assistant.record(said(response)["decision"])
    decision_record.check(record)
    assert (202, False) == (response["statusCode"], said(response)["decided"])
    assert ("human", "person", None, 0) == (
        record["model"]["kind"],
        record["band"],
        record["proposed"],
        record["attempts"],
    )
    assert "the system is stopped, and no model was asked" == record["explanation"]
    assert {} == models.models.told()["asked"]
    assert 1 == len(assistant.messages("reviews"))
    assert (1, 1, 0, 0) == tuple(output.counts()[name] for name in ("Stopped", "Served", "Fallback", "Exhausted"))


def test_a_resumed_system_decides_again(assistant: World, models: FakeModels) -> None:
    """In the next process; in a running one within a second."""
    stop(assistant)
    stop(assistant, stopped=False)
    models.order("llama", confidence=0.95)

    assert 200 == assistant.function("decision")(api(QUESTION), CONTEXT)["statusCode"]


def test_another_systems_stop_stops_nobody_else(assistant: World, models: FakeModels) -> None:
    """They share a table."""
    stops.say(client("dynamodb"), TABLE, "another", stopped=True, by="jane@example.com", reason="it drifts")
    models.order("llama", confidence=0.95)

    assert 200 == assistant.function("decision")(api(QUESTION), CONTEXT)["statusCode"]


def test_a_stopped_system_without_people_refuses(
    world: Callable[..., World], models: FakeModels, output: Output
) -> None:
    """There is nobody to decide; no objective of the model counts it."""
    alone = world(systems.system(systems.FRAUD, targets=systems.FRAUD["targets"][:1]))
    stop(alone)

    response = alone.function("decision")(api(PAYMENT), CONTEXT)

    assert (503, "stopped", "60") == (
        response["statusCode"],
        said(response)["error"],
        response["headers"]["Retry-After"],
    )
    assert ([], {}) == (alone.records(), models.models.told()["asked"])
    assert (1, 0) == (output.counts()["Stopped"], output.counts()["Exhausted"])


def test_nothing_is_mirrored_of_a_stopped_system(world: Callable[..., World]) -> None:
    """A challenger is a model too."""
    challenged = world(systems.system(systems.ASSISTANT, shadow=SHADOW))
    stop(challenged)

    challenged.function("decision")(api(QUESTION), CONTEXT)

    assert [] == challenged.messages("mirror")


def test_who_stops_a_system_is_told_what_was_said_before(assistant: World) -> None:
    """With who said it, when and why: the item is the proof of who let it run again."""
    stop(assistant)

    told = stops.say(
        client("dynamodb"), TABLE, "support-assistant", stopped=False, by="joe@example.com", reason="mended"
    )

    assert (False, "joe@example.com", "mended", TABLE) == tuple(
        told[name] for name in ("stopped", "by", "reason", "table")
    )
    assert told["before"] is not None
    assert (True, "jane@example.com", "it drifts") == tuple(
        told["before"][name] for name in ("stopped", "by", "reason")
    )


def switch(meter: Noted, times: list[float]) -> Switch:
    """A process's switch, whose clock shows these times one after another."""
    return Switch(client("dynamodb"), TABLE, "support-assistant", clock=lambda: times.pop(0), meter=meter)


def test_the_table_is_asked_once_a_second(assistant: World) -> None:
    """A word reaches a running process within that second."""
    stopped = switch(Noted(), [0.0, CACHE_SECONDS - 0.1, CACHE_SECONDS, CACHE_SECONDS + 0.1])

    before = stopped()
    stop(assistant)

    assert [False, False, True, True] == [before, stopped(), stopped(), stopped()]


def test_a_table_that_does_not_answer_changes_nothing(assistant: World) -> None:
    """What was said last stands, and every failed question is counted."""
    meter = Noted()
    running, still = switch(meter, [0.0, 5.0]), switch(meter, [0.0, 5.0])
    running()
    stop(assistant)
    still()

    with refusing("GetItem"):
        assert (False, True) == (running(), still())
    assert 2 == meter.counts[Count.STOP_FAULT]


def test_a_process_that_was_never_told_asks_no_model(assistant: World) -> None:
    """Who cannot know whether it is stopped behaves as if it were."""
    del assistant
    fresh = switch(Noted(), [0.0, 0.5, 1.5])

    with refusing("GetItem"):
        assert (True, True) == (fresh(), fresh())
    assert fresh() is False
