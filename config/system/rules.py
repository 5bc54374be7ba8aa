"""Business rules on a model's answer: what people have decided once, whatever a model says of a case."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import Email, RuledBand, spelled

RuleId = Annotated[
    str,
    Field(max_length=64),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not lower-case words joined by hyphens", "large-amounts"),
]
"""The name of a rule."""


class Then(Section):
    """What holds instead of the model's word; what is not said stays the model's."""

    outcome: str | None = None
    """One of the outcomes of the pattern."""

    band: RuledBand | None = None
    """Who decides, whatever the confidence."""

    explanation: str = Field(min_length=10, max_length=512)
    """Why, in words for the record and for the person concerned."""


class BusinessRule(Section):
    """A condition and its consequence."""

    id: RuleId
    """By which records say which rule held."""

    when: str = Field(min_length=1, max_length=512)
    """JMESPath over {input, answer: {outcome, confidence, score}} that is true or false; null counts as false."""

    then: Then


class BusinessRules(Section):
    """A set of rules that was approved as a whole: a changed rule is a new version."""

    version: Annotated[str, Field(max_length=32), spelled(r"^[0-9A-Za-z][0-9A-Za-z.-]*$", "is no version", "2026-11")]
    """Named in every record, with a digest of the content beside."""

    approved_by: Email = Field(alias="approved-by")
    """Who approved this version; tier high asks for somebody who does not own the system."""

    approved: date
    """The day of the approval."""

    rules: Annotated[tuple[BusinessRule, ...], Field(min_length=1)]
    """In order: the first whose condition holds counts."""
