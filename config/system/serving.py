"""What answers: the system's own model, how it is served, and where else an answer may come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.section import Section
from config.vocabulary import (
    DeniedTopic,
    Digest,
    DType,
    InstanceType,
    ModelName,
    PiiAction,
    PoolName,
    RolloutKind,
    Runtime,
    Share,
    TargetKind,
    Tokens,
    Wait,
    spelled,
)


class Model(Section):
    """The system's own model."""

    name: ModelName
    """A file in config/models: what the model is, and which of its digests were approved."""

    digest: Digest
    """What is deployed; refused where the model's file does not approve it."""

    dtype: DType | None = None
    """How weights are stored; required for a language model."""

    context: Tokens | None = None
    """The longest prompt and answer together; required for a language model."""

    concurrency: int | None = Field(default=None, ge=1, le=1024)
    """Requests that one replica works on at once; required for a language model, and by runtime sagemaker."""


class Replicas(Section):
    """How many copies serve."""

    min: int = Field(ge=1, le=100)
    """Copies that always run."""

    max: int = Field(ge=1, le=100)
    """The most copies."""


class Slo(Section):
    """What callers may rely on, over 30 days."""

    availability: Share
    """Of requests that get an answer, from the model or a fallback; at most what its services compose to."""

    error: Share
    """Of requests that the system's own model may fail to decide; a fallback answers those."""

    first_token: Wait | None = Field(default=None, alias="first-token")
    """99th percentile until the first token; for language models."""

    latency: Wait
    """99th percentile until the whole answer."""

    beyond: str | None = Field(default=None, min_length=10)
    """Why the timeouts of the whole chain together may exceed latency, for the few calls that walk it to its end."""


class Rollout(Section):
    """How a new version takes over."""

    kind: RolloutKind
    steps: tuple[Share, ...] = ()
    """Shares of the traffic, in order, for a canary."""

    hold: Wait
    """How long each step is watched, or a new replica answers its probe before the next one goes."""


class Serve(Section):
    """How the system's own model is served."""

    runtime: Runtime
    pool: PoolName | None = None
    """The pool of GPU nodes; required by runtime vllm."""

    instance: InstanceType | None = None
    """The instance type; required by runtime sagemaker."""

    replicas: Replicas
    timeout: Wait
    """How long a call may take before the next target is asked."""

    slo: Slo
    rollout: Rollout


class BedrockTarget(Section):
    """A foundation model that AWS runs."""

    kind: Literal[TargetKind.BEDROCK]
    model: Annotated[
        str,
        spelled(
            r"^[a-z0-9-]+\.[a-z0-9.:-]+$",
            "is not the id of a foundation model",
            "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
    ]
    """The id of a foundation model, or of a system-defined inference profile of a geography (eu.)."""

    timeout: Wait
    """How long a call may take before the next target is asked."""


class Guardrail(Section):
    """What a language model may neither be asked nor answer (Amazon Bedrock Guardrails)."""

    topics: Annotated[tuple[DeniedTopic, ...], Field(min_length=1)]
    """Topics that are denied."""

    pii: PiiAction
    """What happens to personal data in an answer."""

    grounding: float = Field(default=0.75, ge=0.5, le=0.99)
    """How well an answer must rest on what was retrieved, and answer what was asked; an assistant says it itself.

    Where nothing was retrieved there is nothing to measure, and Bedrock lets the answer pass."""
