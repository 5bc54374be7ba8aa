"""What is known of a model before it decides and while it does: its card, its evaluations, and who hears of drift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.checks import encrypted
from policies.classification import RISK, has_tag
from policies.rule import Severity, resource_rule
from policies.rules.examples.artefacts import EXAMINED, MODEL_NAME
from policies.rules.examples.build import changed
from policies.rules.examples.cards import content
from policies.rules.examples.endpoints import ENDPOINTS
from policies.rules.examples.training import CUSTOM
from policies.subjects import (
    CARD,
    CUSTOM_MODEL,
    MODEL,
    PROFILE,
    cards_of,
    evaluates,
    evaluations_of,
    is_approved,
)
from policies.systems import ENDPOINT
from policies.value import Outcome, one_of
from policies.verdict import Verdict, some
from policies.view import View
from policies.watching import alarms_of, schedules_of

_TYPE: Final = "monitoringScheduleConfig.monitoringType"
_EXAMINATIONS: Final = (
    (("bias", "fairness"), "ModelBias", "is examined for no bias"),
    (("expla",), "ModelExplainability", "nobody knows what its answers depend on"),
)
"""What an evaluation is called in a card, the kind of schedule that measures it, and what is wrong without both."""

card_is_encrypted = resource_rule(
    id="LZ-SM-043",
    title="A model card is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(CARD,),
    control="GOV-06",
    why="A card says where a model is weak: whoever reads it knows what to send.",
    fix="Set security_config.kms_key_id to the key of the class operations.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "card", securityConfig=None),
    offending="card.securityConfig",
)(encrypted("securityConfig.kmsKeyId"))


@resource_rule(
    id="LZ-SM-047",
    title="A model has a card, and somebody approved it",
    severity=Severity.HIGH,
    types=(MODEL, CUSTOM_MODEL),
    control="GOV-05",
    why="Who is asked what the model is for, and who answers for it, should not have to look for the answer.",
    fix="Make an aws.sagemaker.ModelCard whose content names the model, with model_card_status Approved.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "card", modelCardStatus="PendingReview"),
    offending="card.modelCardStatus",
)
def model_has_an_approved_card(model: View) -> Iterator[Outcome]:
    approved = some(about & is_approved(card) for card, about in cards_of(model))
    yield model.outcome(approved, "has no model card that somebody approved")


@resource_rule(
    id="LZ-SM-048",
    title="A foundation model made our own, or asked by a high-risk system, is evaluated",
    severity=Severity.HIGH,
    types=(CUSTOM_MODEL, PROFILE),
    control="SM-25",
    why="Whether it answers well enough for its purpose is measured before people depend on it, or by them.",
    fix="Make an aws.bedrock.EvaluationJob whose inference_config names the model or its profile.",
    good=CUSTOM,
    bad=changed(CUSTOM, "evaluation", inferenceConfig={"models": []}),
    offending="evaluation.inferenceConfig",
)
def model_is_evaluated(model: View) -> Iterator[Outcome]:
    spared = Verdict.of(model.type == PROFILE) & ~has_tag(model, RISK, "high")
    evaluated = some(asked for _, asked in evaluations_of(model))
    yield model.outcome(spared | evaluated, "is evaluated by no job")


@resource_rule(
    id="LZ-SM-049",
    title="Somebody hears when a model drifts",
    severity=Severity.HIGH,
    types=(ENDPOINT,),
    control="SM-18",
    why="A model becomes wrong without failing: every request gets its answer, and the answers are of another world.",
    fix="Make an anomaly alarm on what the system measures of its model; components.observability.drift does.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "drift", thresholdMetricId=None, threshold=50),
    offending="drift.thresholdMetricId",
)
def endpoint_is_watched_for_drift(endpoint: View) -> Iterator[Outcome]:
    heard = some(watches for _, watches in (*alarms_of(endpoint), *schedules_of(endpoint)))
    yield endpoint.outcome(heard, "nobody hears when its model drifts")


@resource_rule(
    id="LZ-SM-050",
    title="A high-risk model is examined for bias, and for what its answers depend on",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-19",
    why="Whom it treats worse, and by what it decides, is known before it decides about people.",
    fix="Name both in evaluation_details of its approved card; in a model's file they are bias and explanations.",
    good=EXAMINED,
    bad=changed(EXAMINED, "card", content=content(MODEL_NAME, "Explainability")),
    offending="card.content",
    decides=("model.tags",),
)
def high_risk_model_is_examined(model: View) -> Iterator[Outcome]:
    spared = ~has_tag(model, RISK, "high")
    cards, schedules = list(cards_of(model)), list(schedules_of(model))
    for words, kind, message in _EXAMINATIONS:
        told = some(about & is_approved(card) & evaluates(card, words) for card, about in cards)
        runs = some(about & watching[_TYPE].holds(one_of(kind)) for watching, about in schedules)
        yield model.outcome(spared | told | runs, message)
