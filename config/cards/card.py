"""The card by itself: what it decides, who stands behind it, and what its tier asks for."""

from __future__ import annotations

from collections.abc import Iterator

from config.cards.available import available
from config.cards.case import HUMAN, Case, Check
from config.cards.chain import chain
from config.cards.intake import intake
from config.cards.model import own_model
from config.cards.payload import payload
from config.cards.rules import rules
from config.cards.serving import serving
from config.cards.tiers import tiers
from config.cards.work import work
from config.errors import Problem, near


def _fallbacks(case: Case) -> Iterator[Problem]:
    card, seen = case.card, list[str]()
    targets = card.keys("targets")
    for index, name in enumerate(card.items("decision", "fallbacks")):
        if name is None:
            continue
        if (told := _fallback(case, name, seen, targets)) is not None:
            yield card.problem(("decision", "fallbacks", index), *told)
        seen.append(name)
    for target in targets:
        if target == HUMAN:
            reason = "is the name of a person, who is no target"
            yield card.problem(("targets", target), reason, "name the target otherwise")
        elif target not in {*seen, card.get("shadow", "target")} and card.get("decision", "fallbacks") is not None:
            reason = "is in no fallback and no challenger, so nothing ever asks it"
            yield card.problem(("targets", target), reason, "name it in decision.fallbacks or shadow, or remove it")


def _challenger(case: Case) -> Iterator[Problem]:
    card = case.card
    name, targets = card.get("shadow", "target"), card.keys("targets")
    if name is None or name in targets:
        return
    path = ("shadow", "target")
    if name == HUMAN:
        yield card.problem(path, "is a person, whose answers are no shadow", "name one of targets")
    elif not targets:
        yield card.problem(path, "is not a target of this card", "write it into targets, of kind bedrock")
    else:
        yield card.problem(path, "is not a target of this card", f"{near(name, targets)}known: {', '.join(targets)}")


def _fallback(case: Case, name: str, seen: list[str], targets: list[str]) -> tuple[str, str] | None:
    """What is wrong with a fallback, as reason and fix."""
    if name in seen:
        return "is named twice, so the fallbacks would loop", "name each target once"
    if HUMAN in seen:
        return "comes after human, and nobody is asked after a person", "let human be the last"
    if name in targets or name == HUMAN:
        return None
    if name in {case.card.get("serve", "runtime"), case.card.get("model", "name")}:
        return "is the own model, which has just given no answer, so the fallbacks would loop", "name another target"
    known = [*targets, HUMAN]
    return "is not a target of this card", f"{near(name, known)}known: {', '.join(known)}"


def _accesses(case: Case) -> Iterator[Problem]:
    names = [case.card.get("data", index, "dataset") for index in range(len(case.card.items("data")))]
    for index, name in enumerate(names):
        if name is not None and name in names[:index]:
            path = ("data", index, "dataset")
            yield case.card.problem(path, "is named twice", "name each dataset once, with write where it also writes")


CHECKS: tuple[Check, ...] = (
    own_model,
    _fallbacks,
    _challenger,
    _accesses,
    tiers,
    payload,
    intake,
    rules,
    serving,
    chain,
    available,
    work,
)


def problems_of_card(case: Case) -> Iterator[Problem]:
    """Everything that is wrong with a card wherever it stands."""
    for check in CHECKS:
        yield from check(case)
