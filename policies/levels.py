"""What a finding does in an environment: levels.yaml as settings.

Rules say what is true; this says what follows. Detection and governance change for different reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field

from policies.document import Document, read
from policies.errors import GovernanceError, Problem, shown
from policies.exemptions import Exemption, Limits
from policies.exemptions import load as load_exemptions
from policies.registry import all_rules
from policies.rule import Rule, Severity
from policies.systems import TIERS

FILE: Final = "levels.yaml"
FOLDER: Final = Path(__file__).resolve().parent


@unique
class Level(StrEnum):
    """What a finding does, the strictest first."""

    MANDATORY = "mandatory"
    """It stops the run."""
    ADVISORY = "advisory"
    """It is shown."""
    OFF = "off"
    """The rule is not asked."""


_STRICTNESS: Final = {level: place for place, level in enumerate(Level)}


@unique
class UnknownMode(StrEnum):
    """What it means that a rule cannot know yet."""

    STRICT = "strict"
    """As if the rule did not hold: the finding has the rule's level, and a rule that breaks blocks."""
    ADVISORY = "advisory"
    """The finding is shown and stops nothing."""


def _off(value: object) -> object:
    """YAML 1.1 reads an unquoted off as false."""
    return "off" if value is False else value


_Level = Annotated[Level, BeforeValidator(_off)]

_FIXES: Final = {
    "": "use only default, environments, tiers and exemption-days; a section has critical, high, medium, low, unknown "
    "and rules, and that of an environment exemptions",
    "default": "give the section with critical, high, medium, low, unknown and exemptions",
    "exemptions": "write exemptions: {most: 10, second-approver: [critical]}",
    "most": "give the most exemptions that may hold at once, a whole number of at least 0",
    "second-approver": "list the severities whose exemptions a second person approves, or write []",
    **{
        f"exemption-days.{severity}": "give a whole number of days of at least 1, the most that an exemption holds"
        for severity in Severity
    },
    "exemption-days": "give the most days an exemption holds, for each of critical, high, medium and low",
    "environments": "map environment names to sections",
    "tiers": f"map risk tiers ({', '.join(sorted(TIERS))}) to sections",
    "critical": "use mandatory, advisory or off",
    "high": "use mandatory, advisory or off",
    "medium": "use mandatory, advisory or off",
    "low": "use mandatory, advisory or off",
    "unknown": "use strict or advisory",
    "rules": "map rule ids to mandatory, advisory or off",
}


class _Exemptions(Document):
    most: Annotated[int, Field(ge=0, strict=True)]
    second_approver: Annotated[frozenset[Severity], Field(alias="second-approver")]


class _Days(Document):
    critical: Annotated[int, Field(ge=1, strict=True)]
    high: Annotated[int, Field(ge=1, strict=True)]
    medium: Annotated[int, Field(ge=1, strict=True)]
    low: Annotated[int, Field(ge=1, strict=True)]


class _Default(Document):
    critical: _Level
    high: _Level
    medium: _Level
    low: _Level
    unknown: UnknownMode
    rules: Mapping[str, _Level] = Field(default_factory=dict[str, Level])
    exemptions: _Exemptions


class _Tier(Document):
    critical: _Level | None = None
    high: _Level | None = None
    medium: _Level | None = None
    low: _Level | None = None
    unknown: UnknownMode | None = None
    rules: Mapping[str, _Level] = Field(default_factory=dict[str, Level])


class _Environment(_Tier):
    exemptions: _Exemptions | None = None


class _File(Document):
    default: _Default
    environments: Mapping[str, _Environment] = Field(default_factory=dict[str, _Environment])
    tiers: Mapping[str, _Tier] = Field(default_factory=dict[str, _Tier])
    exemption_days: Annotated[_Days, Field(alias="exemption-days")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What is said of findings about systems of one risk tier, in every environment; it can only make stricter."""

    severities: Mapping[Severity, Level] = field(default_factory=lambda: MappingProxyType({}))
    unknown: UnknownMode | None = None
    rules: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))

    def level(self, rule: Rule) -> Level:
        """What a violation of the rule does at least; off where the tier says nothing."""
        return self.rules.get(rule.id, self.severities.get(rule.severity, Level.OFF))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What findings do in one environment, and which are exempted in any.

    `of` is what a finding is about: the risk tiers its system may be of, none where it is about no system. The stricter
    of environment and tiers wins.
    """

    environment: str
    severities: Mapping[Severity, Level]
    unknown: UnknownMode
    rules: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    """Levels of single rules, over their severity's."""
    tiers: Mapping[str, Tier] = field(default_factory=lambda: MappingProxyType({}))
    exemptions: tuple[Exemption, ...] = ()
    """Those of every stack; a stack's own are told by their URNs."""
    limits: Limits = field(default_factory=Limits)
    """What holds for exemptions here."""

    @classmethod
    def load(
        cls,
        environment: str,
        folder: Path = FOLDER,
        *,
        rules: Collection[Rule] | None = None,
        environments: Collection[str] | None = None,
    ) -> Self:
        """The settings of an environment, from levels.yaml and exemptions.yaml; GovernanceError with every problem.

        An environment without a section of its own has the default's. `environments` are the names that may have one;
        they default to the files of config/environments beside the folder.
        """
        known = {rule.id: rule.severity for rule in (all_rules() if rules is None else rules)}
        names = _environments(folder) if environments is None else environments
        path = folder / FILE
        file = read(path, _File, _FIXES)
        if problems := list(_problems(path, file, known, names)):
            raise GovernanceError(*problems)
        default, own = file.default, file.environments.get(environment, _Environment())
        exempt, days = own.exemptions or default.exemptions, file.exemption_days
        limits = Limits(
            most=exempt.most,
            second_approver=exempt.second_approver,
            days={severity: getattr(days, severity) for severity in Severity},
        )
        severities = {severity: getattr(own, severity) or getattr(default, severity) for severity in Severity}
        return cls(
            environment=environment,
            severities=MappingProxyType(severities),
            unknown=own.unknown or default.unknown,
            rules=MappingProxyType({**default.rules, **own.rules}),
            tiers=MappingProxyType({name: _tier(section) for name, section in file.tiers.items()}),
            exemptions=load_exemptions(folder, known, limits),
            limits=limits,
        )

    def level(self, rule: Rule, of: Iterable[str] = ()) -> Level:
        """What a violation of the rule does."""
        own = self.rules.get(rule.id, self.severities[rule.severity])
        return min((own, *(tier.level(rule) for tier in self._tiers(of))), key=_STRICTNESS.__getitem__)

    def unknown_level(self, rule: Rule, of: Iterable[str] = ()) -> Level:
        """What it does that the rule cannot know."""
        level = self.level(rule, of)
        return level if level is Level.OFF or self._strict(of) else Level.ADVISORY

    def error_level(self, of: Iterable[str] = ()) -> Level:
        """What it does that a rule breaks: where unknown is strict, a broken rule lets nothing through."""
        return Level.MANDATORY if self._strict(of) else Level.ADVISORY

    def asked(self, rule: Rule) -> bool:
        """Whether the rule is asked of anything: it is off here and for every tier when it is not."""
        return self.level(rule, self.tiers) is not Level.OFF

    def _strict(self, of: Iterable[str]) -> bool:
        return UnknownMode.STRICT in {self.unknown, *(tier.unknown for tier in self._tiers(of))}

    def _tiers(self, of: Iterable[str]) -> list[Tier]:
        return [self.tiers[name] for name in of if name in self.tiers]


def _tier(section: _Tier) -> Tier:
    said = {severity: level for severity in Severity if (level := getattr(section, severity)) is not None}
    return Tier(severities=MappingProxyType(said), unknown=section.unknown, rules=MappingProxyType(dict(section.rules)))


def _environments(folder: Path) -> tuple[str, ...] | None:
    """The environments the project has; None where the pack stands alone and cannot know.

    A file that does not name its `environment` is a base that others extend. An empty file counts as an environment:
    what is wrong with it is not that levels.yaml has a section for it.
    """
    configured = folder.parent / "config" / "environments"
    if not configured.is_dir():
        return None
    said = {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in configured.glob("*.yaml")}
    return tuple(sorted(name for name, text in said.items() if not text.strip() or "\nenvironment:" in f"\n{text}"))


def _problems(path: Path, file: _File, rule_ids: Collection[str], names: Collection[str] | None) -> Iterator[Problem]:
    sections = {
        "default": file.default,
        **{f"environments.{name}": one for name, one in file.environments.items()},
        **{f"tiers.{name}": one for name, one in file.tiers.items()},
    }
    for name in file.environments:
        if names is not None and name not in names:
            fix = f"use one of {', '.join(names)}, or remove the section"
            yield Problem(shown(path), f"environments.{name}", None, "there is no such environment", fix)
    for name in file.tiers:
        if name not in TIERS:
            fix = f"use one of {', '.join(sorted(TIERS))}, or remove the section"
            yield Problem(shown(path), f"tiers.{name}", None, "there is no such risk tier", fix)
    for key, section in sections.items():
        for id_ in section.rules:
            if id_ not in rule_ids:
                fix = "give the id of a rule; `lz policy list` shows them"
                yield Problem(shown(path), f"{key}.rules", id_, "there is no such rule", fix)
