"""Exemptions: one rule, one resource, somebody who answers for it, and a day on which it ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from policies.document import Document, day, read
from policies.errors import GovernanceError, Problem, shown

FILE: Final = "exemptions.yaml"

_FIXES: Final = {
    "": "an exemption has exactly the keys rule, urn, reason, owner, ticket, expires",
    "exemptions": "write a list: exemptions: [] when there is none",
    "rule": "give the id of a rule, for example LZ-S3-001; `lz policy list` shows them",
    "urn": "give the exact URN of one resource, as the finding shows it; there are no wildcards",
    "reason": "say in a sentence why the finding is acceptable for now",
    "owner": "name the e-mail address of the person or team who answers for it",
    "ticket": "name the ticket in which the exemption was agreed",
    "expires": "give the last day it holds, as YYYY-MM-DD",
}


class Exemption(Document):
    """One entry of exemptions.yaml."""

    rule: str
    """Id of the rule that is not to block."""

    urn: Annotated[str, Field(pattern=r"^urn:pulumi:[^*]+::[^*]+::[^*]+::[^*]+$")]
    """Exact URN of the resource it does not block."""

    reason: Annotated[str, Field(min_length=10)]
    """Why the finding is acceptable for now."""

    owner: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    """Who answers for it: an e-mail address."""

    ticket: Annotated[str, Field(min_length=1)]
    """Where it was agreed."""

    expires: Annotated[date, BeforeValidator(day)]
    """The last day it holds."""

    @property
    def stack(self) -> str:
        """The stack of the resource."""
        return self.urn.split("::")[0].removeprefix("urn:pulumi:")

    def expired(self, today: date) -> bool:
        """Whether its last day lies before today."""
        return self.expires < today

    def to_json(self) -> dict[str, Any]:
        """The exemption as JSON data."""
        return self.model_dump(mode="json")


class _File(Document):
    exemptions: tuple[Exemption, ...]
    """Every exemption of every stack."""


def load(folder: Path, rule_ids: Collection[str]) -> tuple[Exemption, ...]:
    """The exemptions of a folder's exemptions.yaml, in its order; GovernanceError with every problem.

    A rule that does not exist and a second exemption of the same finding are problems too. Whether one has expired, or
    matches nothing, shows only against a graph on a day: that is policies.engine's.
    """
    path = folder / FILE
    found = read(path, _File, _FIXES).exemptions
    problems = list(_problems(path, found, rule_ids))
    if problems:
        raise GovernanceError(*problems)
    return found


def _problems(path: Path, found: tuple[Exemption, ...], rule_ids: Collection[str]) -> Iterator[Problem]:
    seen = dict[tuple[str, str], int]()
    for index, one in enumerate(found):
        if one.rule not in rule_ids:
            yield Problem(shown(path), f"exemptions[{index}].rule", one.rule, "there is no such rule", _FIXES["rule"])
        first = seen.setdefault((one.rule, one.urn), index)
        if first != index:
            reason = f"exempts the same finding as exemptions[{first}]"
            yield Problem(shown(path), f"exemptions[{index}]", one.rule, reason, "keep one of the two")
