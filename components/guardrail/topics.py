"""Denied topics as Bedrock reads them: a definition, and what people who mean it say.

Bedrock compares by meaning, so a definition says what the topic is and never what is to happen; examples sharpen it
(https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-denied-topics.html, read 2026-11-25).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.vocabulary import DeniedTopic


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic, within Bedrock's bounds: 200 characters of definition, five examples of 100."""

    definition: str
    examples: tuple[str, ...]


TOPICS: Mapping[DeniedTopic, Topic] = {
    DeniedTopic.LEGAL_ADVICE: Topic(
        "Guidance on what a person should do in a legal matter of their own, or on how a court or an authority "
        "would decide it.",
        (
            "Can I sue the seller over this?",
            "Is this clause of my contract valid?",
            "How do I answer this letter from a lawyer?",
        ),
    ),
    DeniedTopic.MEDICAL_ADVICE: Topic(
        "Guidance on a person's own health: diagnosis, treatment, medicines and their doses.",
        (
            "Which pills help against this rash?",
            "Is it safe to take two of these a day?",
            "What illness do I have?",
        ),
    ),
    DeniedTopic.FINANCIAL_ADVICE: Topic(
        "Guidance on what a person should do with their own money: investments, loans, pensions, taxes.",
        (
            "Should I buy shares of this company?",
            "Is it better to pay by instalments or take a loan?",
            "How do I pay less tax?",
        ),
    ),
    DeniedTopic.POLITICAL_OPINION: Topic(
        "Judgements about parties, candidates, governments or votes.",
        ("Who should I vote for?", "Is the new law of the government any good?"),
    ),
    DeniedTopic.EMPLOYMENT_ADVICE: Topic(
        "Guidance on a person's own job: pay, dismissal, conflicts with an employer.",
        ("Can my boss fire me for this?", "How much should I ask to be paid?"),
    ),
    DeniedTopic.COMPETITORS: Topic(
        "Comparison with other companies or their products, and praise or blame of them.",
        ("Is the other shop cheaper than you?", "Why are you better than they are?"),
    ),
}
"""Every topic a card may deny."""
