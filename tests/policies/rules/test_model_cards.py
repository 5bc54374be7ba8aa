"""What a card and an evaluation are about: every way they name a model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.registry import all_rules
from policies.rule import Example, Examples
from policies.rules.examples.build import aws
from policies.rules.examples.cards import card
from policies.subjects import CUSTOM_MODEL, EVALUATION, MODEL, PROFILE
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
RULES = {rule.id: rule for rule in all_rules()}
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
