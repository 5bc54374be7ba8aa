"""What came of decisions: joined to them, once, or refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.wiring import now
from tests.functions.world import CONTEXT, Output, World, api, said

PAYMENT = {"account": "DE-1", "amount": 120.5}


@pytest.fixture
def decision(fraud: World) -> str:
    """A decision on a payment."""
    return said(fraud.function("decision")(api(PAYMENT), CONTEXT))["decision"]


def happened(decision: str, event: str = "chargeback-1", **more: str) -> dict[str, object]:
    """An outcome as the API hands it over."""
    return api({"decision": decision, "outcome": "chargeback", "event": event, **more})


def test_an_outcome_is_joined_to_its_decision(fraud: World, decision: str, output: Output) -> None:
    """The record names the decision and repeats its model and rules, so that the table needs no join to be read."""
    body = said(fraud.function("outcome")(happened(decision), CONTEXT))

    record, first = fraud.record(body["outcome"]), fraud.record(decision)
    assert ("outcome", decision, "chargeback") == (record["kind"], record["refers_to"], record["outcome"])
    assert (first["model"], first["subject"]) == (record["model"], record["subject"])
    assert (1, 2) == (output.counts()["Outcome"], output.counts()["Recorded"])
    assert output.counts()["OutcomeDelay"] >= 0


def test_an_event_counts_once(fraud: World, decision: str) -> None:
    """Connectors send again; the second one gets the first one's answer."""
    outcome = fraud.function("outcome")

    first, second = (said(outcome(happened(decision), CONTEXT)) for _ in range(2))

    assert {**first, "replayed": True} == second
    assert 1 == sum(record["kind"] == "outcome" for record in fraud.records())


def test_an_unknown_decision_is_refused(fraud: World, decision: str, output: Output) -> None:
    """An outcome that belongs to nothing would make every rate wrong."""
    response = fraud.function("outcome")(happened(f"{decision[:-1]}{'0' if decision[-1] != '0' else '1'}"), CONTEXT)

    assert (404, "unknown-decision") == (response["statusCode"], said(response)["error"])
    assert 1 == output.counts()["UnknownDecision"]


def test_an_outcome_is_no_decision(fraud: World, decision: str) -> None:
    """Outcomes and reviews have ids of the same form; nothing refers to them."""
    outcome = fraud.function("outcome")
    first = said(outcome(happened(decision), CONTEXT))["outcome"]

    assert 404 == outcome(happened(first), CONTEXT)["statusCode"]


@pytest.mark.parametrize(
    "at",
    ["2020-01-01T00:00:00Z", (now() + timedelta(days=1)).isoformat(), "2026-02-31T00:00:00Z", "yesterday"],
    ids=["before the decision", "tomorrow", "on no day", "in words"],
)
def test_an_outcome_has_a_possible_time(fraud: World, decision: str, at: str) -> None:
    """Not before its decision, not in the future, and a date at all."""
    response = fraud.function("outcome")(happened(decision, at=at), CONTEXT)

    assert (400, "at") == (response["statusCode"], said(response)["field"])
