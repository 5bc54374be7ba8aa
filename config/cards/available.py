"""The availability that a card promises, against what the services on the way of its requests compose to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from config.availability import HUMAN, Design, percent
from config.cards.case import Case
from config.errors import Problem
from config.system.decision import Record
from config.system.serving import Serve
from config.vocabulary import RiskTier, StoreFailure


def available(case: Case) -> Iterator[Problem]:
    """No objective that only luck could keep."""
    serve, fallbacks = case.card.section(Serve, "serve"), case.card.items("decision", "fallbacks")
    record = case.card.section(Record, "decision", "record")
    if serve is None or record is None or not fallbacks or None in fallbacks:
        return
    design = Design(
        runtime=serve.runtime,
        copies=serve.replicas.min,
        fallbacks=tuple(fallbacks),
        on_store_failure=record.on_store_failure,
    )
    way, asked = design.compose(), serve.slo.availability
    if asked <= way.designed:
        return
    weakest = f"{way.weakest.name} with {percent(way.weakest.designed)}"
    reason = f"is above {percent(way.designed)}, what its services compose to: {way}; the weakest is {weakest}"
    helps = [told for told, other in _better(case, design) if asked <= other.compose().designed]
    fix = ", or ".join([f"write {percent(way.reachable)} or less", *helps])
    yield case.card.problem(("serve", "slo", "availability"), reason, fix)


def _better(case: Case, design: Design) -> Iterator[tuple[str, Design]]:
    """What a card may change to be more available, and what it then is."""
    if design.copies == 1:
        yield "raise replicas.min to 2", replace(design, copies=2)
    if HUMAN not in design.fallbacks:
        yield "add the fallback human", replace(design, fallbacks=(*design.fallbacks, HUMAN))
    if case.card.get("risk", "tier") != RiskTier.HIGH:  # which may not answer before its record is stored
        yield "spool records (on-store-failure)", replace(design, on_store_failure=StoreFailure.SPOOL)
