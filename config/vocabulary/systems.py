"""The axes of AI systems."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Pattern(StrEnum):
    """What kind of work a system does; its parts follow from it."""

    ASSISTANT = "assistant"
    """Answers people from retrieved knowledge."""
    GENERATION = "generation"
    """Writes content on request."""
    RECOMMENDER = "recommender"
    """Chooses for a person among many."""
    DOCUMENTS = "documents"
    """Reads, classifies and extracts."""
    CODE = "code"
    """Writes or reviews programs."""
    ANALYTICS = "analytics"
    """Answers from data, finds what is unusual."""
    PREDICTION = "prediction"
    """Scores an event: fraud, churn."""
    OPTIMISATION = "optimisation"
    """Solves for prices, stock, schedules."""
    VISION = "vision"
    """Sees images."""


@unique
class RiskTier(StrEnum):
    """How much harm a wrong decision can do (Regulation (EU) 2024/1689); what is prohibited there has no tier here."""

    MINIMAL = "minimal"
    """No duty beyond the house's own."""
    LIMITED = "limited"
    """People must know that they deal with an AI system (Art. 50)."""
    HIGH = "high"
    """Annex III or a safety component: record-keeping, human oversight, accuracy, documentation (Art. 9 to 15)."""


@unique
class Stage(StrEnum):
    """How far a system is in its life."""

    DEVELOPMENT = "development"
    """Decides nothing that counts."""
    PILOT = "pilot"
    """Decides for a few, and is measured."""
    PRODUCTION = "production"
    """Decides for all."""
    RETIRING = "retiring"
    """Takes nothing new; its records are kept."""


@unique
class ActorRole(StrEnum):
    """What the organisation is to the system in the Act's sense (Art. 3); not an IAM role, not a side of a pair."""

    PROVIDER = "provider"
    """Develops it, or puts its name on it."""
    DEPLOYER = "deployer"
    """Uses it under its own authority."""


@unique
class Runtime(StrEnum):
    """What the system's own model runs on."""

    VLLM = "vllm"
    """vLLM on a GPU pool of the cluster."""
    SAGEMAKER = "sagemaker"
    """A SageMaker real-time endpoint."""


@unique
class TargetKind(StrEnum):
    """Where an answer can come from."""

    VLLM = "vllm"
    SAGEMAKER = "sagemaker"
    BEDROCK = "bedrock"
    """A foundation model that AWS runs."""
    HUMAN = "human"
    """A person, through the review queue."""


@unique
class ModelKind(StrEnum):
    """What a model computes."""

    LLM = "llm"
    """Text from text, token by token."""
    SCORER = "scorer"
    """A number from features."""


@unique
class DType(StrEnum):
    """How a weight is stored; decides its bytes."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"
    FP8 = "fp8"
    INT4 = "int4"


@unique
class InputRecord(StrEnum):
    """How much of what was asked a decision record keeps."""

    DIGEST = "digest"
    """SHA-256 of the canonical input only."""
    REDACTED = "digest-and-redacted-text"
    """The digest, and the text with personal data replaced."""


@unique
class RuledBand(StrEnum):
    """Who decides where a business rule says so, whatever the confidence."""

    ACT = "act"
    """Nobody looks at it first."""
    REVIEW = "review"
    """A person, who sees what is proposed."""
    PERSON = "person"
    """A person, who sees the request alone."""


@unique
class StoreFailure(StrEnum):
    """What a decision does when its record cannot be written."""

    FAIL = "fail"
    """No answer: what is not recorded is not decided."""
    SPOOL = "spool"
    """The record goes to a queue, is counted, and is written when the store is back; no answer without either."""


@unique
class IntakeKind(StrEnum):
    """Where requests come from that nobody waits for."""

    QUEUE = "queue"
    """SQS: each request by itself, in any order."""
    STREAM = "stream"
    """Kinesis: in the order of their partition key, at a rate that grows by itself."""


@unique
class RolloutKind(StrEnum):
    """How a new model or rule set takes over."""

    ALL_AT_ONCE = "all-at-once"
    """All of the traffic, back on an alarm; runtime sagemaker."""
    CANARY = "canary"
    """A share of the traffic first, back on an alarm; runtime sagemaker."""
    ROLLING = "rolling"
    """One replica, and the next only when it answers its probe and has for `hold`; runtime vllm. Nothing goes back."""


@unique
class PoolKind(StrEnum):
    """Who makes the nodes of a pool."""

    KARPENTER = "karpenter"
    """Karpenter, node by node, as pods ask."""
    MANAGED = "managed"
    """An EKS managed node group: for system pods, placement groups and capacity blocks."""


@unique
class Capacity(StrEnum):
    """How an instance is bought, in the order a pool may prefer."""

    RESERVED = "reserved"
    """An On-Demand Capacity Reservation of ours."""
    ON_DEMAND = "on-demand"
    SPOT = "spot"
    """May go with two minutes' notice."""


@unique
class PiiAction(StrEnum):
    """What a guardrail does with personal data in an answer."""

    REDACT = "redact"
    BLOCK = "block"


@unique
class DeniedTopic(StrEnum):
    """What a guardrail keeps a language model from speaking about; components/guardrail/topics.py defines each."""

    LEGAL_ADVICE = "legal-advice"
    """What somebody should do in a legal matter of their own."""
    MEDICAL_ADVICE = "medical-advice"
    """What somebody should do about their own health."""
    FINANCIAL_ADVICE = "financial-advice"
    """What somebody should do with their own money."""
    POLITICAL_OPINION = "political-opinion"
    """Whom to vote for, and what to think of parties and their people."""
    EMPLOYMENT_ADVICE = "employment-advice"
    """What somebody should do about their own job or employer."""
    COMPETITORS = "competitors"
    """Praise or blame of other companies and their products."""
