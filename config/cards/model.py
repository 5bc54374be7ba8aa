"""The own model: who approved what is deployed, and what must be known of a language model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.cards.case import Case
from config.errors import Problem
from config.subject import Subject
from config.system import ModelFacts
from config.system.serving import Model
from config.vocabulary import ModelKind, RiskTier, Runtime, format_tokens


def problems_of_model(model: Subject, facts: ModelFacts | None, today: date) -> Iterator[Problem]:
    """A model's file by itself."""
    if model.get("kind") == ModelKind.LLM:
        for key, example in (
            ("attention", "{layers: 32, kv-heads: 8, head-size: 128}"),
            ("context", "128k"),
        ):
            if model.absent(key):
                reason = "is missing: a language model's memory follows from it"
                yield model.problem((key,), reason, f"write it, for example {key}: {example}")
    if facts is not None:
        yield from _approvals(model, facts, today)


def _approvals(model: Subject, facts: ModelFacts, today: date) -> Iterator[Problem]:
    approvals = facts.approvals
    for index, approval in enumerate(approvals):
        path = ("approvals", index)
        if approval.approved > today:
            reason = f"lies in the future: today is {today}"
            yield model.problem((*path, "approved"), reason, "the day of the approval, today or earlier")
        elif index and approval.approved < approvals[index - 1].approved:
            reason = f"is earlier than the approval before it, {approvals[index - 1].approved}"
            yield model.problem((*path, "approved"), reason, "order approvals by their day, the newest last")
        if approval.digest in [earlier.digest for earlier in approvals[:index]]:
            yield model.problem((*path, "digest"), "is approved twice", "keep one approval of a digest")


def own_model(case: Case) -> Iterator[Problem]:
    """The card's section model against the model's file."""
    facts = case.facts
    if facts is None:
        return
    yield from _deployed(case, facts)
    copies = case.card.get("serve", "runtime") == Runtime.SAGEMAKER
    keys = (("dtype", "fp8"), ("context", "16k"), ("concurrency", "8"))
    for key, example in keys:
        if key == "concurrency" and copies and not case.language:
            yield from case.missing(("model", key), "the copies of a SageMaker endpoint follow from it", "2")
        elif case.language:
            yield from case.missing(("model", key), f"{facts.name} is a language model", example)
        else:
            yield from case.idle(("model", key), f"{facts.name} is no language model")
    model = case.card.section(Model, "model")
    longest = facts.context
    if model is not None and model.context is not None and longest is not None and model.context > longest:
        reason = f"is longer than {facts.name} was made for, {format_tokens(longest)} (config/models/{facts.name}.yaml)"
        yield case.card.problem(("model", "context"), reason, f"write {format_tokens(longest)} or less")


def _deployed(case: Case, facts: ModelFacts) -> Iterator[Problem]:
    digest = case.card.get("model", "digest")
    if digest is None:
        return
    approval, file = facts.approval(digest), f"config/models/{facts.name}.yaml"
    if approval is None:
        reason = f"is not an approved digest of {facts.name} ({file})"
        fix = f"deploy an approved one, for example {facts.approvals[-1].digest}"
        yield case.card.problem(("model", "digest"), reason, fix)
    elif case.card.get("risk", "tier") == RiskTier.HIGH:
        for key, said, why in (
            ("bias", approval.bias, "an examination for bias (EU AI Act Art. 10(2)(f))"),
            ("explanations", approval.explanations, "knowing what its answers depend on (EU AI Act Art. 13(1))"),
        ):
            if said is None:
                reason = f"was approved without {why}, which tier high asks for ({file})"
                fix = f"write where it is kept in the model's file, for example {key}: s3://models/{facts.name}/{key}"
                yield case.card.problem(("model", "digest"), reason, fix)
