"""What AWS Config asks of what is there, and which rule asks it before: aws_config.yaml as data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from policies.document import Document, read
from policies.errors import GovernanceError, Problem, shown
from policies.registry import all_rules

FILE: Final = Path(__file__).with_name("aws_config.yaml")


@unique
class Extent(StrEnum):
    """How far a managed rule of AWS Config finds what the rule finds."""

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    CROSSES = "crosses"


@dataclass(frozen=True, slots=True)
class Told:
    """How far, and in what it differs or which parameter makes it so."""

    extent: Extent
    note: str = ""


def _told(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("is not text")  # noqa: TRY004  pydantic reads a ValueError
    word, _, note = value.partition(", ")
    if word not in set(Extent):
        raise ValueError("does not begin with how far it goes")
    if word != Extent.SAME and not note.strip():
        raise ValueError("does not say in what it differs")
    return Told(Extent(word), note.strip())


_HOW: Final = f"write {', '.join(Extent)}, and after a comma in what it differs or which parameter to give"
_FIXES: Final = {
    "": f"write rules: {{RULE: {{IDENTIFIER: HOW FAR}}}}, an identifier like S3_BUCKET_VERSIONING_ENABLED; {_HOW}",
}

_Identifier = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")]
_Told = Annotated[Told, BeforeValidator(_told)]


class _File(Document):
    rules: Mapping[str, Annotated[Mapping[_Identifier, _Told], Field(min_length=1)]]
    """Rule to identifier to how far."""


@dataclass(frozen=True, slots=True)
class ManagedRule:
    """A managed rule of AWS Config, as far as a rule of the pack is concerned."""

    identifier: str
    """What CloudFormation and the API call it (SourceIdentifier)."""
    extent: Extent
    note: str

    def __str__(self) -> str:
        """The identifier, and in brackets how far."""
        return f"{self.identifier} ({self.extent}{f', {self.note}' if self.note else ''})"


def load(path: Path = FILE, rules: Collection[str] | None = None) -> Mapping[str, tuple[ManagedRule, ...]]:
    """Rule to the managed rules that ask the same; GovernanceError with every rule that does not exist."""
    known = {rule.id for rule in all_rules()} if rules is None else rules
    found = read(path, _File, _FIXES)
    if problems := list(_problems(path, found, known)):
        raise GovernanceError(*problems)
    return {
        rule: tuple(ManagedRule(identifier, told.extent, told.note) for identifier, told in managed.items())
        for rule, managed in found.rules.items()
    }


def _problems(path: Path, found: _File, known: Collection[str]) -> Iterator[Problem]:
    for rule in found.rules:
        if rule not in known:
            fix = "give the id of a rule; `lz policy list` shows them"
            yield Problem(shown(path), "rules", rule, "there is no such rule", fix)


@cache
def _all() -> Mapping[str, tuple[ManagedRule, ...]]:
    return load()


def managed_rules(rule_id: str) -> tuple[ManagedRule, ...]:
    """The managed rules that ask what this rule asks; none where none comes near."""
    return _all().get(rule_id, ())
