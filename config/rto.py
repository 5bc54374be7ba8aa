"""How long until the next answer when a Region is lost: the sum of named terms, for each way an answer can come.

Two terms are large: GPU capacity and weights. AWS promises no capacity that is not reserved, so without a reservation
that term has no bound, and a promise must then be carried by a fallback that needs no GPU of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import Final

from config.mechanisms import MECHANISMS, MechanismName, longest_until_usable
from config.model import LandingZone
from config.model.recovery import ServingRecovery
from config.system import System, SystemCard
from config.system.decision import TargetName
from config.vocabulary import PoolName, Runtime

DETECT_MINUTES: Final = 3.0
IMAGE_MINUTES: Final = 2.0
RESERVED_MINUTES: Final = 4.0
START_MINUTES: Final = 2.0
MOVE_MINUTES: Final = 2.0

_UNPROMISED: Final = ServingRecovery(rto=timedelta(0))
"""How long people may decide, and callers remember, where no environment says so."""

_RESERVATIONS: Final = (
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html, noted 2026-11-25; the minutes "
    "of a node from its launch to Ready are a house promise, measured by `lz dr drill`"
)

_HOUSE: Final = "house promise, measured by `lz dr drill`"


@unique
class TermName(StrEnum):
    """What time passes with, in this order."""

    DETECT = "detect"
    DECIDE = "decide"
    ZONE = "zone"
    DATA = "data"
    CAPACITY = "capacity"
    IMAGE = "image"
    WEIGHTS = "weights"
    START = "start"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One summand."""

    name: TermName
    minutes: float | None
    """None where there is no bound."""
    meaning: str
    """What happens meanwhile, and where its figure comes from."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way that an answer can come from the other Region."""

    target: str
    """`own model`, or the name of a target of the card."""
    terms: tuple[Term, ...]

    @property
    def minutes(self) -> float | None:
        """The sum; None where a term has no bound."""
        bounded = [term.minutes for term in self.terms if term.minutes is not None]
        return sum(bounded) if len(bounded) == len(self.terms) else None

    def keeps(self, promise: timedelta) -> bool:
        """Whether the next answer comes within the promise."""
        return self.minutes is not None and self.minutes <= promise / timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rto:
    """The recovery time of a system, term by term."""

    system: str
    promise: timedelta | None
    """The card's recovery.rto, or the environment's recovery.serving.rto where that is shorter; None where the
    environment promises nothing of answers."""
    ways: tuple[Way, ...]
    """The own model first, then the targets that are not people, in the order of the card's fallbacks."""

    @property
    def carrier(self) -> Way | None:
        """The first way that keeps the promise; None where none does, or nothing is promised."""
        promise = self.promise
        return None if promise is None else next((way for way in self.ways if way.keeps(promise)), None)

    @property
    def minutes(self) -> float | None:
        """Until the next answer: by the carrier, else by the shortest way that has a bound; None where none has."""
        if (carrier := self.carrier) is not None:
            return carrier.minutes
        return min((way.minutes for way in self.ways if way.minutes is not None), default=None)

    @property
    def kept(self) -> bool:
        """Whether some way keeps the promise, if there is one."""
        return self.promise is None or self.carrier is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpus:
    """What decides how soon a self-hosted model serves in the other Region."""

    pool: PoolName
    needed: int
    """Instances that the least replicas of all systems of the pool need."""
    reserved: int
    """Instances that are reserved in the other Region."""
    load: timedelta | None
    """How long a replica reads its weights; None where the card does not say what they weigh."""


def rto_terms(system: System, zone: LandingZone) -> Rto:
    """The recovery time of a system of an environment, when the environment's Region is lost."""
    card, serving = system.card, zone.recovery.serving
    return Rto(
        system=card.name,
        promise=None if serving is None else min(card.recovery.rto, serving.rto),
        ways=ways_of(
            [name for name in card.decision.fallbacks if name in card.targets], serving, gpus_of(system, zone)
        ),
    )


def gpus_of(system: System, zone: LandingZone) -> Gpus | None:
    """What a system needs of its pool in the other Region; None for one that runs on no pool."""
    pool = system.card.serve.pool
    if system.card.serve.runtime is not Runtime.VLLM or pool is None:
        return None
    return Gpus(
        pool=pool,
        needed=least_instances(pool, (other.card for other in zone.cards)),
        reserved=zone.pools[pool].recovery.reserved,
        load=system.fit.load_time if system.fit else None,
    )


def least_instances(pool: PoolName, cards: Iterable[SystemCard]) -> int:
    """Instances that the systems of a pool need at least: one replica stands on one node."""
    return sum(
        card.serve.replicas.min for card in cards if card.serve.runtime is Runtime.VLLM and card.serve.pool == pool
    )


def ways_of(targets: Sequence[TargetName], serving: ServingRecovery | None, gpus: Gpus | None) -> tuple[Way, ...]:
    """The own model, then the targets in order.

    `gpus` None for a model that runs on no pool of ours; `serving` None where the environment promises no answers.
    """
    before, after = _before(serving), _after((serving or _UNPROMISED).ttl)
    own = _gpu_terms(gpus) if gpus else (_standing(),)
    return (
        Way(target="own model", terms=(*before, *own, after)),
        *(Way(target=name, terms=(*before, after)) for name in targets),
    )


def _before(serving: ServingRecovery | None) -> tuple[Term, ...]:
    zone = Term(
        name=TermName.ZONE,
        minutes=None,
        meaning="no environment stands by, so the zone is made from code first, which nobody has promised a time for",
        source="recovery.serving is not said",
    )
    return (
        Term(
            name=TermName.DETECT,
            minutes=DETECT_MINUTES,
            meaning="an alarm that looks three times, a minute apart",
            source="the periods of the alarms in components/recovery",
        ),
        Term(
            name=TermName.DECIDE,
            minutes=(serving or _UNPROMISED).decide / timedelta(minutes=1),
            meaning="people decide for the other Region",
            source="recovery.serving.decide",
        ),
        *((zone,) if serving is None else ()),
        Term(
            name=TermName.DATA,
            minutes=longest_until_usable() / timedelta(minutes=1),
            meaning="replicas serve at once; nothing is promoted",
            source="config/mechanisms.py",
        ),
    )


def _after(ttl: timedelta) -> Term:
    return Term(
        name=TermName.TRAFFIC,
        minutes=MOVE_MINUTES + ttl / timedelta(minutes=1),
        meaning="the switch turns health checks over, and callers forget the old address",
        source="recovery.serving.ttl; two minutes were seen by others, and AWS promises none",
    )


def _standing() -> Term:
    return Term(
        name=TermName.CAPACITY,
        minutes=0.0,
        meaning="the endpoint stands in the other Region with its least instances",
        source=MECHANISMS[MechanismName.SAGEMAKER_STANDBY].cited,
    )


def _gpu_terms(gpus: Gpus) -> tuple[Term, ...]:
    """Nodes, then the image, then the weights, then the engine."""
    enough = gpus.reserved >= gpus.needed
    held = f"{gpus.reserved} of {gpus.needed} instances are reserved in pool {gpus.pool}"
    return (
        Term(
            name=TermName.CAPACITY,
            minutes=RESERVED_MINUTES if enough else None,
            meaning=f"{held}{': nodes start' if enough else ', and AWS promises no other'}",
            source=_RESERVATIONS,
        ),
        Term(
            name=TermName.IMAGE,
            minutes=IMAGE_MINUTES,
            meaning="nodes pull the image from the replica of the registry, in parallel",
            source=_HOUSE,
        ),
        Term(
            name=TermName.WEIGHTS,
            minutes=None if gpus.load is None else gpus.load / timedelta(minutes=1),
            meaning="the weights by the network's baseline bandwidth",
            source="config/fit.py and config/instances.yaml",
        ),
        Term(
            name=TermName.START,
            minutes=START_MINUTES,
            meaning="the engine compiles, allocates its cache and answers its probe",
            source=_HOUSE,
        ),
    )
