"""What documents and jobs are about: the models that a model card describes and that an evaluation asks, three-valued.

A model is named by an edge while its name is not known yet, by its name or ARN once it is, and by the bytes it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from policies.artefacts import addresses
from policies.value import Value, one_of, opened
from policies.verdict import Verdict, some
from policies.view import View

MODEL: Final = "aws:sagemaker/model:Model"
CUSTOM_MODEL: Final = "aws:bedrock/customModel:CustomModel"
PROFILE: Final = "aws:bedrock/inferenceProfile:InferenceProfile"
CARD: Final = "aws:sagemaker/modelCard:ModelCard"
EVALUATION: Final = "aws:bedrock/evaluationJob:EvaluationJob"
_THROUGHPUT: Final = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"

_NAMES: Final = {
    MODEL: ("name", "arn"),
    CUSTOM_MODEL: ("customModelName", "customModelArn"),
    PROFILE: ("name", "arn"),
}
_MODELS_OF_JOBS: Final = (
    "inferenceConfig.models[].bedrockModel.modelIdentifier",
    "inferenceConfig.ragConfig.knowledgeBaseConfig.retrieveAndGenerateConfig.modelArn",
)


def cards_of(model: View) -> Iterator[tuple[View, Verdict]]:
    """The model cards that may describe the model, and whether each does."""
    return _about(model, CARD, _described)


def is_approved(card: View) -> Verdict:
    """Whether somebody answers for a card."""
    return card["modelCardStatus"].holds(one_of("Approved"))


def evaluates(card: View, words: tuple[str, ...]) -> Verdict:
    """Whether a card tells of an evaluation whose name has one of the words in it."""
    content = opened(card["content"])
    if content.unknown:
        return Verdict.UNKNOWN
    names = (evaluation.at("name") for evaluation in content.at("evaluation_details").each())
    return some(name.holds(lambda raw: any(word in str(raw).lower() for word in words)) for name in names)


def evaluations_of(model: View) -> Iterator[tuple[View, Verdict]]:
    """The evaluation jobs that may ask the model, and whether each does."""
    return _about(model, EVALUATION, _asked)


def _about(model: View, type_: str, says: Callable[[View], Iterator[Value]]) -> Iterator[tuple[View, Verdict]]:
    urn, names = model["urn"].replaced(model.urn), [model[name] for name in _NAMES[model.type]]
    bytes_ = list(addresses(model)) if model.type == MODEL else []
    for holder in model.stack.where(says, [urn, *names, *bytes_], type_):
        yield holder, some(_is(said, model, names, bytes_) for said in says(holder))


def _is(said: Value, model: View, names: list[Value], bytes_: list[Value]) -> Verdict:
    if isinstance(said.raw, str) and said.raw.startswith("urn:"):
        return Verdict.of(said.raw == model.urn)
    alike = bytes_ if isinstance(said.raw, str) and said.raw.startswith("s3:") else names
    return some(same(said, one) for one in alike)


def same(said: Value, name: Value) -> Verdict:
    """Whether a value is the other; FAIL where one is not given."""
    if said.missing or name.missing:
        return Verdict.FAIL
    return Verdict.UNKNOWN if said.unknown or name.unknown else Verdict.of(said.raw == name.raw)


def _described(card: View) -> Iterator[Value]:
    """What a card's content says it is about; one made of a model is about that model, one of bytes about those."""
    content = card["content"]
    made_of = [source for source in card.sources("content") if source.type in _NAMES]
    if made_of:
        yield from (content.replaced(model.urn) for model in made_of)
    else:
        overview = opened(content).at("model_overview")
        bytes_ = list(overview.at("model_artifact").each())
        yield from bytes_ or (overview.at("model_name"), overview.at("model_id"))


def _asked(job: View) -> Iterator[Value]:
    """What a job asks: also a model behind the throughput that was bought for it."""
    config = job["inferenceConfig"]
    linked = list(_linked(job, config))
    yield from linked
    for path in _MODELS_OF_JOBS:
        yield from (said for said in job.select(path) if not (linked and said.unknown))


def _linked(job: View, config: Value) -> Iterator[Value]:
    for source in job.sources("inferenceConfig"):
        if source.type in _NAMES:
            yield config.replaced(source.urn)
        elif source.type == _THROUGHPUT:
            models = [model for model in source.sources("modelArn") if model.type in _NAMES]
            yield from (config.replaced(model.urn) for model in models)
            if not models:
                yield source["modelArn"]
