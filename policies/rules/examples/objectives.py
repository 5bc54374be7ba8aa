"""An AI system's function, and the alarm on how fast its error budget goes."""

from __future__ import annotations

from typing import Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.data import ALARM

FUNCTION: Final = "aws:lambda/function:Function"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"

_TAGS: Final = {"lz:system": "fraud-scoring"}
_RUNBOOK: Final = "\nrunbook: docs/runbooks/slo-availability.md"


OBJECTIVE: Final[Examples] = (
    aws(FUNCTION, "decide", tags=_TAGS),
    aws(ALARM, "window", name="burn-1h", alarmDescription=f"tells nobody by itself{_RUNBOOK}"),
    aws(
        COMPOSITE,
        "burn",
        {"alarmRule": "window"},
        alarmActions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
        alarmName="lz-prod-fraud-scoring-availability-fast",
        alarmDescription=f"page{_RUNBOOK}",
        tags=_TAGS,
    ),
)
