"""What a resource's data class asks of it: its retention floor, and whether it is evidence."""

from __future__ import annotations

from typing import Final

from graph.model import UNKNOWN
from policies.organisation import organisation
from policies.value import Value, one_of, opened, wrap
from policies.verdict import Verdict
from policies.view import View

DATA_CLASS: Final = "lz:data-class"
OWNER: Final = "lz:owner"
ENVIRONMENT: Final = "lz:environment"
ROLE: Final = "lz:role"
RISK: Final = "lz:risk-tier"
SYSTEM: Final = "lz:system"
CONTENT: Final = "lz:content"
"""What a store is for, beyond its class: one of those below."""
DATASET: Final = "dataset"
EVALUATION: Final = "evaluation-set"
CONVERSATIONS: Final = "conversations"
DOCUMENTATION: Final = "technical-documentation"
SCOPE: Final = "lz:scope"
"""The audits a thing is in scope of, words of scope-retention in organisation.yaml, separated by spaces."""
LANGUAGES: Final = "lz:languages"
"""What people write to a system in: codes of ISO 639 such as en, separated by spaces."""
PERSONAL: Final = "lz:personal-data"
"""Whose data it is, a category of erasure-limits in organisation.yaml; NOBODYS where there is none."""
NOBODYS: Final = "none"
SPECIAL: Final = "lz:special-category"
"""Whether it is data of the categories of GDPR Art. 9(1): health, belief, origin and the like; true or false."""

EVIDENCE: Final = frozenset({"decisions", "models", "security-logs"})
"""Classes whose stores are write-once and replicated: what an automated decision is proved and reproduced from."""


def tag(view: View, name: str) -> Value:
    """The resource's own tag, else its provider's default tag: the value AWS will see.

    An own tag is known even while the default tags are not. Default tags reach the graph on the provider only, as a
    JSON string, and never each resource.
    """
    own = view["tags"].under(name)
    provider = view.provider if own.missing else None
    if provider is None:
        return own
    default = opened(provider["defaultTags"]).at("tags").under(name)
    return wrap(view.urn, own.path, UNKNOWN if default.unknown else None if default.missing else default.raw)


def has_tag(view: View, name: str, *values: str) -> Verdict:
    """Whether the resource carries the tag with one of the values."""
    found = tag(view, name)
    return Verdict.FAIL if found.missing else found.holds(one_of(*values))


def of_system(view: View) -> Verdict:
    """Whether the resource itself says which AI system it serves."""
    return view["tags"].at(SYSTEM).holds(bool, when_missing="")


def is_evidence(view: View) -> Verdict:
    """Whether the resource's data class is one of evidence."""
    return has_tag(view, DATA_CLASS, *EVIDENCE)


def days_of(value: Value) -> float | None:
    """A number of days, also where a program in YAML wrote it as text; 0 for what is none, None while it is unknown."""
    if value.unknown:
        return None
    try:
        return float(value.raw)
    except (TypeError, ValueError):
        return 0


def meets_floor(view: View, days: float | None) -> Verdict:
    """Whether a retention in days (None: not known) is at or above the floor of the resource's data class.

    A missing class is held to the lowest floor of all; that it is missing is a finding of its own (LZ-CHG-006).
    An unknown one passes above the highest floor, fails below the lowest, and is unknown between.
    """
    if days is None:
        return Verdict.UNKNOWN
    low, high = _floors(tag(view, DATA_CLASS))
    if days >= high:
        return Verdict.PASS
    return Verdict.FAIL if days < low else Verdict.UNKNOWN


def _floors(data_class: Value) -> tuple[int, int]:
    every = [floor.days for floor in organisation().retention_floors.values()]
    if data_class.unknown:
        return min(every), max(every)
    floor = organisation().floor(data_class.raw) if isinstance(data_class.raw, str) else None
    floor = min(every) if floor is None else floor
    return floor, floor
