"""A file whose values were looked at one by one: what is right in it may be held against something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from config.errors import KeyPath, Problem, dotted, shown
from config.folder import Layered
from config.section import Section
from config.vocabulary import Role

M = TypeVar("M", bound=Section)


@dataclass(frozen=True, slots=True)
class Subject:
    """An environment, a card, a model or a dataset."""

    layered: Layered
    bad: frozenset[KeyPath]
    """Paths whose value is missing or wrong."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.layered.name

    @property
    def role(self) -> str:
        """Which side of a pair an environment is."""
        return self.get("role") or Role.PRIMARY

    def get(self, *path: str | int) -> Any:
        """The value as the file has it; None where it is not said or wrong."""
        wrong = any(path[: len(bad)] == bad for bad in self.bad)
        return None if wrong else self.layered.at(path)

    def items(self, *path: str | int) -> list[Any]:
        """The items of a list, wrong ones as None; empty where there is no list."""
        found = self.layered.at(path)
        return [self.get(*path, index) for index in range(len(found))] if isinstance(found, list) else []

    def keys(self, *path: str | int) -> list[str]:
        """The keys of a mapping; empty where there is no mapping."""
        found = self.layered.at(path)
        return [str(key) for key in found] if isinstance(found, Mapping) else []

    def section(self, model: type[M], *path: str | int) -> M | None:
        """The section at a path, read; None where it is not said, or something in it is wrong."""
        value = self.layered.at(path)
        if value is None or any(bad[: len(path)] == path[: len(bad)] for bad in self.bad):
            return None
        return model.model_validate(value, by_alias=True, by_name=False)

    def absent(self, *path: str | int) -> bool:
        """Whether the file says nothing at a path, and nothing wrong around it."""
        return self.layered.at(path) is None and not any(path[: len(bad)] == bad for bad in self.bad)

    def where(self, path: KeyPath) -> str:
        """The file and key of a value, for a message about another."""
        return f"{(self.layered.origin(path) or self.layered.own).file}, {dotted(path)}"

    def problem(self, path: KeyPath, reason: str, fix: str) -> Problem:
        """A problem with the value at a path, in the file it comes from."""
        document = self.layered.origin(path) or self.layered.own
        value = self.layered.at(path)
        text = None if value is None else shown(value, path)
        return Problem(document.file, dotted(path), text, reason, fix, document.lines.get(path))
