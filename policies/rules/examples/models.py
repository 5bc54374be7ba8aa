"""Foundation models that AWS runs: a guardrail and its version, a profile, who may ask, and the record of calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, AI_TAGS, REGION, ai, aws, changed, document
from policies.rules.examples.data import ALARM
from policies.rules.examples.identity import POLICY
from policies.rules.examples.inventory import entered
from policies.rules.examples.storage import key_arn

GUARDRAIL: Final = "aws:bedrock/guardrail:Guardrail"
GUARDRAIL_VERSION: Final = "aws:bedrock/guardrailVersion:GuardrailVersion"
PROFILE: Final = "aws:bedrock/inferenceProfile:InferenceProfile"
CALLS: Final = "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"

PROMPT: Final = "aws:bedrock/agentPrompt:AgentPrompt"

HARMFUL: Final = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")
GUARDRAIL_ARN: Final = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:guardrail/abcdefghijkl"


def filters(changes: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Content filters at their strongest, with changes by type."""
    strongest = {kind: {"inputStrength": "HIGH", "outputStrength": "HIGH"} for kind in HARMFUL}
    attack = {"PROMPT_ATTACK": {"inputStrength": "HIGH", "outputStrength": "NONE"}}
    listed = {**strongest, **attack}
    return {"filtersConfigs": [{"type": kind, **said, **changes.get(kind, {})} for kind, said in listed.items()]}


def personal(action: str) -> dict[str, Any]:
    """What happens to an e-mail address."""
    return {"piiEntitiesConfigs": [{"type": "EMAIL", "action": action}]}


def grounding(threshold: float) -> dict[str, Any]:
    """How well an answer must rest on what was retrieved, and answer what was asked."""
    return {"filtersConfigs": [{"type": "GROUNDING", "threshold": threshold}, {"type": "RELEVANCE", "threshold": 0.75}]}


def ask(guardrail: str = f"{GUARDRAIL_ARN}:*", **changes: Any) -> str:
    """A policy that asks a model through the profiles of one system, behind a guardrail (empty: behind none)."""
    allowed = {
        "Effect": "Allow",
        "Action": "bedrock:InvokeModel",
        "Resource": f"arn:aws:bedrock:{REGION}:{ACCOUNT}:application-inference-profile/abcdefghijkl",
        **changes,
    }
    behind = {"Condition": {"StringLike": {"bedrock:GuardrailIdentifier": guardrail}}}
    return document({**allowed, **behind} if guardrail else allowed)


def logging(**changes: Any) -> dict[str, Any]:
    """Calls with their text to a bucket, with changes."""
    return {
        "textDataDeliveryEnabled": True,
        "s3Config": {"bucketName": f"lz-prod-security-logs-{ACCOUNT}-{REGION}"},
        **changes,
    }


def interventions(dimensions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How often a guardrail stepped in, and the share of it."""
    name = {"namespace": "AWS/Bedrock/Guardrails", "metricName": "InvocationsIntervened"}
    counted = {**name, "dimensions": dict(dimensions)}
    return [{"id": "n", "metric": {**counted, "stat": "Sum", "period": 900}}, {"id": "share", "expression": "n / 100"}]


MODELS: Final[Examples] = entered(
    (
        ai(
            GUARDRAIL,
            "guardrail",
            name="lz-prod-support-assistant",
            contentPolicyConfig=filters({}),
            sensitiveInformationPolicyConfig=personal("ANONYMIZE"),
            contextualGroundingPolicyConfig=grounding(0.75),
            topicPolicyConfig={
                "topicsConfigs": [{"name": "legal-advice", "type": "DENY", "definition": "Legal advice."}]
            },
            kmsKeyArn=key_arn(REGION, "operations"),
        ),
        aws(GUARDRAIL_VERSION, "version", {"guardrailArn": "guardrail"}),
        ai(
            PROFILE,
            "profile",
            name="lz-prod-support-assistant-bedrock",
            modelSource={"copyFrom": f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/eu.anthropic.claude"},
        ),
        aws(
            POLICY,
            "ask",
            name="lz-prod-support-assistant-bedrock",
            policy=ask(),
        ),
        aws(CALLS, "calls", loggingConfig=logging()),
        aws(
            ALARM,
            "interventions",
            {"metricQueries": "guardrail"},
            alarmDescription="attacked\nrunbook: docs/runbooks/guardrail-intervenes.md",
            alarmActions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
            metricQueries=interventions({"GuardrailArn": GUARDRAIL_ARN}),
            comparisonOperator="GreaterThanThreshold",
            threshold=0.2,
            evaluationPeriods=1,
        ),
    )
)

_STANDARD: Final = {"tierConfigs": [{"tierName": "STANDARD"}]}

SPOKEN: Final[Examples] = changed(
    MODELS,
    "guardrail",
    contentPolicyConfig={**filters({}), **_STANDARD},
    topicPolicyConfig={"topicsConfigs": [{"name": "legal-advice", "type": "DENY", "definition": "Law."}], **_STANDARD},
    crossRegionConfig={"guardrailProfileIdentifier": "eu.guardrail.v1:0"},
    tags={**AI_TAGS, "lz:languages": "en de"},
)
"""The same for people who write German too."""

PROMPTS: Final[Examples] = (
    ai(
        PROMPT,
        "prompt",
        name="lz-prod-support-assistant-answer",
        defaultVariant="answer",
        customerEncryptionKeyArn=key_arn(REGION, "operations"),
        variants=[
            {
                "name": "answer",
                "templateType": "TEXT",
                "modelId": "eu.amazon.nova-lite-v1:0",
                "templateConfiguration": {"text": {"text": "Answer {{question}}."}},
            }
        ],
    ),
)
"""A prompt that is kept, and the model it is for."""
