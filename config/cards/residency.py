"""Where an answer may be computed: a Bedrock profile of a geography crosses Regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from config.cards.case import Case
from config.errors import Problem
from config.model.governance import Governance
from config.subject import Subject
from config.vocabulary import GEOGRAPHIES, RegionName, geography_of

SOURCE: Final = "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html"


def residency(case: Case, environment: Subject) -> Iterator[Problem]:
    """Every target can be called from the Region, and computes only where the environment allows it."""
    here, governance = environment.get("region"), environment.section(Governance, "governance")
    for name in case.card.keys("targets"):
        path = ("targets", name, "model")
        if (model := case.card.get(*path)) is None or (geography := geography_of(model)) is None or here is None:
            continue
        destinations = GEOGRAPHIES.get(geography, ())
        if here not in destinations:
            reason = f"is routed in geography {geography!r}, which does not hold {here}"
            yield case.card.problem(path, reason, _elsewhere(here))
        elif governance is not None:
            allowed = {*governance.regions, *governance.inference}
            outside = [region for region in destinations if region not in allowed]
            if outside:
                yield case.card.problem(path, _reason(geography, outside, environment), _FIX)


_FIX: Final = (
    "allow them in governance.inference, or choose a model that is computed where it is called, without a geography"
)


def _elsewhere(here: RegionName) -> str:
    own = next((known for known, regions in GEOGRAPHIES.items() if here in regions), None)
    return f"choose a model of geography {own}" if own else f"choose a model that {here} has itself"


def _reason(geography: str, outside: list[str], environment: Subject) -> str:
    place = environment.where(("governance", "regions"))
    told = f"may be computed in {', '.join(outside)}, which {environment.name} does not allow ({place}; "
    return f"{told}geography {geography}: {SOURCE})"
