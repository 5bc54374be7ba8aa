"""How a system is governed: how far it is, when it is looked at again, and what was written of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import Stage, spelled

Reference = Annotated[
    str,
    Field(min_length=3, max_length=200),
    spelled(r"^[A-Za-z0-9 _.:/=+@-]+$", "holds a character that AWS takes in no tag", "DPIA-2026-014"),
]
"""Where something is written: a number, a key or a URL; it becomes a tag."""


class Assessments(Section):
    """What was weighed before the system may decide about people: references, never the text."""

    data_protection: Reference | None = Field(default=None, alias="data-protection")
    """The data protection impact assessment (GDPR Art. 35)."""

    fundamental_rights: Reference | None = Field(default=None, alias="fundamental-rights")
    """The fundamental rights impact assessment (EU AI Act Art. 27), which some deployers owe."""


class SystemGovernance(Section):
    """What an authority, an auditor or the next owner asks first."""

    stage: Stage
    """How far it is; the tag lz:lifecycle."""

    review_by: date = Field(alias="review-by", examples=["2027-05-31"])
    """The last day on which its risks and its purpose hold as they were judged; the tag lz:review-by."""

    documentation: Reference | None = None
    """Where its technical documentation begins (EU AI Act Annex IV): a key in the documentation store, or a URL."""

    assessments: Assessments = Assessments()
    """The assessments that it rests on."""
