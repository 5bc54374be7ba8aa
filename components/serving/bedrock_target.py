"""BedrockTarget: a foundation model that AWS runs, as one system may ask it.

Guarantees: what it costs is told apart from every other system's (an application inference profile with the system's
tag); whoever carries the policy asks this model through this profile, in the Regions of the model's geography, and
never without a numbered version of the system's guardrail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from config.vocabulary import GEOGRAPHIES, geography_of

_INVOKE = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
"""Converse and ConverseStream are allowed by the same two actions."""
_GUARDRAIL = "bedrock:GuardrailIdentifier"


@dataclass(frozen=True, kw_only=True, slots=True)
class BedrockTargetArgs:
    """What a target needs to know."""

    target: str
    """The physical name of the profile and of the policy."""
    model: str
    """The id of a foundation model, or of a system-defined inference profile of a geography."""
    system: str
    """Whose target it is: the value of the tag that profile and guardrail carry."""
    account: str
    region: str
    grants: tuple[Statement, ...] = ()
    """What else asking needs: the key of the guardrail."""
    tags: Mapping[str, str]


def model_source(model: str, account: str, region: str) -> str:
    """The ARN that an application inference profile copies: a geography's profile, or a model of this Region."""
    if geography_of(model) is None:
        return f"arn:aws:bedrock:{region}::foundation-model/{model}"
    return f"arn:aws:bedrock:{region}:{account}:inference-profile/{model}"


def models(model: str, region: str) -> list[str]:
    """The ARNs of the foundation model wherever a request may be computed; KeyError for an unknown geography."""
    geography = geography_of(model)
    if geography is None:
        return [f"arn:aws:bedrock:{region}::foundation-model/{model}"]
    return [f"arn:aws:bedrock:{r}::foundation-model/{model.partition('.')[2]}" for r in GEOGRAPHIES[geography]]


def invoke_policy(args: BedrockTargetArgs) -> str:
    """Ask this model through the system's profile, behind the system's guardrail.

    AWS gives profile and guardrail an id of its own, so a policy that named them could not be read before both exist.
    They are told by the tag lz:system instead, which only a deploy can set; a guardrail without a version is DRAFT.
    Source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html and
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html, read 2026-11-25.
    """
    own = {"StringEquals": {f"aws:ResourceTag/{kit.SYSTEM_TAG}": args.system}}
    place = f"arn:aws:bedrock:{args.region}:{args.account}"
    profiles, guardrails = f"{place}:application-inference-profile/*", f"{place}:guardrail/*"
    numbered = {_GUARDRAIL: f"{guardrails}:*"}
    return kit.policy_document(
        kit.allow("AskThroughProfile", _INVOKE, [profiles], Condition={**own, "StringLike": numbered}),
        kit.allow(
            "AskModel",
            _INVOKE,
            models(args.model, args.region),
            Condition={"ArnLike": {"bedrock:InferenceProfileArn": profiles}, "StringLike": numbered},
        ),
        kit.allow("ApplyGuardrail", ["bedrock:ApplyGuardrail"], [guardrails], Condition=own),
        kit.deny("NeverWithoutVersion", _INVOKE, ["*"], Condition={"StringNotLike": numbered}),
        kit.deny("NeverDraft", _INVOKE, ["*"], Condition={"StringLike": {_GUARDRAIL: f"{guardrails}:DRAFT"}}),
        *args.grants,
    )


class BedrockTarget(pulumi.ComponentResource):
    """An application inference profile and the policy of who may ask through it."""

    profile_arn: pulumi.Output[str]
    """What a call names as its model."""
    policy_arn: pulumi.Output[str]
    """What a function's role attaches in order to ask."""

    def __init__(self, name: str, args: BedrockTargetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:BedrockTarget", name, None, opts)
        profile = aws.bedrock.InferenceProfile(
            f"{name}-profile",
            name=args.target,
            description=f"{args.system} asks {args.model}",
            model_source=aws.bedrock.InferenceProfileModelSourceArgs(
                copy_from=model_source(args.model, args.account, args.region)
            ),
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=args.target,
            description=f"Ask a foundation model for {args.system}",
            policy=invoke_policy(args),
            opts=kit.child(self),
        )
        self.profile_arn, self.policy_arn = profile.arn, policy.arn
        self.register_outputs({"policyArn": self.policy_arn, "profileArn": self.profile_arn})
