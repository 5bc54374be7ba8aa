"""Does the own model fit where the card puts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.cards.case import Case
from config.cards.resolve import fit_on, fit_on_instance
from config.errors import Problem
from config.fit import Fit
from config.model.cluster import Pool
from config.system import ModelFacts
from config.system.serving import Model
from config.vocabulary import DType, InstanceType, format_memory, format_tokens


def memory(case: Case, pool: Pool | None) -> Iterator[Problem]:
    """The arithmetic, and what would fit."""
    model, facts, instance = case.card.section(Model, "model"), case.facts, case.card.get("serve", "instance")
    if model is None or facts is None:
        return
    if pool is not None:
        yield from _split(case, facts, pool)
    fit = _fit(model, facts, pool, instance)
    if fit is None or fit.fits:
        return
    place = str(instance) if pool is None else f"pool {case.card.get('serve', 'pool')}"
    key = "concurrency" if fit.weights <= fit.usable else "dtype"
    others = {dtype: _fit(model.model_copy(update={"dtype": dtype}), facts, pool, instance) for dtype in DType}
    smaller = [dtype for dtype, found in others.items() if found is not None and found.fits]
    yield case.card.problem(("model", key), f"does not fit {place}: {fit.arithmetic}", _fitting(fit, smaller))


def _fit(model: Model, facts: ModelFacts, pool: Pool | None, instance: InstanceType | None) -> Fit | None:
    if pool is not None:
        return fit_on(model, facts, device=pool.gpu.memory, devices=pool.gpu.count)
    return fit_on_instance(model, facts, instance) if instance is not None else None


def _fitting(fit: Fit, smaller: Sequence[DType]) -> str:
    """What would fit, the smallest change first."""
    choices = [f"write dtype: {smaller[0]}"] if smaller and fit.weights > fit.usable else list[str]()
    if fit.most_requests:
        choices.append(f"write concurrency: {fit.most_requests}")
    if fit.longest_context:
        choices.append(f"context: {format_tokens(fit.longest_context)}")
    device = format_memory(fit.smallest_device)
    choices.append(f"{'' if choices else 'choose '}devices of {device}")
    return f"{', or '.join(choices)} or more"


def _split(case: Case, facts: ModelFacts, pool: Pool) -> Iterator[Problem]:
    """VLLM splits the heads of a model evenly over the devices of a replica."""
    count = pool.gpu.count
    if facts.attention is None or facts.attention.kv_heads % count == 0 or count % facts.attention.kv_heads == 0:
        return
    heads = facts.attention.kv_heads
    even = ", ".join(str(n) for n in range(1, 9) if heads % n == 0)
    reason = f"splits a replica over {count} devices, which do not share the {heads} KV heads of {facts.name} evenly"
    yield case.card.problem(("serve", "pool"), reason, f"choose a pool with gpu.count one of {even}")
