"""AI systems and what is said of them."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, AI_TAGS, REGION, ai
from policies.rules.examples.endpoints import ENDPOINTS
from policies.systems import THROUGHPUT


def said(**changes: str | None) -> dict[str, Any]:
    """The tags of an AI resource, with changes (None: not given)."""
    return {key: value for key, value in {**AI_TAGS, **changes}.items() if value is not None}


ANSWERING: Final[Examples] = ENDPOINTS

THROUGHPUTS: Final[Examples] = (
    ai(
        THROUGHPUT,
        "units",
        provisionedModelName="lz-prod-support-assistant",
        modelArn=f"arn:aws:bedrock:{REGION}:{ACCOUNT}:custom-model/support/abcdefghijkl",
        modelUnits=1,
        commitmentDuration="OneMonth",
        tags={"lz:commitment": "OneMonth"},
    ),
)
