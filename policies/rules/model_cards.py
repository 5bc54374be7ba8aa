"""What is known of a model before it decides: a card somebody approved, and an evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from policies.checks import encrypted
from policies.classification import RISK, has_tag
from policies.controls import supports
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.endpoints import ENDPOINTS
from policies.rules.examples.training import CUSTOM
from policies.subjects import CARD, CUSTOM_MODEL, PROFILE, evaluations_of
from policies.value import Outcome
from policies.verdict import Verdict, some
from policies.view import View

card_is_encrypted = resource_rule(
    id="LZ-SM-043",
    title="A model card is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(CARD,),
    control="GOV-06",
    why="A card says where a model is weak: whoever reads it knows what to send.",
    fix="Set security_config.kms_key_id to the key of the class models.",
    frameworks=supports("GOV-06"),
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "card", securityConfig=None),
    offending="card.securityConfig",
)(encrypted("securityConfig.kmsKeyId"))


@resource_rule(
    id="LZ-SM-048",
    title="A foundation model made our own, or asked by a high-risk system, is evaluated",
    severity=Severity.HIGH,
    types=(CUSTOM_MODEL, PROFILE),
    control="SM-25",
    why="Whether it answers well enough for its purpose is measured before people depend on it, or by them.",
    fix="Make an aws.bedrock.EvaluationJob whose inference_config names the model or its profile.",
    frameworks=supports("SM-25"),
    good=CUSTOM,
    bad=changed(CUSTOM, "evaluation", inferenceConfig={"models": []}),
    offending="evaluation.inferenceConfig",
)
def model_is_evaluated(model: View) -> Iterator[Outcome]:
    spared = Verdict.of(model.type == PROFILE) & ~has_tag(model, RISK, "high")
    evaluated = some(asked for _, asked in evaluations_of(model))
    yield model.outcome(spared | evaluated, "is evaluated by no job")
