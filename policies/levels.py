"""What a finding does in an environment: levels.yaml as settings.

Rules say what is true; this says what follows. Detection and governance change for different reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field

from policies.document import Document, read
from policies.errors import GovernanceError, Problem, shown
from policies.exemptions import Exemption
from policies.exemptions import load as load_exemptions
from policies.registry import all_rules
from policies.rule import Rule, Severity

FILE: Final = "levels.yaml"
FOLDER: Final = Path(__file__).resolve().parent


@unique
class Level(StrEnum):
    """What a finding does."""

    MANDATORY = "mandatory"
    """It stops the run."""
    ADVISORY = "advisory"
    """It is shown."""
    OFF = "off"
    """The rule is not asked."""


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
    "": "use only critical, high, medium, low, unknown and rules",
    "default": "give the section with critical, high, medium, low and unknown",
    "environments": "map environment names to sections",
    "critical": "use mandatory, advisory or off",
    "high": "use mandatory, advisory or off",
    "medium": "use mandatory, advisory or off",
    "low": "use mandatory, advisory or off",
    "unknown": "use strict or advisory",
    "rules": "map rule ids to mandatory, advisory or off",
}


class _Default(Document):
    critical: _Level
    high: _Level
    medium: _Level
    low: _Level
    unknown: UnknownMode
    rules: Mapping[str, _Level] = Field(default_factory=dict[str, Level])


class _Environment(Document):
    critical: _Level | None = None
    high: _Level | None = None
    medium: _Level | None = None
    low: _Level | None = None
    unknown: UnknownMode | None = None
    rules: Mapping[str, _Level] = Field(default_factory=dict[str, Level])


class _File(Document):
    default: _Default
    environments: Mapping[str, _Environment] = Field(default_factory=dict[str, _Environment])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What findings do in one environment, and which are exempted in any."""

    environment: str
    severities: Mapping[Severity, Level]
    unknown: UnknownMode
    rules: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    """Levels of single rules, over their severity's."""
    exemptions: tuple[Exemption, ...] = ()
    """Those of every stack; a stack's own are told by their URNs."""

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
        ids = {rule.id for rule in (all_rules() if rules is None else rules)}
        names = _environments(folder) if environments is None else environments
        path = folder / FILE
        file = read(path, _File, _FIXES)
        if problems := list(_problems(path, file, ids, names)):
            raise GovernanceError(*problems)
        default, own = file.default, file.environments.get(environment, _Environment())
        severities = {severity: getattr(own, severity) or getattr(default, severity) for severity in Severity}
        return cls(
            environment=environment,
            severities=MappingProxyType(severities),
            unknown=own.unknown or default.unknown,
            rules=MappingProxyType({**default.rules, **own.rules}),
            exemptions=load_exemptions(folder, ids),
        )

    def level(self, rule: Rule) -> Level:
        """What a violation of the rule does."""
        return self.rules.get(rule.id, self.severities[rule.severity])

    def unknown_level(self, rule: Rule) -> Level:
        """What it does that the rule cannot know."""
        return self.level(rule) if self.unknown is UnknownMode.STRICT else Level.ADVISORY

    @property
    def error_level(self) -> Level:
        """What it does that a rule breaks: where unknown is strict, a broken rule lets nothing through."""
        return Level.MANDATORY if self.unknown is UnknownMode.STRICT else Level.ADVISORY


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
    sections = {"default": file.default, **{f"environments.{name}": one for name, one in file.environments.items()}}
    for name in file.environments:
        if names is not None and name not in names:
            fix = f"use one of {', '.join(names)}, or remove the section"
            yield Problem(shown(path), f"environments.{name}", None, "there is no such environment", fix)
    for key, section in sections.items():
        for id_ in section.rules:
            if id_ not in rule_ids:
                fix = "give the id of a rule; `lz policy list` shows them"
                yield Problem(shown(path), f"{key}.rules", id_, "there is no such rule", fix)
