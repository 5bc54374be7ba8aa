"""What the pattern needs, and what a language model may neither be asked nor answer."""

from __future__ import annotations

from collections.abc import Iterator

from config.cards.case import Case
from config.errors import Problem
from config.patterns import NEEDS, Needs
from config.vocabulary import Pattern


def work(case: Case) -> Iterator[Problem]:
    """The pattern against the model, the data and the guardrail."""
    needs = NEEDS[Pattern(pattern)] if (pattern := case.card.get("pattern")) is not None else None
    if needs is not None:
        yield from _kinds(case, needs)
        yield from _reads(case, needs)
    yield from _guardrail(case, needs)


def _kinds(case: Case, needs: Needs) -> Iterator[Problem]:
    if case.facts is not None and case.facts.kind not in needs.kinds:
        reason = (
            f"needs a model of kind {' or '.join(sorted(needs.kinds))}, and {case.facts.name} is a {case.facts.kind}"
        )
        yield case.card.problem(("pattern",), f"{reason}: {needs.because}", "name another model, or another pattern")


def _reads(case: Case, needs: Needs) -> Iterator[Problem]:
    accesses = [case.card.get("data", index, "access") for index in range(len(case.card.items("data")))]
    if needs.reads and accesses and None not in accesses and "read" not in accesses:
        yield case.card.problem(("data",), f"reads nothing: {needs.because}", "add a dataset with access: read")


def _guardrail(case: Case, needs: Needs | None) -> Iterator[Problem]:
    card = case.card
    if not case.language and not card.keys("targets"):
        if case.facts is not None:
            yield from case.idle(("guardrail",), f"neither {case.facts.name} nor a target is a language model")
        return
    why = "what a language model may be asked and answer is bounded by one"
    yield from case.missing(("guardrail",), why, "{topics: [legal-advice], pii: redact, grounding: 0.75}")
    if needs is not None and needs.grounded and card.get("guardrail") is not None:
        yield from case.missing(("guardrail", "grounding"), f"{needs.because}, so an answer must rest on it", "0.75")
