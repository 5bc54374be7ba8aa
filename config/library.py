"""What environments name: AI system cards, models and datasets, each a file, read and judged once.

A card is judged value by value, with the model it names, and in an environment; the last two are config.cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

from config.cards import (
    Case,
    Placed,
    problems_of_card,
    problems_of_model,
    problems_of_placement,
    problems_together,
    resolved,
)
from config.errors import ConfigurationError, Problem, near, shown
from config.folder import Layered
from config.model import LandingZone
from config.read import read
from config.schemas import Schema, file_schema
from config.section import Section
from config.subject import Subject
from config.system import Dataset, ModelFacts, System, SystemCard
from config.validate import validate
from config.vocabulary import DataClass

M = TypeVar("M", bound=Section)

KINDS: Final[Mapping[str, tuple[type[Section], str]]] = {
    "systems": (SystemCard, "AI system card"),
    "models": (ModelFacts, "Model"),
    "datasets": (Dataset, "Dataset"),
}
"""Folder to what its files are and what their schema is called."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """A file after its values were judged."""

    value: M | None
    subject: Subject | None
    """None where the file could not be read at all."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """A file that is right."""

    value: M
    layered: Layered


class Shelf(Generic[M]):
    """A folder of files of one kind."""

    def __init__(self, root: Path, folder: str, model: type[M], title: str) -> None:
        self._shown = f"{root.name}/{folder}"
        self._model, self._title = model, title
        self._files = {path.stem: path for path in sorted((root / folder).glob("*.yaml"))}
        self._read: dict[str, Entry[M]] = {}

    @property
    def names(self) -> list[str]:
        """The files, sorted."""
        return list(self._files)

    def get(self, name: str) -> Entry[M]:
        """A file; the name must be one of `names`."""
        if name not in self._read:
            self._read[name] = self._entry(name)
        return self._read[name]

    def _entry(self, name: str) -> Entry[M]:
        try:
            document = read(self._files[name], f"{self._shown}/{name}.yaml")
        except ConfigurationError as error:
            return Entry(None, None, error.problems)
        layered = Layered(name, (document,), document.data)
        value, problems, bad = validate(layered, self._model, self._schema)
        subject = Subject(layered, bad)
        if (said := subject.get("name")) is not None and said != name:
            reason = f"differs from the name of the file, {name!r}"
            problems = (*problems, subject.problem(("name",), reason, f"write name: {name}, or rename the file"))
        return Entry(value, subject, problems)

    def _schema(self) -> Schema:
        return file_schema(self._model, self._title)

    def unknown(self, name: object) -> tuple[str, str]:
        """Reason and fix for a name that is no file."""
        return f"is not a file of {self._shown}", f"{near(name, self.names)}known: {', '.join(self.names) or 'none'}"


class Library:
    """The three shelves of a configuration folder; `today` dates approvals (UTC)."""

    def __init__(self, root: Path, today: date) -> None:
        self._root = root
        self._today = today

    @cached_property
    def cards(self) -> Shelf[SystemCard]:
        """AI system cards."""
        return Shelf(self._root, "systems", SystemCard, KINDS["systems"][1])

    @cached_property
    def models(self) -> Shelf[ModelFacts]:
        """Models."""
        return Shelf(self._root, "models", ModelFacts, KINDS["models"][1])

    @cached_property
    def datasets(self) -> Shelf[Dataset]:
        """Datasets."""
        return Shelf(self._root, "datasets", Dataset, KINDS["datasets"][1])

    def problems(self, environment: Subject) -> tuple[Problem, ...]:
        """What is wrong with the systems an environment names, each problem in the file it stands in."""
        return tuple(self._problems(environment))

    def _problems(self, environment: Subject) -> Iterator[Problem]:
        names = environment.items("systems")
        for index, name in enumerate(names):
            if name is not None and name not in self.cards.names:
                yield environment.problem(("systems", index), *self.cards.unknown(name))
        for name in self._known(environment):
            yield from self.problems_of(name)
            yield from self.problems_in(environment, name)
        placed = self._placed(environment)
        if len(placed) == len(names):
            yield from problems_together(environment, placed)

    def _known(self, environment: Subject) -> list[str]:
        return [name for name in dict.fromkeys(environment.items("systems")) if name in self.cards.names]

    def _placed(self, environment: Subject) -> list[Placed]:
        cases = [self.case(name) for name in self._known(environment)]
        return [Placed(case, environment) for case in cases if case is not None]

    def problems_in(self, environment: Subject, name: str) -> Iterator[Problem]:
        """What is wrong with a card in an environment that names it."""
        placed = self._placed(environment)
        for each in placed:
            if each.case.card.name == name:
                yield from problems_of_placement(each, placed)

    def case(self, name: str) -> Case | None:
        """A card with the model it names; None where its file cannot be read."""
        card = self.cards.get(name).subject
        if card is None:
            return None
        model = card.get("model", "name")
        return Case(card, self.models.get(model).value if model in self.models.names else None)

    def problems_of(self, name: str) -> Iterator[Problem]:
        """What is wrong with a card and what it names, wherever it stands; the name must be one of `cards.names`."""
        yield from self.cards.get(name).problems
        case = self.case(name)
        if case is None:
            return
        yield from self._model(case.card)
        yield from self._datasets(case.card)
        yield from problems_of_card(case)

    def _model(self, card: Subject) -> Iterator[Problem]:
        name = card.get("model", "name")
        if name is None:
            return
        if name not in self.models.names:
            yield card.problem(("model", "name"), *self.models.unknown(name))
            return
        entry = self.models.get(name)
        yield from entry.problems
        if entry.subject is not None:
            yield from problems_of_model(entry.subject, entry.value, self._today)

    def _datasets(self, card: Subject) -> Iterator[Problem]:
        for index in range(len(card.items("data"))):
            name = card.get("data", index, "dataset")
            if name is None:
                continue
            if name not in self.datasets.names:
                yield card.problem(("data", index, "dataset"), *self.datasets.unknown(name))
                continue
            entry = self.datasets.get(name)
            yield from entry.problems
            if entry.value is not None and card.get("data", index, "access") == "write":
                yield from _written(card, index, entry.value)

    def unknown_card(self, name: str) -> Problem:
        """The problem with the name of a card that is not there."""
        folder = f"{self._root.name}/systems"
        return Problem(folder, "system", shown(name), *self.cards.unknown(name))

    def named(self, name: str) -> tuple[Read[SystemCard], Read[ModelFacts], tuple[Read[Dataset], ...]]:
        """A card without problems, and what it names."""
        card = _read(self.cards.get(name), name)
        model = card.value.model.name
        datasets = tuple(_read(self.datasets.get(a.dataset), a.dataset) for a in card.value.data)
        return card, _read(self.models.get(model), model), datasets

    def systems(self, zone: LandingZone) -> dict[str, System]:
        """The systems of an environment without problems, by name."""
        found = dict[str, System]()
        for name in zone.systems:
            card, model, datasets = self.named(name)
            found[name] = resolved(card.value, model.value, {d.value.name: d.value for d in datasets}, zone)
        return found


def _written(card: Subject, index: int, dataset: Dataset) -> Iterator[Problem]:
    if dataset.data_class in {DataClass.DECISIONS, DataClass.SECURITY_LOGS}:
        reason = f"is written, and {dataset.name} is of class {dataset.data_class}, which only the zone itself writes"
        yield card.problem(("data", index, "access"), reason, "write access: read")


def _read(entry: Entry[M], name: str) -> Read[M]:
    if entry.value is None or entry.subject is None:
        raise ValueError(f"{name} is not right: {[p.reason for p in entry.problems]}; ask for its problems first")
    return Read(entry.value, entry.subject.layered)
