"""What a guardrail is made of, as pure data: topics, filters, personal data, grounding; and the digest of it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pulumi_aws.bedrock import (
    GuardrailContentPolicyConfigArgsDict,
    GuardrailContextualGroundingPolicyConfigArgsDict,
    GuardrailSensitiveInformationPolicyConfigArgsDict,
    GuardrailTopicPolicyConfigArgsDict,
    GuardrailWordPolicyConfigArgsDict,
)

from components.guardrail.topics import TOPICS
from config.vocabulary import DeniedTopic, PiiAction

HARMFUL = ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")
"""Bedrock's categories of harmful content; each is filtered in both directions."""

PROMPT_ATTACK = "PROMPT_ATTACK"
"""Jailbreaks and injected instructions: filtered in what is asked. Bedrock knows no such filter for answers."""

PERSONAL = (
    "ADDRESS", "CREDIT_DEBIT_CARD_CVV", "CREDIT_DEBIT_CARD_EXPIRY", "CREDIT_DEBIT_CARD_NUMBER", "DRIVER_ID", "EMAIL",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "IP_ADDRESS", "LICENSE_PLATE", "NAME", "PHONE", "SWIFT_CODE", "USERNAME",
    "VEHICLE_IDENTIFICATION_NUMBER",
)  # fmt: skip
"""What tells who a person is or what they pay with, of the kinds Bedrock finds."""

SECRET = ("AWS_ACCESS_KEY", "AWS_SECRET_KEY", "PASSWORD", "PIN")
"""What nobody should ever see in a prompt or an answer: it is blocked, whatever the card says of personal data."""

_ACTIONS = {PiiAction.REDACT: "ANONYMIZE", PiiAction.BLOCK: "BLOCK"}


def topics(denied: Sequence[DeniedTopic]) -> GuardrailTopicPolicyConfigArgsDict:
    """The topics, in the order of their names, so that a card may list them in any."""
    return {
        "topics_configs": [
            {
                "name": topic.value,
                "type": "DENY",
                "definition": TOPICS[topic].definition,
                "examples": list(TOPICS[topic].examples),
            }
            for topic in sorted(set(denied))
        ]
    }


def filters() -> GuardrailContentPolicyConfigArgsDict:
    """The strongest filters Bedrock has, the same for every system.

    The tier stays CLASSIC: STANDARD asks for a guardrail profile, which may read prompts in other Regions
    (https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-tiers.html). CLASSIC is made for English, French
    and Spanish; a system for other languages needs another decision.
    """
    harmful = [(kind, "HIGH") for kind in HARMFUL]
    return {
        "filters_configs": [
            {"type": kind, "input_strength": "HIGH", "output_strength": answered}
            for kind, answered in (*harmful, (PROMPT_ATTACK, "NONE"))
        ]
    }


def personal_data(action: PiiAction) -> GuardrailSensitiveInformationPolicyConfigArgsDict:
    """What the card says of personal data, both in what is asked and in what is answered; secrets are blocked."""
    acts = {**dict.fromkeys(PERSONAL, _ACTIONS[action]), **dict.fromkeys(SECRET, "BLOCK")}
    return {
        "pii_entities_configs": [
            {"type": kind, "action": act, "input_action": act, "output_action": act}
            for kind, act in sorted(acts.items())
        ]
    }


def grounding(threshold: float) -> GuardrailContextualGroundingPolicyConfigArgsDict:
    """An answer must rest on what was retrieved, and answer what was asked, to the same degree."""
    return {"filters_configs": [{"type": kind, "threshold": threshold} for kind in ("GROUNDING", "RELEVANCE")]}


def words() -> GuardrailWordPolicyConfigArgsDict:
    """Bedrock's list of swear words."""
    return {"managed_word_lists_configs": [{"type": "PROFANITY"}]}


def digest(*parts: Any) -> str:
    """A short name of the content: another content, another name."""
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
