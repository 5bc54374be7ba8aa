"""Two Regions and everything a store asks for, for the tests of the storage family."""

from __future__ import annotations

import json
from typing import Any

from components.storage.plan import Retention
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import LockMode

FAMILY = "prod"
ACCOUNT = "111122223333"
HOME, AWAY = "eu-west-1", "eu-central-1"
BREAK_GLASS = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-break-glass"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/lz-prod-boundary"
HOME_KEY = f"arn:aws:kms:{HOME}:{ACCOUNT}:key/mrk-home"
AWAY_KEY = f"arn:aws:kms:{AWAY}:{ACCOUNT}:key/mrk-away"
HOME_TOPIC = f"arn:aws:sns:{HOME}:{ACCOUNT}:lz-prod-alarms"
AWAY_TOPIC = f"arn:aws:sns:{AWAY}:{ACCOUNT}:lz-prod-alarms"

SCOPE = Scope(family=FAMILY, account=ACCOUNT, boundary=BOUNDARY, break_glass=BREAK_GLASS)
PRIMARY = Site(region=HOME, key_arn=HOME_KEY)
RECOVERY = Site(region=AWAY, key_arn=AWAY_KEY)
TOPICS = AlarmTopics(primary=HOME_TOPIC, recovery=AWAY_TOPIC)
YEAR = Retention(days=365, mode=LockMode.GOVERNANCE)


def statements(document: str) -> list[dict[str, Any]]:
    """The statements of a policy document."""
    return json.loads(document)["Statement"]


def by_sid(document: str) -> dict[str, dict[str, Any]]:
    """The statements of a policy document by Sid; fails when two share one."""
    found = {s["Sid"]: s for s in statements(document)}
    assert len(found) == len(statements(document)), "a Sid is used twice"
    return found


def allowed(document: str) -> set[str]:
    """Every action that some statement of the document allows."""
    return {action for s in statements(document) if s["Effect"] == "Allow" for action in _many(s["Action"])}


def open_to_everyone(document: str) -> list[str]:
    """The Sids of the Allow statements whose principal is anybody."""
    return [
        s["Sid"]
        for s in statements(document)
        if s["Effect"] == "Allow" and s.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
    ]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
