"""Verdicts of people: who may give them, how many it takes, and that each has its record."""

from __future__ import annotations

import json

import pytest

from engine.fake_models import FakeModels
from tests.functions.world import CONTEXT, Output, World, api, client, refusing, said

QUESTION = {"customer": "jane", "question": "Where is order 17?"}
PAYMENT = {"account": "DE-1", "amount": 120.5}


def verdict(decision: str, outcome: str, *, by: str | None = "alice") -> dict[str, object]:
    """A verdict as the API hands it over."""
    return api({"decision": decision, "verdict": outcome, "explanation": "seen and judged"}, caller=by)


@pytest.fixture
def pending(assistant: World, models: FakeModels) -> str:
    """A decision of the assistant that waits for one person."""
    models.order("llama", confidence=0.6)
    return said(assistant.function("decision")(api(QUESTION), CONTEXT))["decision"]


@pytest.fixture
def held(fraud: World, models: FakeModels) -> str:
    """A decision on a payment that waits for two people; the model proposes to decline it."""
    models.order("fraud", confidence=0.3)
    return said(fraud.function("decision")(api(PAYMENT), CONTEXT))["decision"]


def test_a_verdict_closes_the_case(assistant: World, pending: str, output: Output) -> None:
    """The second record names the first, the person, and whether they overrode the model."""
    response = assistant.function("review")(verdict(pending, "answer"), CONTEXT)

    body = said(response)
    record = assistant.record(body["review"])
    assert (200, True, "answer") == (response["statusCode"], body["closed"], body["outcome"])
    assert ("review", pending, "alice", "answer", True) == (
        record["kind"],
        record["refers_to"],
        record["reviewer"],
        record["outcome"],
        record["final"],
    )
    assert record["override"] is (assistant.record(pending)["proposed"] != "answer")
    assert (2, 2, 1) == tuple(output.counts()[name] for name in ("Served", "Recorded", "Verdict"))


def test_a_closed_case_forgets_the_request(assistant: World, pending: str) -> None:
    """People needed the request to judge it; afterwards the record keeps what the card allows."""
    assistant.function("review")(verdict(pending, "answer"), CONTEXT)

    item = client("dynamodb").get_item(TableName="reviews", Key={"id": {"S": f"review#{pending}"}})["Item"]
    assert ("closed", None) == (item["status"]["S"], json.loads(item["case"]["S"])["payload"])
    assert "expiration" in item


def test_the_reviewer_is_whom_the_authorizer_names(assistant: World, pending: str) -> None:
    """A name in the body is refused, and without an authorizer nobody is anybody."""
    review = assistant.function("review")
    forged = api({"decision": pending, "verdict": "answer", "explanation": "x", "reviewer": "ceo"}, caller="mallory")

    assert 400 == review(forged, CONTEXT)["statusCode"]
    assert 401 == review(verdict(pending, "answer", by=None), CONTEXT)["statusCode"]


def test_four_eyes_are_two_people(fraud: World, held: str) -> None:
    """One person twice is one person; the second closes the case."""
    review = fraud.function("review")

    first = said(review(verdict(held, "approve"), CONTEXT))
    again = said(review(verdict(held, "approve"), CONTEXT))
    second = said(review(verdict(held, "approve", by="bob"), CONTEXT))

    assert [(False, None), (False, None), (True, "approve")] == [
        (each["closed"], each["outcome"]) for each in (first, again, second)
    ]
    assert first["review"] == again["review"]
    assert [False, True] == [fraud.record(each["review"])["final"] for each in (first, second)]


def test_two_who_disagree_need_a_third(fraud: World, held: str) -> None:
    """The case closes with the verdict that two people share."""
    review = fraud.function("review")

    answers = [
        said(review(verdict(held, outcome, by=who), CONTEXT))
        for who, outcome in (("alice", "approve"), ("bob", "decline"), ("carol", "decline"))
    ]

    assert [None, None, "decline"] == [answer["outcome"] for answer in answers]


def test_nobody_changes_their_mind(fraud: World, held: str) -> None:
    """A second, other verdict of the same person would make four eyes of two."""
    review = fraud.function("review")
    review(verdict(held, "approve"), CONTEXT)

    response = review(verdict(held, "decline"), CONTEXT)

    assert (409, "already-reviewed") == (response["statusCode"], said(response)["error"])


def test_a_closed_case_stays_closed(assistant: World, pending: str) -> None:
    """The first verdict stands."""
    review = assistant.function("review")
    review(verdict(pending, "answer"), CONTEXT)

    response = review(verdict(pending, "hand-over", by="bob"), CONTEXT)

    assert (409, "closed") == (response["statusCode"], said(response)["error"])


def test_a_verdict_without_its_record_is_not_in_force(fraud: World, held: str) -> None:
    """The store refuses: the person is told, the case stays open, and the retry completes what was claimed."""
    review = fraud.function("review")
    review(verdict(held, "approve"), CONTEXT)
    with refusing("PutObject"):
        refused = review(verdict(held, "approve", by="bob"), CONTEXT)

    completed = said(review(verdict(held, "approve", by="bob"), CONTEXT))

    assert (503, "store-unavailable") == (refused["statusCode"], said(refused)["error"])
    assert (True, "approve") == (completed["closed"], completed["outcome"])


def test_whoever_comes_next_completes_a_claim(assistant: World, pending: str) -> None:
    """A person who was told of a fault and went home does not hold the case for ever."""
    review = assistant.function("review")
    with refusing("PutObject", "SendMessage"):
        review(verdict(pending, "answer"), CONTEXT)

    response = review(verdict(pending, "hand-over", by="bob"), CONTEXT)

    reviewers = [record["reviewer"] for record in assistant.records() if record["kind"] == "review"]
    assert (409, ["alice"]) == (response["statusCode"], reviewers)


def test_an_unknown_decision_is_refused(assistant: World, output: Output) -> None:
    """Neither an invented id nor a path in its place finds anything."""
    review = assistant.function("review")

    for id_ in (f"20261125T14-{'0' * 32}", "../manifests/x"):
        assert 404 == review(verdict(id_, "answer"), CONTEXT)["statusCode"]
    assert 2 == output.counts()["UnknownDecision"]


def test_what_was_decided_needs_no_verdict(assistant: World, models: FakeModels) -> None:
    """A person who wants it otherwise makes a new decision; the old one was acted on."""
    models.order("llama", confidence=0.95)
    decision = said(assistant.function("decision")(api(QUESTION), CONTEXT))["decision"]

    response = assistant.function("review")(verdict(decision, "answer"), CONTEXT)

    assert (409, "decided") == (response["statusCode"], said(response)["error"])


def test_a_case_that_was_lost_is_opened_from_its_record(assistant: World, pending: str) -> None:
    """The table of reviews is a convenience; the record says that a person is needed."""
    client("dynamodb").delete_item(TableName="reviews", Key={"id": {"S": f"review#{pending}"}})

    assert 200 == assistant.function("review")(verdict(pending, "answer"), CONTEXT)["statusCode"]
