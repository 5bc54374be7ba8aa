"""The card in an environment: its pool, its memory, its neighbours, its Regions, and what is promised of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.budgets import granted
from config.capacity import most_in
from config.cards.case import Case
from config.cards.memory import memory
from config.cards.promises import promises
from config.cards.residency import residency
from config.errors import Problem, near
from config.model.budget import Budget
from config.model.cluster import Pool
from config.subject import Subject
from config.system.card import SystemBudget
from config.system.serving import Replicas
from config.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Placed:
    """A card in an environment that names it."""

    case: Case
    environment: Subject

    def pool(self) -> Pool | None:
        """The pool that the card names, where both are right."""
        name = self.case.card.get("serve", "pool")
        return None if name is None else self.environment.section(Pool, "pools", name)


def problems_of_placement(placed: Placed, others: Sequence[Placed]) -> Iterator[Problem]:
    """What is wrong with a card in an environment; `others` are all its systems, this one among them."""
    case, environment = placed.case, placed.environment
    name, pools = case.card.get("serve", "pool"), environment.keys("pools")
    if name is not None and name not in pools:
        reason = f"is not a pool of {environment.name}"
        fix = f"{near(name, pools)}choose one of {', '.join(pools) or 'none'}"
        yield case.card.problem(("serve", "pool"), reason, fix)
    yield from memory(case, placed.pool())
    yield from residency(case, environment)
    yield from promises(case, environment, placed.pool(), _least(name, others))


def _least(pool: str | None, placed: Sequence[Placed]) -> int:
    """Instances that the systems of a pool need at least: one replica stands on one node."""
    return sum(replicas.min for replicas in (_replicas(other) for other in _sharing(pool, placed)) if replicas)


def _sharing(pool: str | None, placed: Sequence[Placed]) -> list[Placed]:
    return [other for other in placed if pool is not None and other.case.card.get("serve", "pool") == pool]


def _replicas(placed: Placed) -> Replicas | None:
    return placed.case.card.section(Replicas, "serve", "replicas")


def problems_together(environment: Subject, placed: Sequence[Placed]) -> Iterator[Problem]:
    """What is wrong with the systems of an environment taken together: money and machines."""
    yield from _money(environment, placed)
    for name in environment.keys("pools"):
        yield from _machines(environment, name, placed)


def _money(environment: Subject, placed: Sequence[Placed]) -> Iterator[Problem]:
    budget = environment.section(Budget, "budget")
    monthly = {p.case.card.name: p.case.card.section(SystemBudget, "budget") for p in placed}
    if budget is None or None in monthly.values():
        return
    shares = {name: granted(b, budget) for name, b in monthly.items() if b is not None}
    if (total := sum(shares.values())) > budget.monthly:
        listed = ", ".join(f"{name} {amount:g}" for name, amount in shares.items())
        reason = f"is less than the {total:g} USD that its systems may cost ({listed})"
        fix = "raise it, lower budget.monthly of a card, or grant a smaller share: budget.systems"
        yield environment.problem(("budget", "monthly"), reason, fix)


def _machines(environment: Subject, name: str, placed: Sequence[Placed]) -> Iterator[Problem]:
    pool, least = environment.section(Pool, "pools", name), _least(name, placed)
    if pool is None:
        return
    for role, key in ((Role.PRIMARY, "capacity"), (Role.RECOVERY, "recovery")):
        most = most_in(pool, role)
        if most < least:
            asking = ", ".join(p.case.card.name for p in _sharing(name, placed))
            reason = f"has at most {most} instances, and the least replicas of {asking} need {least}"
            yield environment.problem(
                ("pools", name, key), reason, f"allow {least} instances, or lower serve.replicas.min"
            )
