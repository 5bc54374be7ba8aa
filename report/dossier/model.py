"""What a dossier consists of, whatever format it is read in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policies.finding import Finding


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is so, on one or several lines."""

    name: str
    lines: tuple[str, ...]
    brief: bool = False
    """Whether it also stands where a dossier is told in short."""


@dataclass(frozen=True, slots=True)
class Part:
    """Facts that answer one question."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One AI system in one environment."""

    system: str
    stack: str
    summary: str
    """On one line: its tier, and how many findings are open about it."""
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    """What is open about its resources."""

    @property
    def brief(self) -> tuple[Fact, ...]:
        """The facts that a reviewer reads in a pull request."""
        return tuple(fact for part in self.parts for fact in part.facts if fact.brief)


def fact(name: str, *lines: str, brief: bool = False) -> Fact:
    """A fact; lines without text are left out."""
    return Fact(name, tuple(line for line in lines if line), brief)


def part(title: str, facts: Iterable[Fact]) -> Part:
    """A part; a fact of which nothing is known is left out."""
    return Part(title, tuple(one for one in facts if one.lines))
