"""From a confidence to who decides."""

from __future__ import annotations

from enum import StrEnum, unique

from functions.settings.system import Bands


@unique
class Band(StrEnum):
    """Who decides."""

    ACT = "act"
    """The model and the rules."""
    REVIEW = "review"
    """A person, who sees what the model proposes."""
    PERSON = "person"
    """A person, who sees the request alone: a guess would only lead them."""


def band(confidence: float | None, bands: Bands) -> Band:
    """The band of a confidence; what nobody measured is reviewed at best."""
    if confidence is None:
        return Band.REVIEW
    if confidence >= bands.act:
        return Band.ACT
    return Band.REVIEW if confidence >= bands.review else Band.PERSON
