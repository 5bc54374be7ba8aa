"""How a system is governed: how far it is, when it is looked at again, and what was written of it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from config.section import Section
from config.vocabulary import Stage


class Assessments(Section):
    """What was weighed before the system may decide about people: references, never the text."""

    data_protection: str | None = Field(
        default=None, alias="data-protection", min_length=3, max_length=200, examples=["DPIA-2026-014"]
    )
    """The data protection impact assessment (GDPR Art. 35)."""

    fundamental_rights: str | None = Field(
        default=None, alias="fundamental-rights", min_length=3, max_length=200, examples=["FRIA-2026-003"]
    )
    """The fundamental rights impact assessment (EU AI Act Art. 27), which some deployers owe."""


class SystemGovernance(Section):
    """What an authority, an auditor or the next owner asks first."""

    stage: Stage
    """How far it is; the tag lz:lifecycle."""

    review_by: date = Field(alias="review-by", examples=["2027-05-31"])
    """The last day on which its risks and its purpose hold as they were judged; the tag lz:review-by."""

    documentation: str | None = Field(default=None, min_length=3, max_length=400)
    """Where its technical documentation begins (EU AI Act Annex IV): a key in the documentation store, or a URL."""

    assessments: Assessments = Assessments()
    """The assessments that it rests on."""
