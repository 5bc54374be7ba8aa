"""What no value can be wrong about alone: one value against another, one environment against the others.

A check looks only at values that are right in themselves, so that one error does not hide another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from ipaddress import IPv4Network

from config.addresses import free_block, pool_of
from config.errors import KeyPath, Problem, dotted
from config.model.retention import FLOORS
from config.pools import machines
from config.promised import promised
from config.regions import zone_prefix
from config.subject import Subject
from config.vocabulary import LockMode, Role

BLOCKS: tuple[KeyPath, ...] = (("network", "cidr"), ("network", "pods"))
"""Where an environment says which addresses are its own."""


Check = Callable[[Subject, Mapping[str, Subject], date], Iterator[Problem]]
"""The environment, all environments by name (itself among them), and today."""


def _block(subject: Subject, path: KeyPath) -> IPv4Network | None:
    """The address block at a path."""
    value = subject.get(*path)
    return None if value is None else IPv4Network(value)


def _addresses(subject: Subject, every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    for position, path in enumerate(BLOCKS):
        if (block := _block(subject, path)) is None:
            continue
        own = [(subject, other) for other in BLOCKS[:position]]
        others = [(other, there) for other in every.values() if other.name != subject.name for there in BLOCKS]
        taken = [(place, found) for place in own + others if (found := _block(*place)) is not None]
        clashes = [(place, found) for place, found in taken if found.overlaps(block)]
        if clashes:
            reason = ", and ".join(_clash(block, found, *place, subject) for place, found in clashes)
            yield subject.problem(path, reason, _free(subject, path, block, [found for _, found in taken]))


def _clash(block: IPv4Network, found: IPv4Network, other: Subject, there: KeyPath, subject: Subject) -> str:
    owner = "this environment" if other.name == subject.name else other.name
    place = f"{owner} ({other.where(there)})"
    return f"is also the block of {place}" if found == block else f"overlaps {found}, the block of {place}"


def _free(subject: Subject, path: KeyPath, block: IPv4Network, taken: list[IPv4Network]) -> str:
    own = subject.layered.own
    inherited = subject.layered.origin(path) is not own
    where = f"say {dotted(path)} in {own.file}: " if inherited else ""
    pool = pool_of(block)
    free = free_block(block, taken, pool) if pool else None
    if free is None:
        return f"{where}choose another space: no /{block.prefixlen} of {pool or 'private address space'} is free"
    return f"{where}choose a free block, for example {free}"


def _zones(subject: Subject, _every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    region, zones = subject.get("region"), subject.layered.at(("network", "zones"))
    if region is None or not isinstance(zones, list):
        return
    prefix = zone_prefix(region)
    for index in range(len(zones)):
        zone = subject.get("network", "zones", index)
        if zone is not None and not zone.startswith(f"{prefix}-"):
            reason = f"is not a zone of {region}, whose zone ids begin with {prefix}-"
            yield subject.problem(("network", "zones", index), reason, f"choose for example {prefix}-az{index % 3 + 1}")


def _retention(subject: Subject, _every: Mapping[str, Subject], today: date) -> Iterator[Problem]:
    for data_class, floor in FLOORS.items():
        days = subject.get("retention", data_class.value, "days")
        if days is not None and days < floor.days:
            reason = f"below {floor.days}, the floor of class '{data_class}' ({floor.source})"
            yield subject.problem(("retention", data_class.value, "days"), reason, f"{floor.days} or more")
    confirmed = subject.get("retention", "lock", "confirmed")
    if subject.get("retention", "lock", "mode") == LockMode.COMPLIANCE and confirmed is not None:
        day = confirmed if isinstance(confirmed, date) else date.fromisoformat(confirmed)
        if day > today:
            fix = "the day the data owner accepted that COMPLIANCE cannot be undone, today or earlier"
            yield subject.problem(("retention", "lock", "confirmed"), f"lies in the future: today is {today}", fix)


def _regions(subject: Subject, _every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    region, recovery = subject.get("region"), subject.get("recovery", "region")
    listed = subject.layered.at(("governance", "regions"))
    allowed = [subject.get("governance", "regions", i) for i in range(len(listed))] if isinstance(listed, list) else []
    others = [r for r in allowed if r and r != region]
    choice = f"another Region of governance.regions: {', '.join(others)}" if others else "another Region"
    if region is not None and recovery == region:
        yield subject.problem(("recovery", "region"), "is the primary Region", choice)
    for path, value in ((("region",), region), (("recovery", "region"), recovery)):
        if value is not None and allowed and None not in allowed and value not in allowed:
            reason = f"is not in governance.regions ({subject.where(('governance', 'regions'))})"
            yield subject.problem(path, reason, f"one of {', '.join(allowed)}, or allow {value} there")


def _pair(subject: Subject, every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    name = subject.get("recovers")
    if subject.role != Role.RECOVERY:
        if name is not None:
            yield subject.problem(
                ("recovers",), "is said, but the role is primary", "write role: recovery, or remove recovers"
            )
        return
    if name is None:
        if ("recovers",) not in subject.bad:
            primaries = sorted(n for n, other in every.items() if other.role == Role.PRIMARY)
            fix = f"write recovers: one of {', '.join(primaries)}"
            yield subject.problem(("recovers",), "is missing: the role is recovery", fix)
        return
    primary = every.get(name)
    if primary is None or primary.role != Role.PRIMARY:
        reason = "is not an environment" if primary is None else "is itself in the role recovery"
        primaries = sorted(n for n, other in every.items() if other.role == Role.PRIMARY)
        yield subject.problem(("recovers",), reason, f"choose one of {', '.join(primaries)}")
        return
    for mine, theirs, meaning in (
        (("region",), ("recovery", "region"), "where the replicas are"),
        (("recovery", "region"), ("region",), "the Region that is lost"),
        (("account",), ("account",), "the account of both"),
    ):
        here, there = subject.get(*mine), primary.get(*theirs)
        if here is not None and there is not None and here != there:
            yield subject.problem(mine, f"differs from {there}, {meaning} ({primary.where(theirs)})", f"write {there}")


def _systems(subject: Subject, _every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    names = subject.items("systems")
    for index, name in enumerate(names):
        if name is not None and name in names[:index]:
            yield subject.problem(("systems", index), "is named twice", "name each system once")


CHECKS: tuple[Check, ...] = (_addresses, _zones, _retention, _regions, _pair, _systems, machines, promised)


def crosscheck(subject: Subject, every: Mapping[str, Subject], today: date) -> tuple[Problem, ...]:
    """Every cross-check of one environment."""
    return tuple(problem for check in CHECKS for problem in check(subject, every, today))
