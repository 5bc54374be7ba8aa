"""How available a system can be, in words: every term of the way of a request, the product, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from config.availability import Composition, Design, Step, design_of, documented, percent
from config.system import SystemCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What there is to say of a card's availability."""

    promise: str
    """The objective against the product, and the weakest term."""
    terms: tuple[tuple[str, str], ...]
    """Each step by its name: what for, what share it has, of what."""
    bounds: tuple[str, ...]
    """What the figures do not say."""
    sources: tuple[str, ...]


def told(card: SystemCard) -> Told:
    """The way of a request of a system, term by term."""
    design, asked = design_of(card), card.serve.slo.availability
    way = design.compose()
    services = dict.fromkeys(s for step in (*way.steps, *way.passed) for one in step.ways for s in one)
    return Told(
        promise=f"promised {percent(asked)}, its services compose to {percent(way.designed)}; "
        f"the weakest is {way.weakest.name} with {percent(way.weakest.designed)}",
        terms=tuple((step.name, _term(step)) for step in way.steps),
        bounds=tuple(_bounds(design, way, asked)),
        sources=tuple(_source(service) for service in services),
    )


def _term(step: Step) -> str:
    of = "" if step.ways == ((step.name,),) else f" ({step.spelled})"
    return f"{step.meaning}: {percent(step.designed)}{of}"


def _bounds(design: Design, way: Composition, asked: float) -> Iterator[str]:
    if design.at_once != design:
        yield f"at once {percent(design.at_once.compose().designed)}: a case in the queue of people counts as answered"
    passed = " and ".join(step.spelled for step in way.passed)
    yield f"with {passed}, of which no goal is known here, {percent(way.cautious)}"
    if way.cautious < asked:
        yield f"so {percent(asked)} is ours to measure, and not AWS's to promise"
    yield (
        f"by agreements alone {percent(way.promised)}: "
        "below one AWS gives money back, and none of them is a measurement"
    )


def _source(service: str) -> str:
    one = documented()[service]
    read = f"of {one.of}" if one.of else "as others quote it"
    goal = f"goal {percent(one.design)}, " if one.design is not None else ""
    return f"{service}: {goal}agreement {percent(one.sla)}, {read} ({one.source})"
