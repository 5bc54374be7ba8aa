"""What a card and an evaluation are about: every way they name a model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Example, Examples
from policies.rules.examples.build import aws, changed
from policies.rules.examples.cards import card
from policies.subjects import CUSTOM_MODEL, EVALUATION, MODEL, PROFILE
from policies.verdict import Verdict
from policies.watching import SCHEDULE
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ARN = "arn:aws:sagemaker:eu-west-1:111122223333:model/scorer"
CUSTOM_ARN = "arn:aws:bedrock:eu-west-1:111122223333:custom-model/amazon.titan/abc"
THROUGHPUT = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
SCORER = aws(MODEL, "scorer", name="scorer")


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


def about(**overview: Any) -> Example:
    return card("any", content=json.dumps({"model_overview": overview}))


def made_of(model: str, name: str = "card", **changes: Any) -> Example:
    """A card whose content is made of the model's own properties, and not known yet."""
    made = card("any", name, **changes)
    return replace(made, properties={**made.properties, "content": UNKNOWN}, refs={"content": model})


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        (about(model_name="scorer"), PASS),
        (about(model_id=ARN), PASS),
        (about(model_name="another"), FAIL),
        (about(), FAIL),
        (card("any", content="no JSON"), FAIL),
        (card("any", content={"model_overview": {"model_id": "scorer"}}), PASS),
        (card("any", content=UNKNOWN), UNSURE),
        (card("any", content=None), FAIL),
        (made_of("scorer"), PASS),
    ],
)
def test_a_card_names_its_model_by_name_by_arn_or_by_edge(described: Example, expected: Verdict) -> None:
    """A card that names none describes none."""
    model = aws(MODEL, "scorer", name="scorer", arn=ARN)

    assert expected is said("LZ-SM-047", model, described)


@pytest.mark.parametrize("status", ["Draft", "PendingReview", "Archived", None])
def test_a_card_nobody_approved_is_none(status: str | None) -> None:
    """Also one that was approved once."""
    (described,) = changed((about(model_name="scorer"),), "card", modelCardStatus=status)

    assert FAIL is said("LZ-SM-047", SCORER, described)


def test_a_model_of_two_cards_needs_one_that_is_approved() -> None:
    """An archived one stays beside it."""
    old = card("any", "old", modelCardStatus="Archived", content=about(model_name="scorer").properties["content"])

    assert PASS is said("LZ-SM-047", SCORER, about(model_name="scorer"), old)


def test_the_card_of_another_model_hides_no_violation() -> None:
    """Before any name is known the edges say which card is whose."""
    models = (aws(MODEL, "scorer", name=UNKNOWN), aws(MODEL, "other", name=UNKNOWN))
    cards = (made_of("scorer", modelCardStatus="Draft"), made_of("other", "approved"))

    assert FAIL is said("LZ-SM-047", *models, *cards)
    assert PASS is said("LZ-SM-047", *models, made_of("scorer"), cards[1])


def test_a_model_whose_name_is_not_known_may_be_the_one_described() -> None:
    """A card by name, a model that gets its name in the deploy."""
    assert UNSURE is said("LZ-SM-047", aws(MODEL, "scorer", name=UNKNOWN), about(model_name="scorer"))
    assert FAIL is said("LZ-SM-047", aws(MODEL, "scorer"), about(model_name="scorer"))


@pytest.mark.parametrize("named", ["support", CUSTOM_ARN])
def test_a_foundation_model_made_our_own_has_a_card_too(named: str) -> None:
    """By its name or its ARN."""
    custom = aws(CUSTOM_MODEL, "custom", customModelName="support", customModelArn=CUSTOM_ARN)

    assert PASS is said("LZ-SM-047", custom, about(model_id=named))
    assert FAIL is said("LZ-SM-047", custom)


def asks(refs: dict[str, str] | None = None, **config: Any) -> Example:
    return aws(EVALUATION, "evaluation", refs or {}, **({"inferenceConfig": config} if config else {}))


def directly(identifier: Any) -> dict[str, Any]:
    return {"models": [{"bedrockModel": {"modelIdentifier": identifier}}]}


_RETRIEVED: dict[str, Any] = {
    "ragConfig": {"knowledgeBaseConfig": {"retrieveAndGenerateConfig": {"modelArn": CUSTOM_ARN}}}
}


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ((asks(**directly(CUSTOM_ARN)),), PASS),
        ((asks(**_RETRIEVED),), PASS),
        ((asks(**directly("amazon.titan")),), FAIL),
        ((asks(**directly(UNKNOWN)),), UNSURE),
        ((asks({"inferenceConfig": "custom"}),), PASS),
        ((asks({"inferenceConfig": "custom"}, **directly(UNKNOWN)),), PASS),
        ((asks({"inferenceConfig": "bought"}), aws(THROUGHPUT, "bought", {"modelArn": "custom"})), PASS),
        ((asks({"inferenceConfig": "bought"}), aws(THROUGHPUT, "bought", modelArn=CUSTOM_ARN)), PASS),
        ((asks({"inferenceConfig": "bought"}), aws(THROUGHPUT, "bought", modelArn="amazon.titan")), FAIL),
        ((asks({"inferenceConfig": "bought"}), aws(THROUGHPUT, "bought", modelArn=UNKNOWN)), UNSURE),
        ((asks({"inferenceConfig": "role"}), aws("aws:iam/role:Role", "role")), UNSURE),
        ((asks(),), FAIL),
        ((), FAIL),
    ],
)
def test_an_evaluation_asks_a_model_itself_or_behind_what_was_bought_for_it(stack: Examples, expected: Verdict) -> None:
    """By ARN or by an edge, alone or with retrieval."""
    custom = aws(CUSTOM_MODEL, "custom", customModelName="support", customModelArn=CUSTOM_ARN)

    assert expected is said("LZ-SM-048", custom, *stack)


def test_the_evaluation_of_another_model_hides_no_violation() -> None:
    """Two models of one program, one evaluation, no ARN known yet."""
    models = tuple(aws(CUSTOM_MODEL, name, customModelArn=UNKNOWN) for name in ("custom", "other"))

    assert FAIL is said("LZ-SM-048", *models, asks({"inferenceConfig": "other"}, **directly(UNKNOWN)))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"lz:risk-tier": "high"}, FAIL),
        ({"lz:risk-tier": "limited"}, PASS),
        ({}, PASS),
        ({"lz:risk-tier": UNKNOWN}, UNSURE),
    ],
)
def test_a_profile_is_evaluated_where_much_depends_on_it(tags: dict[str, Any], expected: Verdict) -> None:
    """AWS's own models, asked by a system of high risk."""
    profile = aws(PROFILE, "profile", arn="arn:profile", tags=tags)

    assert expected is said("LZ-SM-048", profile)
    assert PASS is said("LZ-SM-048", profile, asks(**directly("arn:profile")))


WEIGHTS = "s3://lz-models/fraud/sha256/1/model.tar.gz"


@pytest.mark.parametrize(
    ("artefacts", "expected"),
    [([WEIGHTS], PASS), (["s3://other/model", WEIGHTS], PASS), (["s3://other/model"], FAIL), ([], FAIL), ([7], FAIL)],
)
@pytest.mark.parametrize("name", ["scorer", UNKNOWN])
def test_a_card_of_bytes_is_of_the_model_that_loads_them(artefacts: list[Any], expected: Verdict, name: Any) -> None:
    """Whatever the model is called, and before it is called anything; a card of other bytes hides no violation."""
    model = aws(MODEL, "scorer", name=name, primaryContainer={"modelDataUrl": WEIGHTS})
    unnamed = name is UNKNOWN and artefacts in ([], [7])

    assert (UNSURE if unnamed else expected) is said(
        "LZ-SM-047", model, about(model_artifact=artefacts, model_name="x")
    )


def test_bytes_that_are_not_known_yet_may_be_those_of_the_card() -> None:
    """Neither pass nor fail."""
    model = aws(MODEL, "scorer", name="scorer", primaryContainer={"modelDataUrl": UNKNOWN})

    assert UNSURE is said("LZ-SM-047", model, about(model_artifact=[WEIGHTS]))


HIGH = aws(MODEL, "scorer", name="scorer", tags={"lz:risk-tier": "high", "lz:system": "fraud"})


def examined(*names: Any, **changes: Any) -> Example:
    body = {"model_overview": {"model_name": "scorer"}, "evaluation_details": [{"name": name} for name in names]}
    return card("any", content=json.dumps(body), **changes)


def scheduled(kind: Any, system: str = "fraud") -> Example:
    config = {"monitoringType": kind, "monitoringJobDefinitionName": "made-elsewhere"}
    return aws(SCHEDULE, f"schedule-{kind}", monitoringScheduleConfig=config, tags={"lz:system": system})


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ((examined("Bias", "Explainability"),), PASS),
        ((examined("Fairness report", "SHAP explanations"),), PASS),
        ((examined("Bias"),), FAIL),
        ((examined("Explainability"),), FAIL),
        ((examined(7, "Bias"),), FAIL),
        ((examined("Bias", "Explainability", modelCardStatus="Draft"),), FAIL),
        ((card("any", content=UNKNOWN),), UNSURE),
        ((scheduled("ModelBias"), scheduled("ModelExplainability")), PASS),
        ((scheduled("ModelBias"),), FAIL),
        ((scheduled("ModelBias", "another"), scheduled("ModelExplainability", "another")), FAIL),
        ((scheduled("ModelBias"), examined("Explainability")), PASS),
        ((scheduled("DataQuality"), scheduled("ModelQuality")), FAIL),
        ((), FAIL),
    ],
)
def test_a_high_risk_model_is_examined_before_or_all_the_time(stack: Examples, expected: Verdict) -> None:
    """Both examinations, each in an approved card or by a schedule of its system."""
    assert expected is said("LZ-SM-050", HIGH, *stack)


@pytest.mark.parametrize(("tier", "expected"), [("limited", PASS), (None, PASS), (UNKNOWN, UNSURE), ("high", FAIL)])
def test_examination_is_asked_of_high_risk(tier: Any, expected: Verdict) -> None:
    """Where less depends on it, it is the team's own decision."""
    (model,) = changed((HIGH,), "scorer", tags={"lz:risk-tier": tier})

    assert expected is said("LZ-SM-050", model)
