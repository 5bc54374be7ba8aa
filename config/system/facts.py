"""What a model is, from its file in config/models: the figures that decide whether it fits, and who approved what."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import DataClass, DatasetName, Digest, Email, ModelKind, ModelName, Tokens, spelled


class Approval(Section):
    """A digest somebody answered for."""

    digest: Digest
    """Of the weights, as they lie in the model store."""

    by: Email
    """Who answers for it."""

    approved: date
    """The day of the approval (UTC)."""

    evaluation: str = Field(min_length=3)
    """Where the evaluation is kept that the approval rests on."""

    bias: str | None = Field(default=None, min_length=3)
    """Where the examination for bias is kept; required where a high-risk system deploys the digest."""

    explanations: str | None = Field(default=None, min_length=3)
    """Where it is kept what its answers depend on; required where a high-risk system deploys the digest."""


class Attention(Section):
    """What decides the size of the KV cache of a transformer."""

    layers: int = Field(ge=1)
    """Transformer layers."""

    kv_heads: int = Field(alias="kv-heads", ge=1)
    """Heads that keep keys and values (grouped-query attention keeps fewer than it asks with)."""

    head_size: int = Field(alias="head-size", ge=1)
    """Elements of one head."""


class Container(Section):
    """The image that runs a model on SageMaker."""

    repository: Annotated[
        str, spelled(r"^[a-z0-9]+([._/-][a-z0-9]+)*$", "is not the name of a repository", "sagemaker-xgboost")
    ]
    """In AWS's registry of the Region."""

    digest: Digest
    """Of the image: a tag may come to stand for other bytes."""

    entry: Annotated[str, spelled(r"^[a-z_]+[.]py$", "is not the name of a Python file", "inference.py")]
    """The file below code/ in the model's archive that turns a request into the model's input, and back."""


class ModelFacts(Section):
    """A model as its authors publish it."""

    name: ModelName
    """The name of the file."""

    kind: ModelKind
    source: str = Field(min_length=10)
    """Where the figures come from: a URL and a date."""

    licence: str = Field(min_length=2)
    """Under which the weights may be used."""

    parameters: int = Field(ge=1)
    """How many weights."""

    context: Tokens | None = None
    """The longest prompt and answer together that its authors made it for; required for a language model."""

    attention: Attention | None = None
    """Required for a language model."""

    container: Container | None = None
    """What runs it on SageMaker; required where a system serves it there."""

    approvals: Annotated[tuple[Approval, ...], Field(min_length=1)]
    """What may be deployed, the newest last."""

    def approval(self, digest: str) -> Approval | None:
        """Who answers for a digest; None where nobody does."""
        return next((one for one in self.approvals if one.digest == digest), None)


class Dataset(Section):
    """A data contract: whose data it is, how it may be used, and what readers may rely on."""

    name: DatasetName
    """The name of the file."""

    owner: Email
    """Who decides about its use."""

    steward: Email
    """Who answers for its content from day to day."""

    description: str = Field(min_length=10)
    """What it holds."""

    data_class: DataClass = Field(alias="class")
    personal: bool
    """Whether it holds personal data."""

    freshness: str = Field(min_length=2)
    """How old the newest row may be, in words."""
