"""What no value of a card can be wrong about alone: against its model, its tier, and the environment it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.availability import compose, percent
from config.crosscheck import Subject
from config.errors import Problem
from config.fit import Fit, cache_bytes, weight_bytes
from config.instances import facts_for
from config.model import LandingZone
from config.system import Dataset, ModelFacts, System, SystemCard
from config.system.facts import Attention
from config.vocabulary import GEOGRAPHIES, Runtime, geography_of


def problems_of_card(card: Subject, facts: ModelFacts) -> Iterator[Problem]:
    """The card against the model it names: what is deployed was approved."""
    digest = card.get("model", "digest")
    approved = [approval.digest for approval in facts.approvals]
    if digest is not None and digest not in approved:
        reason = f"is not an approved digest of {facts.name} (config/models/{facts.name}.yaml)"
        yield card.problem(("model", "digest"), reason, f"deploy an approved one, for example {approved[-1]}")


def problems_of_promise(card: SystemCard, subject: Subject) -> Iterator[Problem]:
    """The card against what AWS documents: no objective that only luck could keep."""
    way = compose(
        runtime=card.serve.runtime,
        fallbacks=card.decision.fallbacks,
        on_store_failure=card.decision.record.on_store_failure,
    )
    if card.serve.slo.availability > way.designed:
        reason = f"is above {percent(way.designed)}, what its services compose to: {way}"
        fix = f"{percent(way.reachable)} or less; or another way to answer or to record, see config/availability.yaml"
        yield subject.problem(("serve", "slo", "availability"), reason, fix)


def problems_of_placement(card: SystemCard, subject: Subject, environment: Subject) -> Iterator[Problem]:
    """The card in an environment: the pool it asks for is there, and its targets can be called from there."""
    pools = environment.layered.at(("pools",))
    if card.serve.pool is not None and isinstance(pools, Mapping) and card.serve.pool not in pools:
        reason = f"is not a pool of {environment.name}"
        yield subject.problem(("serve", "pool"), reason, f"choose one of {', '.join(map(str, pools)) or 'none'}")

    yield from _routed(card, subject, environment)


def _routed(card: SystemCard, subject: Subject, environment: Subject) -> Iterator[Problem]:
    """A target's geography holds the Region that calls it: a profile is called from within its geography only."""
    region = environment.get("region")
    for name, target in card.targets.items():
        geography = geography_of(target.model)
        if region is None or geography is None or region in GEOGRAPHIES.get(geography, ()):
            continue
        near = next((known for known, regions in GEOGRAPHIES.items() if region in regions), None)
        reason = f"is routed in geography {geography!r}, which does not hold {region}"
        fix = f"choose a model of geography {near}" if near else f"choose a model that {region} has itself"
        yield subject.problem(("targets", name, "model"), reason, fix)


def fit_of(card: SystemCard, facts: ModelFacts, zone: LandingZone) -> Fit | None:
    """The memory arithmetic of a self-hosted language model; None for what runs on no GPU pool of ours."""
    serve, model, attention = card.serve, card.model, facts.attention
    if serve.runtime is not Runtime.VLLM or serve.pool is None or model.dtype is None:
        return None
    gpu = zone.pools[serve.pool].gpu
    candidates = facts_for(gpu, zone.region)
    if not candidates:
        return None
    return Fit(
        weights=weight_bytes(facts.parameters, model.dtype),
        cache=_cache(attention, model.context or 0, model.concurrency or 0) if attention else 0,
        device=gpu.memory,
        devices=gpu.count,
        bandwidth=min(candidate.bandwidth for candidate in candidates),
    )


def _cache(attention: Attention, tokens: int, concurrency: int) -> int:
    return cache_bytes(
        layers=attention.layers,
        kv_heads=attention.kv_heads,
        head_size=attention.head_size,
        tokens=tokens,
        concurrency=concurrency,
    )


def resolved(card: SystemCard, facts: ModelFacts, datasets: Mapping[str, Dataset], zone: LandingZone) -> System:
    """The card with all that it names."""
    return System(card=card, model=facts, datasets=datasets, fit=fit_of(card, facts, zone))
