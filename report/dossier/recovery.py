"""What becomes of a system when its Region is lost: the promise, what carries it, and the time as a sum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.mechanisms import MECHANISMS, parts_of
from config.model import LandingZone
from config.rto import Rto, Way, rto_terms
from config.system import System
from config.vocabulary import Role
from report.dossier.model import Fact, Part, fact, part
from report.dossier.words import minutes, spell


def when_its_region_is_lost(system: System, zone: LandingZone) -> Part:
    """Objectives, mechanisms, and each way an answer can come, term by term."""
    card = system.card
    found = rto_terms(system, zone)
    where = f"from {zone.region} to {zone.recovery.region}" if zone.role is Role.PRIMARY else f"{zone.region} stands by"
    return part(
        "When its Region is lost",
        [
            fact(
                "promise",
                f"next answer within {spell(card.recovery.rto)}, no record missing that is older than "
                f"{spell(card.recovery.rpo)} ({where})",
            ),
            fact("next answer", _verdict(found), brief=True),
            *(_way(way) for way in found.ways),
            fact("what carries its records", *_mechanisms(system)),
        ],
    )


def _verdict(found: Rto) -> str:
    if found.promise is None:
        return "this environment promises none: no other one stands by"
    if found.carrier is None:
        return f"no way keeps {spell(found.promise)}"
    total = minutes(found.carrier.minutes)
    return f"in {total} by {found.carrier.target}, which keeps the promised {spell(found.promise)}"


def _way(way: Way) -> Fact:
    terms = " + ".join(f"{term.name} {minutes(term.minutes)}" for term in way.terms)
    meanings = [f"{term.name}: {term.meaning}" for term in way.terms]
    return fact(f"by {way.target}", f"{terms} = {minutes(way.minutes)}", *meanings)


def _mechanisms(system: System) -> Iterator[str]:
    for carried in parts_of(system.card.decision.record.data_class):
        mechanism = MECHANISMS[carried.mechanism]
        newest = "no figure" if mechanism.rpo is None else f"at most {spell(mechanism.rpo)} missing"
        newest = "nothing missing" if mechanism.rpo == timedelta(0) else newest
        yield f"{carried.name}: {mechanism.name}, {newest} ({mechanism.says}; {mechanism.cited})"
