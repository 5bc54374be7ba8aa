"""Guardrail: what stands between people and a language model, at a numbered version.

Guarantees: harmful content and attacks on the prompt are filtered at the highest strength; personal data is redacted or
blocked in both directions, secrets always blocked; an answer rests on what was retrieved; encrypted with a customer
key. Its content has a version of its own: whoever asks a model names a number, never DRAFT, and a record can say what
stood between. Old versions stay, so that a rollback finds them; Bedrock keeps twenty a guardrail
(https://docs.aws.amazon.com/general/latest/gr/bedrock.html).

A guardrail belongs to its Region: an environment in another Region makes its own, from the same card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.guardrail import content
from config.vocabulary import DeniedTopic, PiiAction

BLOCKED_QUESTION = "This question is not one that the assistant may answer. A person can."
BLOCKED_ANSWER = "The assistant has no answer that it may give. A person can help."


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardrailArgs:
    """What a guardrail needs to know."""

    guardrail: str
    """Its physical name: whom it guards."""
    topics: tuple[DeniedTopic, ...]
    pii: PiiAction
    grounding: float
    """From 0 to 0.99: how well an answer must rest on what was retrieved."""
    key_arn: pulumi.Input[str]
    """The key of the class operations, by key or alias ARN."""
    tags: Mapping[str, str]


class Guardrail(pulumi.ComponentResource):
    """A Bedrock guardrail and the version of its content."""

    guardrail_id: pulumi.Output[str]
    arn: pulumi.Output[str]
    version: pulumi.Output[str]
    """The number that callers name."""
    content: str
    """A digest of the content, known at preview: the same in two Regions where the same card made both."""

    def __init__(self, name: str, args: GuardrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:guardrail:Guardrail", name, None, opts)
        topics, filters = content.topics(args.topics), content.filters()
        personal, grounding = content.personal_data(args.pii), content.grounding(args.grounding)
        words = content.words()
        self.content = content.digest(topics, filters, personal, grounding, words, BLOCKED_QUESTION, BLOCKED_ANSWER)
        guardrail = aws.bedrock.Guardrail(
            f"{name}-guardrail",
            name=args.guardrail,
            description=f"content {self.content}",
            blocked_input_messaging=BLOCKED_QUESTION,
            blocked_outputs_messaging=BLOCKED_ANSWER,
            topic_policy_config=topics,
            content_policy_config=filters,
            sensitive_information_policy_config=personal,
            contextual_grounding_policy_config=grounding,
            word_policy_config=words,
            kms_key_arn=args.key_arn,
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        version = aws.bedrock.GuardrailVersion(
            f"{name}-version",
            guardrail_arn=guardrail.guardrail_arn,
            # A version is a picture of the guardrail at its creation: another description makes another version.
            description=f"content {self.content}",
            skip_destroy=True,
            opts=kit.child(self),
        )
        self.guardrail_id, self.arn = guardrail.guardrail_id, guardrail.guardrail_arn
        self.version = version.version
        self.register_outputs(
            {"arn": self.arn, "content": self.content, "guardrailId": self.guardrail_id, "version": self.version}
        )
