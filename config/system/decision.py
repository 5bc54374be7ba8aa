"""What a system decides, who answers for it, and how sure it must be."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from config.section import Section
from config.system.rules import BusinessRules
from config.vocabulary import (
    ActorRole,
    Confidence,
    DataClass,
    Email,
    InputRecord,
    RiskTier,
    StoreFailure,
    Wait,
    spelled,
)

TargetName = Annotated[
    str,
    Field(max_length=24),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not lower-case words joined by hyphens", "bedrock"),
]
"""A name of the card's section targets, or `human`."""


class Risk(Section):
    """How the Act sees the system."""

    tier: RiskTier
    """minimal, limited or high; a prohibited use has no tier and no card."""

    role: ActorRole
    """Whether we provide the system or deploy somebody else's."""

    disclosure: str | None = Field(default=None, min_length=10)
    """What people are told before they deal with it; required by tier limited (Art. 50)."""


class Kpi(Section):
    """The figure that says whether the system is worth its cost."""

    name: Annotated[
        str, spelled(r"^[a-z][a-z0-9-]*$", "is not lower-case words joined by hyphens", "contained-contacts")
    ]
    """What is counted."""

    baseline: float
    """Before the system, measured."""

    target: float
    """What it must reach to stay."""


class Bands(Section):
    """From how sure an answer stands by itself, and from how sure a person looks at it."""

    act: Confidence
    """At or above: the answer is given."""

    review: Confidence
    """At or above, and below act: the answer waits for a reviewer. Below: a person decides without it."""

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.review >= self.act:
            raise ValueError(
                f"review {self.review:g} is not below act {self.act:g}, so the bands overlap; "
                "choose a review below act, for example act: 0.8 and review: 0.55"
            )
        return self


class Review(Section):
    """How people look at the middle band."""

    within: Wait
    """How long an answer may wait for its reviewer; older ones raise an alarm."""

    reviewers: int = Field(default=1, ge=1, le=2)
    """How many different people must agree; tier high asks for two (four eyes, Art. 14(5) where it applies)."""


class Record(Section):
    """What is kept of a decision."""

    data_class: DataClass = Field(default=DataClass.DECISIONS, alias="class")
    """The data class, which decides key, retention and lock."""

    input: InputRecord
    """How much of what was asked is kept."""

    on_store_failure: StoreFailure = Field(default=StoreFailure.FAIL, alias="on-store-failure")
    """What happens when the record cannot be written; tier high allows only `fail`."""


class Decision(Section):
    """What is decided, how, and by whom."""

    what: str = Field(min_length=5)
    """In words that a person concerned understands."""

    accountable: Email
    """The reviewer who answers for the decisions, a person's or a role's address."""

    kpi: Kpi
    confidence: Bands
    review: Review

    fallbacks: Annotated[tuple[TargetName, ...], Field(min_length=1)]
    """Where an answer comes from when the own model gives none, in order; `human` is a person, and comes last."""

    rules: BusinessRules | None = None
    """What people have decided once and for all; without it the model's word and the confidence count alone."""

    record: Record

    subject: str = Field(min_length=1)
    """The field of the payload that names whom the decision is about; kept as a keyed hash only."""
