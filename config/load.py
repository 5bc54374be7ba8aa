"""Files to LandingZone: the door to the configuration, and the only one.

An environment is read with what it extends, merged by one rule, judged value by value and then crosswise, its addresses
against every other environment's. All problems come at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from config.crosscheck import BLOCKS, crosscheck
from config.errors import ConfigurationError, Problem, dotted
from config.folder import Folder, Layered
from config.library import Library, Read
from config.model import LandingZone
from config.scaffold import draft
from config.schemas import environment_schema
from config.subject import Subject
from config.system import Dataset, ModelFacts, SystemCard
from config.validate import validate
from config.vocabulary import Pattern, SystemName

ROOT: Final = Path(__file__).resolve().parent
"""The folder config of this project."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An environment that is right, and where each of its values comes from."""

    zone: LandingZone
    layered: Layered


@dataclass(frozen=True, slots=True)
class ResolvedCard:
    """A card that is right wherever it stands, and where each of its values comes from."""

    card: Read[SystemCard]
    model: Read[ModelFacts]
    datasets: tuple[Read[Dataset], ...]
    environments: tuple[str, ...]
    """Those that name it, sorted."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """An environment after its values were judged one by one."""

    zone: LandingZone | None
    subject: Subject
    problems: tuple[Problem, ...]


def environments(root: Path = ROOT) -> list[str]:
    """The names that can be deployed, sorted."""
    return Folder(root).environments()


def load(environment: str, root: Path = ROOT) -> LandingZone:
    """The configuration of one environment; raises ConfigurationError with every problem of it."""
    return resolve(environment, root).zone


def load_all(root: Path = ROOT) -> dict[str, LandingZone]:
    """Every environment by name; raises ConfigurationError with every problem of all."""
    estate = _Estate(Folder(root), root)
    if problems := [problem for name in estate.names for problem in estate.problems(name)]:
        raise ConfigurationError(problems)
    return {name: estate.resolved(name).zone for name in estate.names}


def resolve(environment: str, root: Path = ROOT, *, today: date | None = None) -> Resolved:
    """Like load, with the file that each value comes from; `today` dates the confirmation of a lock (UTC)."""
    folder = Folder(root)
    folder.layered(environment)
    return _Estate(folder, root, today).resolved(environment)


def systems(root: Path = ROOT) -> list[str]:
    """The names of all cards, sorted, whether an environment names them or not."""
    return Library(root, datetime.now(UTC).date()).cards.names


def draft_card(name: SystemName, pattern: Pattern, owner: str, root: Path = ROOT) -> str:
    """The text of a first card that is right in itself; raises ConfigurationError where something it needs is wrong."""
    zones = load_all(root).values()
    today = datetime.now(UTC).date()
    library = Library(root, today)
    return draft(
        name,
        pattern,
        owner,
        models=[entry.value for key in library.models.names if (entry := library.models.get(key)).value is not None],
        datasets=library.datasets.names,
        pools={key: pool for zone in zones for key, pool in zone.pools.items()},
        today=today,
    )


def resolve_card(name: str, root: Path = ROOT, *, today: date | None = None) -> ResolvedCard:
    """A card with what it names, held against every environment that names it; raises ConfigurationError."""
    return _Estate(Folder(root), root, today).card(name)


class _Estate:
    """All environments of a folder, because addresses are judged across them."""

    def __init__(self, folder: Folder, root: Path, today: date | None = None) -> None:
        self._today = today or datetime.now(UTC).date()
        self._library = Library(root, self._today)
        self._judged: dict[str, _Judged] = {}
        self._unreadable: dict[str, tuple[Problem, ...]] = {}
        self.names = folder.environments()
        self._orphans = folder.orphans()
        for name in self.names:
            try:
                layered = folder.layered(name)
            except ConfigurationError as error:
                self._unreadable[name] = error.problems
            else:
                zone, problems, bad = validate(layered, LandingZone, environment_schema)
                self._judged[name] = _Judged(zone, Subject(layered, bad), problems)

    def problems(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with an environment, and what keeps its addresses from being compared with another's."""
        if name in self._unreadable:
            return self._unreadable[name]
        judged = self._judged[name]
        every = {other: found.subject for other, found in self._judged.items()}
        blocks = {dotted(path) for path in BLOCKS}
        neighbours = [
            p for other in self._judged.values() if other is not judged for p in other.problems if p.key in blocks
        ]
        broken = [p for problems in self._unreadable.values() for p in problems]
        own = judged.subject.layered.own.file
        found = (
            *judged.problems,
            *crosscheck(judged.subject, every, self._today),
            *neighbours,
            *broken,
            *self._orphans,
            *self._library.problems(judged.subject),
        )
        return tuple(sorted(found, key=lambda p: (p.file != own, p.file, p.line is None, p.line or 0)))

    def card(self, name: str) -> ResolvedCard:
        """The card and what it names, or every problem as a ConfigurationError."""
        library = self._library
        if name not in library.cards.names:
            raise ConfigurationError([library.unknown_card(name)])
        naming = [one.subject for one in self._judged.values() if name in one.subject.items("systems")]
        problems = [*library.problems_of(name), *(p for one in naming for p in library.problems_in(one, name))]
        if problems:
            raise ConfigurationError(problems)
        return ResolvedCard(*library.named(name), tuple(sorted(one.name for one in naming)))

    def resolved(self, name: str) -> Resolved:
        """The environment, or every problem as a ConfigurationError."""
        problems = self.problems(name)
        judged = self._judged.get(name)
        if judged is None or judged.zone is None or problems:
            raise ConfigurationError(problems)
        standby = next((other for other, found in self._judged.items() if found.subject.get("recovers") == name), None)
        zone = judged.zone.completed(self._library.systems(judged.zone), standby)
        return Resolved(zone, judged.subject.layered)
