"""ModelCard: what a model of ours is for, who answers for it, and what its approval rests on, in SageMaker's words.

Guarantees: the card is of the bytes that serve, by their address with its digest; it is Approved, because no digest is
deployed that nobody approved; encrypted with a customer key. Every change of its content is a version that stays.

Its name and content are known at preview: a rule reads there what was examined before anything is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components import kit
from config.vocabulary import RiskTier

APPROVED: Final = "Approved"
BIAS, EXPLANATIONS = "Bias", "Explainability"
"""What the examinations are called in the card."""
_RATINGS: Final[Mapping[RiskTier, str]] = {
    RiskTier.MINIMAL: "Low",
    RiskTier.LIMITED: "Medium",
    RiskTier.HIGH: "High",
}
"""Our tiers in SageMaker's words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CardedModel:
    """What the model is."""

    name: str
    kind: str
    source: str
    licence: str
    artefact: str
    """s3://..., with the digest."""
    image: str
    """By digest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """Who answers for the digest, and on what ground."""

    by: str
    on: date
    evaluation: str
    """Where it is kept; so the others."""
    bias: str | None
    explanations: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What it is used for."""

    purpose: str
    decides: str
    owner: str
    accountable: str
    tier: RiskTier


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCardArgs:
    """What a card tells."""

    card: str
    """Its physical name."""
    model: CardedModel
    approved: Approved
    use: Use
    key_arn: pulumi.Input[str]
    """The key of the class operations, by key or alias ARN."""
    tags: Mapping[str, str]


def content(args: ModelCardArgs) -> str:
    """The card as JSON.

    Schema: https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html#model-cards-json-schema
    """
    model, approved, use = args.model, args.approved, args.use
    return kit.document(
        {
            "model_overview": {
                "model_name": model.name,
                "model_description": use.purpose,
                "problem_type": model.kind,
                "model_creator": model.source,
                "model_owner": use.owner,
                "model_artifact": [model.artefact],
                "inference_environment": {"container_image": [model.image]},
            },
            "intended_uses": {
                "purpose_of_model": use.purpose,
                "intended_uses": use.decides,
                "risk_rating": _RATINGS[use.tier],
                "explanations_for_risk_rating": f"tier {use.tier} of the system's card",
            },
            "business_details": {"business_stakeholders": use.accountable},
            "evaluation_details": list(_evaluations(approved)),
            "additional_information": {
                "custom_details": {
                    "approved_by": approved.by,
                    "approved_on": approved.on.isoformat(),
                    "licence": model.licence,
                }
            },
        }
    )


def _evaluations(approved: Approved) -> list[dict[str, Any]]:
    kept = (("Evaluation", approved.evaluation), (BIAS, approved.bias), (EXPLANATIONS, approved.explanations))
    return [{"name": name, "evaluation_observation": f"kept at {place}"} for name, place in kept if place is not None]


class ModelCard(pulumi.ComponentResource):
    """The card of one model of one system."""

    card: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: ModelCardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:ModelCard", name, None, opts)
        card = aws.sagemaker.ModelCard(
            f"{name}-card",
            model_card_name=args.card,
            model_card_status=APPROVED,
            content=content(args),
            security_config=aws.sagemaker.ModelCardSecurityConfigArgs(kms_key_id=args.key_arn),
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        self.card = card.model_card_name
        self.register_outputs({"card": self.card})
