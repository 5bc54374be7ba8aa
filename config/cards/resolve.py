"""A card with all that it names, and the memory arithmetic of its model."""

from __future__ import annotations

from collections.abc import Mapping

from config.fit import BANDWIDTH, Fit, token_bytes, weight_bytes
from config.instances import facts_for, instance_table
from config.model import LandingZone
from config.model.cluster import Gpu
from config.system import Dataset, ModelFacts, System, SystemCard
from config.system.serving import Model
from config.vocabulary import InstanceType, RegionName


def fit_on(model: Model, facts: ModelFacts, *, device: int, devices: int, bandwidth: int = BANDWIDTH) -> Fit | None:
    """The arithmetic of a language model on devices of a size; None for any other, or one that does not say enough."""
    if facts.attention is None or model.dtype is None or model.context is None or model.concurrency is None:
        return None
    heads = facts.attention
    return Fit(
        weights=weight_bytes(facts.parameters, model.dtype),
        token=token_bytes(layers=heads.layers, kv_heads=heads.kv_heads, head_size=heads.head_size),
        context=model.context,
        concurrency=model.concurrency,
        device=device,
        devices=devices,
        bandwidth=bandwidth,
    )


def fit_on_pool(model: Model, facts: ModelFacts, gpu: Gpu, region: RegionName) -> Fit | None:
    """On the devices that a pool asks for, with the network of the slowest type it may get in the Region."""
    slowest = min((candidate.bandwidth for candidate in facts_for(gpu, region)), default=BANDWIDTH)
    return fit_on(model, facts, device=gpu.memory, devices=gpu.count, bandwidth=slowest)


def fit_on_instance(model: Model, facts: ModelFacts, instance: InstanceType) -> Fit | None:
    """On a SageMaker instance type with GPUs; None for one that has none, or is not known."""
    found = instance_table().types.get(instance.removeprefix("ml."))
    if found is None or not found.count:
        return None
    return fit_on(model, facts, device=found.memory, devices=found.count, bandwidth=found.bandwidth)


def fit_of(card: SystemCard, facts: ModelFacts, zone: LandingZone) -> Fit | None:
    """The arithmetic of a card in an environment; None for what runs on no GPU."""
    serve = card.serve
    if serve.pool is not None:
        return fit_on_pool(card.model, facts, zone.pools[serve.pool].gpu, zone.region)
    return fit_on_instance(card.model, facts, serve.instance) if serve.instance else None


def resolved(card: SystemCard, facts: ModelFacts, datasets: Mapping[str, Dataset], zone: LandingZone) -> System:
    """The card with all that it names."""
    return System(card=card, model=facts, datasets=datasets, fit=fit_of(card, facts, zone))
