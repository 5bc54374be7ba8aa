"""A pair of Regions, for the tests of the recovery family."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

ACCOUNT = "111122223333"
HOME, AWAY = "eu-west-1", "eu-central-1"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/lz-prod-boundary"
TOPIC = f"arn:aws:sns:{AWAY}:{ACCOUNT}:lz-prod-alarms"
KEY = f"arn:aws:kms:{AWAY}:{ACCOUNT}:key/mrk-away"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def grants(document: str, action: str, resource: str) -> list[dict[str, Any]]:
    """The statements that allow the action on the resource, whatever their conditions."""
    return [
        s
        for s in json.loads(document)["Statement"]
        if s["Effect"] == "Allow"
        and any(fnmatchcase(action, a) for a in s["Action"])
        and any(fnmatchcase(resource, r) for r in s["Resource"])
    ]


def actions(document: str) -> set[str]:
    """Every action that is allowed somewhere."""
    return {a for s in json.loads(document)["Statement"] if s["Effect"] == "Allow" for a in s["Action"]}
