"""How long a caller waits when one target after another gives no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from config.cards.case import HUMAN, Case
from config.errors import Problem
from config.system.serving import BedrockTarget, Serve, Slo
from config.vocabulary import format_wait

LONGEST: Final = timedelta(seconds=28)
"""The longest a caller is kept waiting: API Gateway gives up after 29 seconds, and the last second is for the answer.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html, noted 2026-11-25.
"""

_ONE_IN_A_HUNDRED: Final = 0.99


def chain(case: Case) -> Iterator[Problem]:
    """The sum of the timeouts against what callers and the front door can bear, and the SLO in itself."""
    slo = case.card.section(Slo, "serve", "slo")
    if slo is not None:
        yield from _slo(case, slo)
    waits = _waits(case)
    if waits is None:
        return
    total, spelled = sum(waits, timedelta(0)), " + ".join(format_wait(wait) for wait in waits)
    if total > LONGEST:
        reason = f"is too long: {spelled} = {format_wait(total)} of all timeouts, and the front door closes after 29s"
        yield case.card.problem(("serve", "timeout"), reason, f"let all timeouts together be {format_wait(LONGEST)}")
    if slo is not None and total > slo.latency and slo.beyond is None:
        sum_ = spelled if len(waits) == 1 else f"{spelled} = {format_wait(total)}"
        reason = f"is shorter than the timeouts of the whole chain, {sum_}"
        fix = f"shorten the timeouts, write latency: {format_wait(total)}, or say in slo.beyond why the rest may wait"
        yield case.card.problem(("serve", "slo", "latency"), reason, fix)


def _waits(case: Case) -> list[timedelta] | None:
    """The timeouts in the order of the chain; None where one is not known."""
    serve = case.card.section(Serve, "serve")
    names = [name for name in case.card.items("decision", "fallbacks") if name != HUMAN]
    if serve is None or None in names:
        return None
    targets = [case.card.section(BedrockTarget, "targets", name) for name in dict.fromkeys(names)]
    return None if None in targets else [serve.timeout, *(target.timeout for target in targets if target)]


def _slo(case: Case, slo: Slo) -> Iterator[Problem]:
    card, path = case.card, ("serve", "slo")
    if slo.availability < _ONE_IN_A_HUNDRED:
        reason = "leaves more than one call in a hundred without an answer, although fallbacks stand behind the model"
        yield card.problem((*path, "availability"), reason, "write 99% or more")
    if slo.error > 1 - _ONE_IN_A_HUNDRED + 1e-9:
        yield card.problem((*path, "error"), "is more than one call in a hundred", "write 1% or less")
    if slo.first_token is not None and slo.first_token >= slo.latency:
        reason = f"is not shorter than latency, {format_wait(slo.latency)}"
        yield card.problem((*path, "first-token"), reason, "write less than latency")
    if slo.first_token is not None and case.facts is not None and not case.language:
        yield from case.idle((*path, "first-token"), f"{case.facts.name} is no language model and has no tokens")
