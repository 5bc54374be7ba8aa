"""AI systems and what is said of them."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, AI_TAGS, DATASET_TAGS, REGION, ai, changed
from policies.rules.examples.endpoints import ENDPOINTS
from policies.rules.examples.entry import ENTRY
from policies.rules.examples.lifecycle import FEATURE_STORE, REVIEWED
from policies.systems import THROUGHPUT


def said(**changes: str | None) -> dict[str, Any]:
    """The tags of an AI resource, with changes (None: not given)."""
    return {key: value for key, value in {**AI_TAGS, **changes}.items() if value is not None}


def high(**changes: str | None) -> dict[str, Any]:
    """The tags of a resource of a high-risk system that holds a dataset too, with changes."""
    papers = {"lz:acts-as": "provider", "lz:assessment": "DPIA-2026-014", "lz:documentation": "annex-iv/2026-11"}
    return said(**{**DATASET_TAGS, "lz:risk-tier": "high", **papers, **changes})


CONFIGURATION_PROFILE: Final = "aws:appconfig/configurationProfile:ConfigurationProfile"
FLAGS: Final = "aws:appconfig/environment:Environment"

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

OVERSEEN: Final[Examples] = (
    *changed(FEATURE_STORE, "features", tags=high()),
    *REVIEWED[:1],
    ai(CONFIGURATION_PROFILE, "stop", name="stop", type="AWS.AppConfig.FeatureFlags", locationUri="hosted"),
    ai(FLAGS, "flags", name="prod", monitors=[{"alarmArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:errors"}]),
)
"""A high-risk system that people review and can stop."""

ASKED: Final[Examples] = changed(ENTRY, "api", tags=said(**{"lz:disclosure": "notice"}))
"""A way in that says how people are told."""
