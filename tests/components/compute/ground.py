"""What the platform's components are tested on."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from ipaddress import IPv4Network
from typing import Any

from components.compute.scope import Scope

ACCOUNT, HOME, AWAY = "111122223333", "eu-west-1", "eu-central-1"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/lz-prod-boundary"
KEY = f"arn:aws:kms:{HOME}:{ACCOUNT}:key/1"
AWAY_KEY = f"arn:aws:kms:{AWAY}:{ACCOUNT}:key/1"
CLUSTER = "lz-prod-cluster"
CLUSTER_ARN = f"arn:aws:eks:{HOME}:{ACCOUNT}:cluster/{CLUSTER}"
CIDR = IPv4Network("10.32.0.0/16")
NODES, CONTROL_PLANE = "sg-nodes", "sg-control-plane"
PRIVATE = {"euw1-az1": "subnet-1", "euw1-az2": "subnet-2", "euw1-az3": "subnet-3"}
ZONE_NAMES = {"euw1-az1": "eu-west-1c", "euw1-az2": "eu-west-1a", "euw1-az3": "eu-west-1b"}
SCOPE = Scope(environment="prod", account=ACCOUNT, region=HOME, boundary=BOUNDARY)


def statements(document: str) -> dict[str, dict[str, Any]]:
    """The statements of a policy document by their Sid."""
    return {statement["Sid"]: statement for statement in json.loads(document)["Statement"]}


def allowing(document: str, action: str, resource: str) -> list[dict[str, Any]]:
    """The statements that allow an action on a resource, whatever their conditions."""
    return [
        s
        for s in statements(document).values()
        if s["Effect"] == "Allow"
        and any(fnmatchcase(action, a) for a in s["Action"])
        and any(fnmatchcase(resource, r) for r in s["Resource"])
    ]
