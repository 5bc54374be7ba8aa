"""What environments name: AI system cards, models and datasets, each a file, read and judged once.

A card is judged by itself (its model), with what it names (its digest is approved, its model fits), and in an
environment (its pool exists); the last two are functions of config.cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

from config.cards import problems_of_card, problems_of_placement, problems_of_promise, resolved
from config.crosscheck import Subject
from config.errors import ConfigurationError, Problem
from config.folder import Layered
from config.model import LandingZone
from config.read import read
from config.schemas import file_schema
from config.section import Section
from config.system import Dataset, ModelFacts, System, SystemCard
from config.validate import validate

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
        value, problems, bad = validate(layered, self._model, file_schema(self._model, self._title))
        subject = Subject(layered, bad)
        if (said := subject.get("name")) is not None and said != name:
            reason = f"differs from the name of the file, {name!r}"
            problems = (*problems, subject.problem(("name",), reason, f"write name: {name}, or rename the file"))
        return Entry(value, subject, problems)

    def unknown(self, name: object) -> tuple[str, str]:
        """Reason and fix for a name that is no file."""
        near = get_close_matches(str(name), self.names, n=1)
        choice = f"did you mean {near[0]}? " if near else ""
        return f"is not a file of {self._shown}", f"{choice}known: {', '.join(self.names) or 'none'}"


class Library:
    """The three shelves of a configuration folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

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
        named = environment.layered.at(("systems",))
        for index in range(len(named) if isinstance(named, list) else 0):
            name = environment.get("systems", index)
            if name is None:
                continue
            if name not in self.cards.names:
                yield environment.problem(("systems", index), *self.cards.unknown(name))
                continue
            card = self.cards.get(name)
            yield from card.problems
            if card.subject is not None:
                yield from self._named(card.subject)
                if card.value is not None:
                    yield from problems_of_promise(card.value, card.subject)
                    yield from problems_of_placement(card.value, card.subject, environment)

    def _named(self, card: Subject) -> Iterator[Problem]:
        """What a card names must be there and right; then the card is judged with it."""
        model = card.get("model", "name")
        if model is not None and model not in self.models.names:
            yield card.problem(("model", "name"), *self.models.unknown(model))
        elif model is not None:
            entry = self.models.get(model)
            yield from entry.problems
            if entry.value is not None:
                yield from problems_of_card(card, entry.value)
        accesses = card.layered.at(("data",))
        for index in range(len(accesses) if isinstance(accesses, list) else 0):
            dataset = card.get("data", index, "dataset")
            if dataset is None:
                continue
            if dataset not in self.datasets.names:
                yield card.problem(("data", index, "dataset"), *self.datasets.unknown(dataset))
            else:
                yield from self.datasets.get(dataset).problems

    def systems(self, zone: LandingZone) -> dict[str, System]:
        """The systems of an environment without problems, by name."""
        found = dict[str, System]()
        for name in zone.systems:
            card = _right(self.cards.get(name), name)
            datasets = {a.dataset: _right(self.datasets.get(a.dataset), a.dataset) for a in card.data}
            found[name] = resolved(card, _right(self.models.get(card.model.name), card.model.name), datasets, zone)
        return found


def _right(entry: Entry[M], name: str) -> M:
    if entry.value is None:
        raise ValueError(f"{name} is not right: {[p.reason for p in entry.problems]}; ask for its problems first")
    return entry.value
