"""Business rules on a model's answer: data that people approve, not code. The first rule that matches counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from functions.canonical import digest
from functions.models.answer import Answer
from functions.settings.errors import SettingsError


class RulesError(Exception):
    """A rule that cannot say yes or no to an input; a person decides, and it is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What the first matching rule says; None where it leaves the model's word."""

    rule: str
    outcome: str | None
    band: str | None
    explanation: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    when: Any
    then: Mapping[str, str]


class Rules:
    """A set of rules, compiled."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.version = f"{given['version']}/{digest(given)}"
        """The declared version and the digest of the content: a change without a new version shows all the same."""
        self._rules = tuple(_Rule(rule["id"], _compiled(rule), rule["then"]) for rule in given["rules"])

    def override(self, payload: Mapping[str, Any], answer: Answer) -> Override | None:
        """What the rules say of this answer to this input; RulesError where one cannot be evaluated."""
        seen = {
            "input": payload,
            "answer": {"outcome": answer.outcome, "confidence": answer.confidence, "score": answer.score},
        }
        for rule in self._rules:
            if _holds(rule, seen):
                return Override(
                    rule=rule.id,
                    outcome=rule.then.get("outcome"),
                    band=rule.then.get("band"),
                    explanation=rule.then.get("explanation"),
                )
        return None


def _compiled(rule: Mapping[str, Any]) -> Any:
    try:
        return jmespath.compile(rule["when"])
    except JMESPathError:
        raise SettingsError(f"rule {rule['id']}: `when` is not JMESPath") from None


def _holds(rule: _Rule, seen: Mapping[str, Any]) -> bool:
    try:
        said = rule.when.search(seen)
    except JMESPathError:
        raise RulesError(f"rule {rule.id} cannot be evaluated") from None
    if said is None:
        return False
    if not isinstance(said, bool):
        raise RulesError(f"rule {rule.id} is neither true nor false")
    return said
