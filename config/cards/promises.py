"""What a card promises when its Region is lost, against what carries it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.cards.case import Case
from config.cards.resolve import fit_on_pool
from config.errors import Problem, dotted
from config.mechanisms import MECHANISMS, parts_of
from config.model.cluster import Pool
from config.model.recovery import Objective, ServingRecovery
from config.rto import Gpus, Rto, Way, ways_of
from config.subject import Subject
from config.system import card as cards
from config.system.serving import Model
from config.vocabulary import DataClass, Runtime, format_duration

_MINUTE = timedelta(minutes=1)


def promises(case: Case, environment: Subject, pool: Pool | None, needed: int) -> Iterator[Problem]:
    """The recovery point against the store of the records, the recovery time against its terms."""
    promised = case.card.section(cards.Objective, "recovery")
    if promised is None:
        return
    yield from _point(case, environment, promised)
    serving = environment.section(ServingRecovery, "recovery", "serving")
    ways = _ways(case, environment, serving, pool, needed) if serving is not None else None
    if serving is None or ways is None:
        return
    rto = Rto(system=case.card.name, promise=min(promised.rto, serving.rto), ways=ways)
    if not rto.kept:
        own = case.card if promised.rto <= serving.rto else None
        yield _late(case, environment, rto, own)


def _point(case: Case, environment: Subject, promised: cards.Objective) -> Iterator[Problem]:
    card, path = case.card, ("recovery", "rpo")
    for part in parts_of(DataClass.DECISIONS):
        mechanism = MECHANISMS[part.mechanism]
        if mechanism.rpo is not None and promised.rpo < mechanism.rpo:
            kept = format_duration(mechanism.rpo)
            reason = f"is shorter than the {kept} that {mechanism.name} keeps for the {part.name} ({mechanism.source})"
            yield card.problem(path, reason, f"write {kept} or more")
            return
    key = ("recovery", "objectives", DataClass.DECISIONS.value)
    objective = environment.section(Objective, *key)
    if objective is not None and promised.rpo < objective.rpo:
        kept = format_duration(objective.rpo)
        reason = f"is shorter than what {environment.name} promises of its records, {kept} ({environment.where(key)})"
        yield card.problem(path, reason, f"write {kept} or more, or shorten {dotted(key)}.rpo")


def _ways(
    case: Case, environment: Subject, serving: ServingRecovery, pool: Pool | None, needed: int
) -> tuple[Way, ...] | None:
    """None where what the ways depend on is not known."""
    card = case.card
    runtime, fallbacks, targets = (
        card.get("serve", "runtime"),
        card.items("decision", "fallbacks"),
        card.keys("targets"),
    )
    if runtime is None or not fallbacks or None in fallbacks:
        return None
    gpus = None
    if runtime == Runtime.VLLM:
        model, region = card.section(Model, "model"), environment.get("region")
        if pool is None or model is None or case.facts is None or region is None:
            return None
        fit = fit_on_pool(model, case.facts, pool.gpu, region)
        if fit is None:
            return None
        reserved = pool.recovery.reserved
        gpus = Gpus(pool=card.get("serve", "pool"), needed=needed, reserved=reserved, load=fit.load_time)
    return ways_of([name for name in fallbacks if name in targets], serving, gpus)


def _late(case: Case, environment: Subject, rto: Rto, own: Subject | None) -> Problem:
    """In the card where its own promise is the shorter one, else in the environment."""
    told = "; ".join(f"{way.target}: {_sum(way)}" for way in rto.ways)
    reason = f"is kept by nothing when {environment.name} loses its Region: {told}"
    unreserved = any(term.minutes is None for way in rto.ways for term in way.terms)
    capacity = (
        "reserve capacity in pools.*.recovery.reserved, name a target of kind bedrock as a fallback, or "
        if unreserved
        else ""
    )
    known = [way.minutes for way in rto.ways if way.minutes is not None]
    fix = f"{capacity}promise {min(known):.0f}m or more" if known else f"{capacity}shorten a term"
    if own is not None:
        return own.problem(("recovery", "rto"), reason, fix)
    return environment.problem(("recovery", "serving", "rto"), f"{reason} ({case.card.name})", fix)


def _sum(way: Way) -> str:
    terms = " + ".join(f"{term.name} {_minutes(term.minutes)}" for term in way.terms)
    return f"{terms} = {'no bound' if way.minutes is None else f'{_minutes(way.minutes)} minutes'}"


def _minutes(value: float | None) -> str:
    return "without a bound" if value is None else f"{round(value, 1):g}"
