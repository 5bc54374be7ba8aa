"""An AI system's function with its log, and the alarms on its error budget and on its records."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.data import ALARM
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.storage import key_arn

FUNCTION: Final = "aws:lambda/function:Function"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"

_TAGS: Final = {"lz:system": "fraud-scoring"}
_RUNBOOK: Final = "\nrunbook: docs/runbooks/slo-availability.md"
_TOLD: Final = [f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"]
_LOG: Final = "/lz/prod/systems/fraud-scoring-decision"


def counted(metric: str, system: str = "fraud-scoring") -> dict[str, Any]:
    """A metric query over a count of a system's functions."""
    named = {"namespace": "LZ/Decisions", "metricName": metric, "dimensions": {"system": system}}
    return {"id": metric.lower(), "metric": {**named, "stat": "Sum", "period": 300}}


OBJECTIVE: Final[Examples] = (
    aws(
        LOG_GROUP,
        "decide-log",
        name=_LOG,
        retentionInDays=400,
        kmsKeyId=key_arn(REGION, "operations"),
        tags={"lz:data-class": "operations"},
    ),
    aws(
        FUNCTION,
        "decide",
        name="lz-prod-fraud-scoring-decision",
        runtime="python3.13",
        sourceCodeHash="0" * 64,
        timeout=10,
        reservedConcurrentExecutions=24,
        kmsKeyArn=key_arn(REGION, "operations"),
        environment={"variables": {"LZ_STORE_BUCKET": f"lz-prod-decisions-{ACCOUNT}-{REGION}"}},
        vpcConfig={"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]},
        tracingConfig={"mode": "Active"},
        loggingConfig={"logFormat": "JSON", "logGroup": _LOG},
        tags=_TAGS,
    ),
    aws(ALARM, "window", name="burn-1h", alarmDescription=f"tells nobody by itself{_RUNBOOK}"),
    aws(
        COMPOSITE,
        "burn",
        {"alarmRule": "window"},
        alarmActions=_TOLD,
        alarmName="lz-prod-fraud-scoring-availability-fast",
        alarmDescription=f"page{_RUNBOOK}",
        tags=_TAGS,
    ),
    aws(
        ALARM,
        "missing",
        metricQueries=[counted("Served"), counted("Recorded")],
        alarmActions=_TOLD,
        alarmDescription="missing\nrunbook: docs/runbooks/decisions-missing.md",
    ),
    aws(
        ALARM,
        "unsealed",
        namespace="LZ/Decisions",
        metricName="Sealed",
        dimensions={"system": "fraud-scoring"},
        treatMissingData="breaching",
        alarmActions=_TOLD,
        alarmDescription="unsealed\nrunbook: docs/runbooks/hour-not-sealed.md",
    ),
)
