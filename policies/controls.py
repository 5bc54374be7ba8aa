"""What a control of the catalogue supports in laws and standards, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BeforeValidator, Field

from policies.document import Document, read
from policies.errors import GovernanceError, Problem, shown
from policies.framework import CONTROLS, FOLDER, Framework, frameworks

FILE: Final = FOLDER / CONTROLS

Frameworks = Mapping[str, tuple[str, ...]]


@unique
class Coverage(StrEnum):
    """How far a control carries a requirement, the farthest first; controls.yaml says how the words are read."""

    FULL = "full"
    """Where every rule of the control holds, the requirement is met."""
    PARTIAL = "partial"
    """The control does a part of what is asked."""
    EVIDENCE = "evidence-only"
    """The control makes sure that people can show what they did."""


RANK: Final = {coverage: rank for rank, coverage in enumerate(Coverage)}


class Mapped(NamedTuple):
    """One requirement that a control supports."""

    id: str
    coverage: Coverage


def _mapped(value: Any) -> Any:
    """An id, and after it how far; without a word it is partial."""
    if not isinstance(value, str):
        raise ValueError("is not text")  # noqa: TRY004  pydantic reads a ValueError
    id_, _, word = value.rpartition(" ")
    return Mapped(id_, Coverage(word)) if id_ and word in set(Coverage) else Mapped(value, Coverage.PARTIAL)


_FIXES: Final = {
    "": "use only controls and rules",
    "controls": 'write control: {framework: ["id", "id full", "id evidence-only"]}, each id in quotes',
    "rules": 'write rule: {framework: ["id"]}, each id in quotes',
}


class Controls(Document):
    """The facts of controls.yaml."""

    controls: Mapping[str, Mapping[str, tuple[Annotated[Mapped, BeforeValidator(_mapped)], ...]]]
    """Control to framework to requirements."""

    rules: Mapping[str, Frameworks] = Field(default_factory=dict[str, Frameworks])
    """Rule to the requirements of a framework that it carries, where that is less than its control does."""


def load(path: Path = FILE, known: Mapping[str, Framework] | None = None) -> Controls:
    """The mapping of a file; GovernanceError with every framework and requirement that does not exist."""
    found = read(path, Controls, _FIXES)
    known = frameworks() if known is None else known
    if problems := list(_problems(path, found, known)):
        raise GovernanceError(*problems)
    return found


@cache
def _controls() -> Controls:
    return load()


def names() -> tuple[str, ...]:
    """Every control, in the file's order."""
    return tuple(_controls().controls)


def supports(control: str, rule: str = "") -> Frameworks:
    """Framework key to the ids the control supports, or one rule of it; KeyError for a control nobody mapped."""
    carried = coverage(control, rule)
    return {framework: tuple(ids) for framework, ids in carried.items()}


def coverage(control: str, rule: str = "") -> Mapping[str, Mapping[str, Coverage]]:
    """Framework key to requirement to how far the control carries it, or one rule of it."""
    said = _controls()
    less = said.rules.get(rule, {})
    carried = {
        framework: {one.id: one.coverage for one in mapped if framework not in less or one.id in less[framework]}
        for framework, mapped in said.controls[control].items()
    }
    return {framework: ids for framework, ids in carried.items() if ids}


def narrowed() -> Mapping[str, Frameworks]:
    """The rules that carry less of a framework than their control."""
    return _controls().rules


def primary(control: str, carried: Frameworks) -> tuple[Framework, str]:
    """Of what a rule carries, the one requirement to name where there is room for one.

    The farthest carried; of those, the first framework's first.
    """
    how = coverage(control)
    ranked = [
        (RANK[how[key][id_]], key, id_)
        for key in frameworks()
        for id_ in carried.get(key, ())
        if id_ in how.get(key, {})
    ]
    _, key, id_ = min(ranked, key=lambda one: one[0])
    return frameworks()[key], id_


def _problems(path: Path, found: Controls, known: Mapping[str, Framework]) -> Iterator[Problem]:
    for control, mapping in found.controls.items():
        for framework, mapped in mapping.items():
            key = f"controls.{control}.{framework}"
            ids = [one.id for one in mapped]
            yield from _unknown(path, key, framework, ids, known)
            for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
                yield Problem(shown(path), key, id_, "is given twice", "keep one of the two")
    for rule, less in found.rules.items():
        for framework, ids in less.items():
            yield from _unknown(path, f"rules.{rule}.{framework}", framework, ids, known)


def _unknown(
    path: Path, key: str, framework: str, ids: tuple[str, ...] | list[str], known: Mapping[str, Framework]
) -> Iterator[Problem]:
    if framework not in known:
        yield Problem(shown(path), key, framework, "there is no such framework", f"use one of {', '.join(known)}")
        return
    for id_ in ids:
        if id_ not in known[framework].requirements:
            reason = f"{known[framework].name} has no such requirement here"
            fix = (
                f"use an id of the file with the key {framework!r} beside this one, or add it there; "
                f"after an id stands nothing, or one of {', '.join(Coverage)}"
            )
            yield Problem(shown(path), key, id_, reason, fix)
