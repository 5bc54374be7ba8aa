"""What a risk tier asks for (Regulation (EU) 2024/1689)."""

from __future__ import annotations

from collections.abc import Iterator

from config.cards.case import HUMAN, Case
from config.errors import Problem
from config.system.decision import Record, Review
from config.system.serving import Replicas
from config.vocabulary import DataClass, Pattern, RiskTier, RolloutKind, StoreFailure


def tiers(case: Case) -> Iterator[Problem]:
    """The duties of the card's tier, each with its source."""
    card = case.card
    tier, talks = card.get("risk", "tier"), card.get("pattern") == Pattern.ASSISTANT
    if tier == RiskTier.MINIMAL and talks:
        reason = "is too low for an assistant: people must know that they deal with an AI system (EU AI Act Art. 50(1))"
        yield card.problem(("risk", "tier"), reason, "write tier: limited, and the disclosure")
    if tier == RiskTier.LIMITED or (tier == RiskTier.HIGH and talks):
        why = "people must know that they deal with an AI system (EU AI Act Art. 50)"
        yield from case.missing(("risk", "disclosure"), why, '"You are talking to an AI system."')
    if tier == RiskTier.HIGH:
        yield from _oversight(case)
        yield from _continuity(case)
        yield from _papers(case)
    record = card.section(Record, "decision", "record")
    if record is not None and record.data_class is not DataClass.DECISIONS:
        reason = "is not the class of decision records, whose store is locked for as long as the law asks"
        yield card.problem(("decision", "record", "class"), reason, "write class: decisions, or remove it")


def _oversight(case: Case) -> Iterator[Problem]:
    """Records and people: Art. 12, 14 and 26."""
    card = case.card
    record = card.section(Record, "decision", "record")
    if record is not None and record.on_store_failure is not StoreFailure.FAIL:
        reason = "lets a decision stand before its record is stored, which tier high forbids (EU AI Act Art. 12)"
        yield card.problem(("decision", "record", "on-store-failure"), reason, "write on-store-failure: fail")
    review = card.section(Review, "decision", "review")
    if review is not None and review.reviewers < 2:
        reason = "is too few: tier high asks for two different people (house rule on EU AI Act Art. 14)"
        yield card.problem(("decision", "review", "reviewers"), reason, "write reviewers: 2")
    fallbacks = card.items("decision", "fallbacks")
    if fallbacks and None not in fallbacks and fallbacks[-1] != HUMAN:
        reason = "does not end with human, and tier high leaves the last word to a person (EU AI Act Art. 14)"
        yield card.problem(("decision", "fallbacks"), reason, f"write fallbacks: [{', '.join([*fallbacks, HUMAN])}]")


def _continuity(case: Case) -> Iterator[Problem]:
    """Robustness: Art. 15(4)."""
    card = case.card
    replicas = card.section(Replicas, "serve", "replicas")
    if replicas is not None and replicas.min < 2:
        reason = "is too few: tier high survives the loss of a copy (EU AI Act Art. 15(4))"
        yield card.problem(("serve", "replicas", "min"), reason, "write min: 2")
    if card.get("serve", "rollout", "kind") == RolloutKind.ALL_AT_ONCE:
        reason = "lets a new version take over unwatched, which tier high forbids (EU AI Act Art. 15(4))"
        yield card.problem(("serve", "rollout", "kind"), reason, "choose canary")


def _papers(case: Case) -> Iterator[Problem]:
    """What must be written before it decides: Art. 11 and 27, GDPR Art. 35."""
    if case.card.absent("governance"):
        return
    why = "tier high is put into service with its technical documentation (EU AI Act Art. 11)"
    yield from case.missing(("governance", "documentation"), why, f"annex-iv/{case.card.name}/2026-11")
    weighed = [case.card.get("governance", "assessments", name) for name in ("data-protection", "fundamental-rights")]
    if not any(weighed):
        path = ("governance", "assessments", "data-protection")
        why = "what tier high does to people is weighed before (GDPR Art. 35, EU AI Act Art. 27)"
        yield from case.missing(path, why, "DPIA-2026-014")
