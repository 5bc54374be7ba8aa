"""A rule: one thought about the resource graph, the metadata that explains it and the examples that prove it.

A rule is a generator function under one of two decorators:

    @resource_rule(id="LZ-S3-001", title="A bucket is ...", severity=Severity.HIGH, types=(BUCKET,), ...)
    def bucket_is_private(bucket: View) -> Iterator[Outcome]:
        yield bucket.must("acl", one_of("private"), "the ACL is public", when_missing="private")

The decorator checks the metadata, so a rule that cannot be explained fails at import. It returns the Rule, not the
function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final, Required, TypedDict, Unpack

from policies.controls import supports
from policies.framework import FRAMEWORKS
from policies.value import Outcome
from policies.view import StackView, View

ID_GRAMMAR: Final = re.compile(r"LZ-[A-Z0-9]+-\d{3}")
KUBERNETES: Final = "kubernetes:"
"""What the types of Kubernetes objects begin with."""

ResourceCheck = Callable[[View], Iterable[Outcome]]
GraphCheck = Callable[[StackView], Iterable[Outcome]]


class RuleError(ValueError):
    """A rule's metadata is incomplete or contradicts another rule's; raised while the rule's module is imported."""


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


@dataclass(frozen=True, slots=True)
class Validation:
    """A demand as a Kubernetes API server is told it (policies/admission)."""

    expression: str
    """CEL about `object`, and for kinds that make pods about `variables.pod` and `variables.containers`."""
    message: str
    """What is wrong where it is false."""
    at: str = ""
    """Where in the object, or in its pods, with [] for each element of a list; empty for the whole."""


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
    """Framework key (one of FRAMEWORKS) to the ids it supports."""
    good: Examples
    bad: Examples
    offending: str
    """Of the bad example: `name.path` (or `path` for a single resource) of the property that makes it bad.

    A path is dotted, with list elements as [0]. When the property is unknown, the rule must say unknown.
    """
    decides: tuple[str, ...] = ()
    """Further properties of the bad example, as `name.path`, that decide whether the rule applies at all: a class, a
    switch, the other end of a relation. With one of these unknown nobody can say fail; with any other, the violation
    stands.
    """
    cel: tuple[Validation, ...] = ()
    """Of a rule about Kubernetes objects, the same demand as an API server can hold it."""
    beyond: str = ""
    """What of such a rule an API server cannot hold, and why; all of it where there is no `cel`."""
    resource_check: ResourceCheck | None = None
    graph_check: GraphCheck | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be explained to the person whose change it stops."""
        faults = list(_faults(self))
        if faults:
            raise RuleError(f"rule {self.id!r} {'; '.join(faults)}")


class Metadata(TypedDict, total=False):
    """The keywords of the decorators: the fields of Rule without its check, and without what its control says."""

    id: Required[str]
    title: Required[str]
    severity: Required[Severity]
    types: Required[tuple[str, ...]]
    control: Required[str]
    why: Required[str]
    fix: Required[str]
    good: Required[Examples]
    bad: Required[Examples]
    offending: Required[str]
    decides: tuple[str, ...]
    cel: tuple[Validation, ...]
    beyond: str


_declared: dict[str, Rule] = {}


def resource_rule(**metadata: Unpack[Metadata]) -> Callable[[ResourceCheck], Rule]:
    """Declare a rule that judges one resource at a time; it may look at the stack through `view.stack`."""
    return lambda check: _declare(Rule(resource_check=check, frameworks=_carried(**metadata), **metadata))


def graph_rule(**metadata: Unpack[Metadata]) -> Callable[[GraphCheck], Rule]:
    """Declare a rule that judges the stack as a whole: a resource that must exist, or how two stand to each other."""
    return lambda check: _declare(Rule(graph_check=check, frameworks=_carried(**metadata), **metadata))


def declared() -> tuple[Rule, ...]:
    """Every rule declared so far, in the order of their ids; `registry.all_rules` declares them first."""
    return tuple(_declared[id_] for id_ in sorted(_declared))


def _carried(**metadata: Unpack[Metadata]) -> Mapping[str, tuple[str, ...]]:
    """What a rule supports, which its control says (policies/frameworks/controls.yaml)."""
    try:
        return supports(metadata["control"], metadata["id"])
    except KeyError:
        raise RuleError(
            f"rule {metadata['id']!r} has the control {metadata['control']!r}, which policies/frameworks/controls.yaml "
            f"does not map; add it there with the requirements it supports"
        ) from None


def _declare(rule: Rule) -> Rule:
    if rule.id in _declared:
        titles = f"{_declared[rule.id].title!r} and {rule.title!r}"
        raise RuleError(f"rule {rule.id!r} is declared twice ({titles}); give one of them a free number")
    _declared[rule.id] = rule
    return rule


def _faults(rule: Rule) -> Iterator[str]:
    if not ID_GRAMMAR.fullmatch(rule.id):
        yield f"has an id outside the grammar {ID_GRAMMAR.pattern}"
    if rule.title.lower().startswith("ensure"):
        yield "has a title that begins with Ensure; say the good state, for example 'A bucket is private'"
    for name in ("title", "types", "control", "why", "fix", "frameworks", "good", "bad", "offending"):
        if not getattr(rule, name):
            yield f"has no {name}"
    if strange := sorted(set(rule.frameworks) - set(FRAMEWORKS)):
        yield f"names unknown frameworks {strange}; choose from {list(FRAMEWORKS)}"
    if (rule.resource_check is None) == (rule.graph_check is None):
        yield "needs exactly one of resource_check and graph_check"
    if any(type_.startswith(KUBERNETES) for type_ in rule.types) and not (rule.cel or rule.beyond):
        yield "is about Kubernetes objects, and says neither in cel what an API server can hold nor in beyond why none"
    yield from _example_faults(rule)


def _example_faults(rule: Rule) -> Iterator[str]:
    for label, examples in (("good", rule.good), ("bad", rule.bad)):
        if rule.resource_check is not None and examples and not any(e.type in rule.types for e in examples):
            yield f"has a {label} example without a resource of its types"
        if len({e.name for e in examples}) < len(examples):
            yield f"has two resources of one name in its {label} example"
    if len(rule.bad) > 1 and rule.offending.split(".")[0] not in {e.name for e in rule.bad}:
        yield "has an offending path that does not begin with the name of a resource of the bad example"
