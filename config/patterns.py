"""What each pattern of work needs: which models can do it, and what else a card must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from config.vocabulary import ModelKind, Pattern

_ANY: Final = frozenset(ModelKind)
_LANGUAGE: Final = frozenset({ModelKind.LLM})
_SCORER: Final = frozenset({ModelKind.SCORER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a card of a pattern must have."""

    kinds: frozenset[ModelKind]
    """The models that can do this work."""
    reads: bool
    """Whether it works from data, and so must name a dataset that it reads."""
    grounded: bool = False
    """Whether an answer must rest on what was retrieved."""
    because: str
    """Why, as the end of a sentence."""


NEEDS: Final[Mapping[Pattern, Needs]] = {
    Pattern.ASSISTANT: Needs(
        kinds=_LANGUAGE, reads=True, grounded=True, because="an assistant answers from retrieved knowledge"
    ),
    Pattern.GENERATION: Needs(kinds=_LANGUAGE, reads=False, because="content is written by a language model"),
    Pattern.RECOMMENDER: Needs(kinds=_ANY, reads=True, because="a recommender chooses among what a dataset holds"),
    Pattern.DOCUMENTS: Needs(kinds=_ANY, reads=True, because="documents are read from a dataset"),
    Pattern.CODE: Needs(kinds=_LANGUAGE, reads=False, because="programs are written by a language model"),
    Pattern.ANALYTICS: Needs(kinds=_ANY, reads=True, because="analytics answers from data"),
    Pattern.PREDICTION: Needs(kinds=_SCORER, reads=True, because="an event is scored against earlier ones"),
    Pattern.OPTIMISATION: Needs(kinds=_SCORER, reads=True, because="a plan is scored against the present state"),
    Pattern.VISION: Needs(kinds=_ANY, reads=True, because="images are read from a dataset"),
}
"""Every pattern of the vocabulary."""

_OUTCOMES: Final[Mapping[Pattern, tuple[str, ...]]] = {Pattern.ASSISTANT: ("answer", "hand-over")}
_ANY_OUTCOME: Final = ("accept", "decline")


def outcomes(pattern: Pattern) -> tuple[str, ...]:
    """What systems of a pattern may decide."""
    return _OUTCOMES.get(pattern, _ANY_OUTCOME)
