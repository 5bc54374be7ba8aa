"""A rule: one thought about the resource graph, with the metadata that makes it explainable and the examples that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any

from policies.value import Outcome
from policies.view import StackView, View


@unique
class Severity(StrEnum):
    """How bad it is that the rule does not hold; what then happens is a matter of levels.yaml."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Example:
    """A resource of an example stack: type, name, properties and edges."""

    type: str
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    name: str = "example"
    refs: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property name to the name of the example resource its value comes from."""
    provider: Mapping[str, Any] | None = None
    """Properties of the explicit provider, where the rule looks at it."""
    protect: bool = False
    ignore_changes: tuple[str, ...] = ()


Examples = tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule and everything a reader wants to know of it."""

    id: str
    title: str
    """The good state, as a sentence; never begins with Ensure."""
    severity: Severity
    types: tuple[str, ...]
    """The resource types it judges; for a graph rule, the types without which it has nothing to say."""
    control: str
    """Id of the control in the catalogue this rule realises."""
    why: str
    """Why it matters, in one sentence a reviewer believes."""
    fix: str
    """The configuration line or the code to change."""
    frameworks: Mapping[str, tuple[str, ...]]
    """Framework key (EUAI, GDPR, RMF, ISO42001, LLM, 80053, SOC2, CIS v5, SOX) to the ids it supports."""
    good: Examples
    bad: Examples
    offending: str
    """Of the bad example: `name.path` (or `path` for a single resource) of the property that makes it bad; unknown there means unknown."""
    resource_check: Callable[[View], Iterable[Outcome]] | None = None
    graph_check: Callable[[StackView], Iterable[Outcome]] | None = None
