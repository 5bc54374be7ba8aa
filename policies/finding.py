"""What the engine found out, for people and for their tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final

from graph.model import SourcePosition
from policies.exemptions import Exemption
from policies.levels import Level
from policies.rule import Severity
from policies.verdict import Verdict

VERSION: Final = 1
"""Of the JSON form; grows when a reader of this version would misread it."""

_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


@unique
class Kind(StrEnum):
    """Why there is a finding."""

    FAIL = "fail"
    """The rule does not hold."""
    UNKNOWN = "unknown"
    """The rule cannot know before the deploy."""
    ERROR = "error"
    """The rule broke: a fault of the pack, not of the program."""
    EXEMPTION_EXPIRED = "exemption-expired"
    """An exemption's last day is past."""
    EXEMPTION_UNMATCHED = "exemption-unmatched"
    """An exemption exempts nothing."""
    EXEMPTION_REFUSED = "exemption-refused"
    """An exemption is not good here: nobody but its owner approved it, or its first day lies ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a reader has to know about one resource."""

    rule_id: str
    title: str
    severity: Severity
    level: Level
    kind: Kind
    urn: str
    """Of the resource; empty when it is about the stack as a whole."""
    resource_type: str
    resource_name: str
    path: str
    """Property path; empty when it is about the resource as a whole."""
    message: str
    why: str
    fix: str
    frameworks: Mapping[str, tuple[str, ...]]
    tier: str = ""
    """The risk tier that makes its level stricter than the environment's; empty where none does."""
    exemption: Exemption | None = None
    source: SourcePosition | None = None

    @property
    def blocking(self) -> bool:
        """Whether it stops the run."""
        return self.level is Level.MANDATORY and self.exemption is None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells it from the other findings of its run."""
        return (self.rule_id, self.urn, self.path, self.kind, self.message)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What it shares with the same finding of another run: its words may change with a number in them."""
        return identity(self.key)

    @property
    def order(self) -> tuple[int, str, str, str, str, str]:
        """Its place in a report: the worst first, then by rule, resource and path."""
        return (_RANK[self.severity], *self.key)

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON data."""
        source = self.source
        return {
            "rule": self.rule_id,
            "title": self.title,
            "severity": str(self.severity),
            "level": str(self.level),
            "kind": str(self.kind),
            "blocking": self.blocking,
            "urn": self.urn,
            "type": self.resource_type,
            "name": self.resource_name,
            "path": self.path,
            "message": self.message,
            "why": self.why,
            "fix": self.fix,
            "frameworks": {key: list(ids) for key, ids in self.frameworks.items()},
            "tier": self.tier,
            "exemption": None if self.exemption is None else self.exemption.to_json(),
            "source": None if source is None else {"file": source.file, "line": source.line},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that to_json wrote."""
        exemption, source = data["exemption"], data["source"]
        return cls(
            rule_id=data["rule"],
            title=data["title"],
            severity=Severity(data["severity"]),
            level=Level(data["level"]),
            kind=Kind(data["kind"]),
            urn=data["urn"],
            resource_type=data["type"],
            resource_name=data["name"],
            path=data["path"],
            message=data["message"],
            why=data["why"],
            fix=data["fix"],
            frameworks={key: tuple(ids) for key, ids in data["frameworks"].items()},
            tier=data["tier"],
            exemption=None if exemption is None else Exemption.model_validate(exemption),
            source=None if source is None else SourcePosition(source["file"], source["line"]),
        )


def identity(key: tuple[str, str, str, str, str]) -> tuple[str, str, str, str]:
    """Rule, resource, property and kind of a finding's key."""
    return key[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one evaluation came to."""

    findings: tuple[Finding, ...]
    """Sorted, the worst first; the same graph always gives the same order."""
    verdicts: Mapping[Verdict, int]
    """How many judgements of one rule about one resource came to each verdict."""
    errors: int
    """How many times a rule broke."""
    rules: int
    """Rules that were asked: those not off."""
    resources: int
    """Resources at least one rule judged."""
    unjudged: Mapping[str, int] = field(default_factory=dict[str, int])
    """Types that no rule was asked about or looked for, with how many resources the stack has of each.

    Rules about every resource of a provider, such as those of its tags, are about no type.
    """
    exemptions_used: tuple[Exemption, ...] = ()
    exemptions_unused: tuple[Exemption, ...] = ()
    exemptions_expired: tuple[Exemption, ...] = ()
    exemptions_refused: tuple[Exemption, ...] = ()
    complete: bool = True
    """False when the run ended before the whole stack was seen; there may be more."""

    @property
    def blocking(self) -> bool:
        """Whether a finding stops the run."""
        return any(finding.blocking for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "version": VERSION,
            "complete": self.complete,
            "blocking": self.blocking,
            "rules": self.rules,
            "resources": self.resources,
            "errors": self.errors,
            "unjudged": dict(sorted(self.unjudged.items())),
            "verdicts": {str(verdict): self.verdicts.get(verdict, 0) for verdict in Verdict},
            "exemptions": {
                "used": [one.to_json() for one in self.exemptions_used],
                "unused": [one.to_json() for one in self.exemptions_unused],
                "expired": [one.to_json() for one in self.exemptions_expired],
                "refused": [one.to_json() for one in self.exemptions_refused],
            },
            "findings": [finding.to_json() for finding in self.findings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """The report that to_json wrote; ValueError when it has another version."""
        if data.get("version") != VERSION:
            raise ValueError(f"the findings have version {data.get('version')!r}, not {VERSION}; run the preview again")

        def exemptions(name: str) -> tuple[Exemption, ...]:
            return tuple(Exemption.model_validate(one) for one in data["exemptions"][name])

        return cls(
            findings=tuple(Finding.from_json(one) for one in data["findings"]),
            verdicts=Counter({Verdict(name): count for name, count in data["verdicts"].items()}),
            errors=data["errors"],
            unjudged=dict(data["unjudged"]),
            rules=data["rules"],
            resources=data["resources"],
            exemptions_used=exemptions("used"),
            exemptions_unused=exemptions("unused"),
            exemptions_expired=exemptions("expired"),
            exemptions_refused=exemptions("refused"),
            complete=data["complete"],
        )
