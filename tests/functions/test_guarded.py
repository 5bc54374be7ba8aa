"""A guardrail beside a model that the house serves: what goes in, what comes out, and what happens without it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fake_models import FakeModels, Fault
from functions.models import guarded
from functions.models.answer import Answer
from functions.models.failure import Failure, ModelError
from functions.models.guarded import Guarded
from functions.settings.deployment import Guardrail
from functions.settings.system import Target, parse
from tests.functions.systems import ASSISTANT
from tests.functions.world import CONTEXT, Output, World, api, said

TARGET = parse(ASSISTANT).targets[0]
ASKED = {"customer": "c-1", "question": "I am Ada Byron. Where is my order?"}
ANSWER = Answer(outcome="answer", explanation="as the help centre says", text="Ada, it is on its way", confidence=0.9)
QUESTION = {"customer": "c-1", "question": "Where is my order?"}


@dataclass
class Model:
    """Remembers what it was asked."""

    target: Target = TARGET
    guardrail: Guardrail | None = None
    asked: list[Any] = field(default_factory=list[Any])

    def ask(self, payload: Any) -> Answer:
        """The one answer."""
        self.asked.append(payload)
        return ANSWER


@dataclass
class Judge:
    """Says what the test gives it, one judgement after the other."""

    says: list[dict[str, Any]]
    heard: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def apply_guardrail(self, **asked: Any) -> dict[str, Any]:
        """Bedrock's ApplyGuardrail."""
        self.heard.append(asked)
        return self.says.pop(0)


def found(action: str, text: str) -> dict[str, Any]:
    """An intervention that did one thing to personal data."""
    entity = {"type": "NAME", "match": "Ada Byron", "action": action}
    return {
        "action": "GUARDRAIL_INTERVENED",
        "outputs": [{"text": text}],
        "assessments": [{"sensitiveInformationPolicy": {"piiEntities": [entity]}}],
    }


PASSES: dict[str, Any] = {"action": "NONE", "outputs": [], "assessments": []}


def asks(*says: dict[str, Any]) -> tuple[Guarded, Model, Judge]:
    model, judge = Model(), Judge(list(says))
    return Guarded(TARGET, model, Guardrail("gr-1", "3"), judge), model, judge


def test_both_directions_are_judged_at_the_numbered_version() -> None:
    """The same words that the model hears and says, in the order in which they pass."""
    target, model, judge = asks(PASSES, PASSES)

    assert ANSWER == target.ask(ASKED)

    assert [ASKED] == model.asked
    assert [("INPUT", "gr-1", "3"), ("OUTPUT", "gr-1", "3")] == [
        (heard["source"], heard["guardrailIdentifier"], heard["guardrailVersion"]) for heard in judge.heard
    ]
    assert ASKED == json.loads(judge.heard[0]["content"][0]["text"]["text"])
    assert ANSWER.text == json.loads(judge.heard[1]["content"][0]["text"]["text"])["text"]


def test_what_is_masked_never_reaches_the_model() -> None:
    """The card says `redact`: the model answers a question in which no name stands."""
    masked = {"customer": "c-1", "question": "I am {NAME}. Where is my order?"}
    target, model, _ = asks(found("ANONYMIZED", json.dumps(masked)), PASSES)

    target.ask(ASKED)

    assert [masked] == model.asked


def test_what_is_masked_in_an_answer_stays_masked() -> None:
    """Outcome and confidence are the model's; its words are the guardrail's."""
    masked = {"explanation": ANSWER.explanation, "text": "{NAME}, it is on its way"}
    target, _, _ = asks(PASSES, found("ANONYMIZED", json.dumps(masked)))

    answer = target.ask(ASKED)

    assert ("answer", 0.9, "{NAME}, it is on its way") == (answer.outcome, answer.confidence, answer.text)


@pytest.mark.parametrize(
    "judgement",
    [
        found("BLOCKED", "sorry"),
        found("ANONYMIZED", "no JSON any more {"),
        found("ANONYMIZED", '{"another": "form"}'),
        {"action": "GUARDRAIL_INTERVENED", "outputs": [], "assessments": []},
    ],
    ids=["blocked", "masked out of its form", "masked into another form", "no reason given"],
)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_what_is_not_surely_masked_is_blocked(judgement: dict[str, Any], direction: str) -> None:
    """A question that is blocked is never asked; an answer that is blocked is never given."""
    target, model, _ = asks(judgement) if direction == "in" else asks(PASSES, judgement)

    answer = target.ask(ASKED)

    assert (True, None) == (answer.blocked, answer.text)
    assert (0 if direction == "in" else 1) == len(model.asked)


def test_a_guardrail_that_says_nothing_sensible_is_no_pass() -> None:
    """An action that nobody knows is a failure of the target."""
    target, model, _ = asks({"action": "PERHAPS"})

    with pytest.raises(ModelError) as error:
        target.ask(ASKED)

    assert (Failure.GARBAGE, []) == (error.value.kind, model.asked)


@given(st.integers(1, 900_000))
def test_model_and_judgements_stay_within_the_targets_time(milliseconds: int) -> None:
    """The chain counts on the card's timeout, whatever stands between."""
    target = Target(name="t", kind=TARGET.kind, model="m", digest=None, seconds=milliseconds / 1000, attempts=1)

    both = 2 * (2 * guarded.judging_seconds(target))

    assert guarded.inner(target).seconds + both == pytest.approx(target.seconds)


def test_a_blocked_question_is_decided_by_a_person(assistant: World, models: FakeModels, output: Output) -> None:
    """The record says which guardrail stood between; the model was never asked."""
    models.order("gr-1", Fault.INTERVENE)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    record = assistant.record(answered["decision"])
    assert ("person", {"id": "gr-1", "version": "3"}) == (record["band"], record["guardrail"])
    assert "llama" not in models.models.told()["asked"]
    assert 1 == output.counts()["Blocked"]


def test_without_its_guardrail_a_model_is_not_asked(assistant: World, models: FakeModels) -> None:
    """The chain goes on to the next target, as when the model itself is gone."""
    models.order("gr-1", Fault.GONE)

    answered = said(assistant.function("decision")(api(QUESTION), CONTEXT))

    assert "bedrock" == assistant.record(answered["decision"])["model"]["kind"]
    assert "llama" not in models.models.told()["asked"]
