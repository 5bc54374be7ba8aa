"""Exemptions: one rule, one resource, somebody who answers for it, and a day on which it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from policies.document import Document, day, read
from policies.errors import GovernanceError, Problem, shown
from policies.rule import Severity

FILE: Final = "exemptions.yaml"
URN_PATTERN: Final = r"^urn:pulumi:[^*]+::[^*]+::[^*]+::[^*]+$"

_KEYS: Final = "rule, urn, path, reason, owner, ticket, granted, expires, approver"
_WHO: Final = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_FIXES: Final = {
    "": f"an exemption has the keys {_KEYS} and no others; path and approver may be left out",
    "exemptions": "write a list: exemptions: [] when there is none",
    "rule": "give the id of a rule, for example LZ-S3-001; `lz policy list` shows them",
    "urn": "give the exact URN of one resource, as the finding shows it; there are no wildcards",
    "path": "give the property path as the finding shows it, or leave the key out for the whole resource",
    "reason": "say in a sentence why the finding is acceptable for now",
    "owner": "name the e-mail address of the person or team who answers for it",
    "ticket": "name the ticket in which the exemption was agreed",
    "granted": "give the day it was agreed, as YYYY-MM-DD",
    "expires": "give the last day it holds, as YYYY-MM-DD",
    "approver": "name the e-mail address of the second person who agreed",
}

_Day = Annotated[date, BeforeValidator(day)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What holds for exemptions in an environment."""

    most: int = 10
    """How many may hold at once."""
    second_approver: frozenset[Severity] = frozenset({Severity.CRITICAL})
    """Severities whose exemptions a second person approves."""
    days: Mapping[Severity, int] = field(default_factory=lambda: MappingProxyType(dict.fromkeys(Severity, 365)))
    """The most days an exemption of a severity holds, from the day it was granted."""


class Exemption(Document):
    """One entry of exemptions.yaml."""

    rule: str
    """Id of the rule that is not to block."""

    urn: Annotated[str, Field(pattern=URN_PATTERN)]
    """Exact URN of the resource it does not block."""

    path: str = ""
    """Property path it does not block there; empty for every path."""

    reason: Annotated[str, Field(min_length=10)]
    """Why the finding is acceptable for now."""

    owner: Annotated[str, Field(pattern=_WHO)]
    """Who answers for it: an e-mail address."""

    ticket: Annotated[str, Field(min_length=1)]
    """Where it was agreed."""

    granted: _Day
    """The day it was agreed, from which it holds."""

    expires: _Day
    """The last day it holds."""

    approver: Annotated[str, Field(pattern=_WHO)] | None = None
    """The second person who agreed, where one is needed."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it exempts."""
        return (self.rule, self.urn, self.path)

    @property
    def stack(self) -> str:
        """The stack of the resource."""
        return self.urn.split("::")[0].removeprefix("urn:pulumi:")

    @property
    def environment(self) -> str:
        """The environment of the stack."""
        return self.stack.split(".", 1)[0]

    def expired(self, today: date) -> bool:
        """Whether its last day lies before today."""
        return self.expires < today

    def days_left(self, today: date) -> int:
        """Days it still holds; 0 on its last day, less after it."""
        return (self.expires - today).days

    def refused(self, severity: Severity, limits: Limits, today: date) -> str:
        """Why it exempts nothing although it has not expired; empty where it does."""
        if self.granted > today:
            return f"is granted on {self.granted} only"
        if severity in limits.second_approver and (self.approver or self.owner).casefold() == self.owner.casefold():
            return f"hides a {severity} finding, and nobody but its owner approved it"
        return ""

    def to_json(self) -> dict[str, Any]:
        """The exemption as JSON data."""
        return self.model_dump(mode="json")


class _File(Document):
    exemptions: tuple[Exemption, ...]
    """Every exemption of every stack."""


def load(folder: Path, severities: Mapping[str, Severity], limits: Limits) -> tuple[Exemption, ...]:
    """The exemptions of a folder's exemptions.yaml, in its order; GovernanceError with every problem.

    `severities` are those of the rules that there are. A rule that does not exist, a second exemption of the same
    finding, and one that holds longer than its severity allows are problems too. Whether one has expired, or matches
    nothing, shows only against a graph on a day: that is policies.exempting's.
    """
    path = folder / FILE
    found = read(path, _File, _FIXES).exemptions
    problems = list(_problems(path, found, severities, limits))
    if problems:
        raise GovernanceError(*problems)
    return found


def fix(key: str) -> str:
    """What to do about a key of an exemption that is not good."""
    return _FIXES.get(key, _FIXES[""])


def too_long(one: Exemption, severity: Severity, limits: Limits) -> tuple[str, str]:
    """Why an exemption's days are not good, and what to do; empty where they are."""
    most = limits.days[severity]
    if one.expires < one.granted:
        return "lies before the day it was granted", "give a last day that lies after it"
    if (one.expires - one.granted).days > most:
        reason = f"is {(one.expires - one.granted).days} days after it was granted; {severity} findings: {most} at most"
        return reason, f"take {one.granted + timedelta(days=most)} at the latest, and agree anew when it ends"
    return "", ""


def _problems(
    path: Path, found: tuple[Exemption, ...], severities: Mapping[str, Severity], limits: Limits
) -> Iterator[Problem]:
    seen = dict[tuple[str, str, str], int]()
    for index, one in enumerate(found):
        key = f"exemptions[{index}]"
        if one.rule not in severities:
            yield Problem(shown(path), f"{key}.rule", one.rule, "there is no such rule", _FIXES["rule"])
        else:
            reason, fix = too_long(one, severities[one.rule], limits)
            if reason:
                yield Problem(shown(path), f"{key}.expires", str(one.expires), reason, fix)
        first = seen.setdefault(one.key, index)
        if first != index:
            reason = f"exempts the same finding as exemptions[{first}]"
            yield Problem(shown(path), key, one.rule, reason, "keep one of the two")
