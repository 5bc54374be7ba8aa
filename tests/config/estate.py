"""A small estate in a temporary project: two primaries and a recovery side over one base."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

BASE: dict[str, Any] = {
    "region": "eu-west-1",
    "network": {"nat": "single", "services": ["s3"], "zones": ["euw1-az1", "euw1-az2"]},
    "retention": {
        "decisions": {"days": 400, "source": "policy"},
        "models": {"days": 400, "source": "policy"},
        "security-logs": {"days": 400, "source": "policy"},
        "operations": {"days": 90, "source": "policy"},
    },
    "recovery": {
        "region": "eu-central-1",
        "objectives": {
            "decisions": {"rpo": "15m", "rto": "1h"},
            "models": {"rpo": "24h", "rto": "1h"},
            "security-logs": {"rpo": "15m", "rto": "24h"},
            "operations": {"rpo": "24h", "rto": "4h"},
        },
    },
    "identity": {
        "repository": {"owner": "example-org", "name": "zone"},
        "break-glass": ["arn:aws:iam::111111111111:role/incident"],
    },
    "budget": {"monthly": "100 USD", "alert": ["80%"]},
    "governance": {
        "regions": ["eu-west-1", "eu-central-1"],
        "owner": "platform@example.com",
        "security": {"name": "Sec", "title": "On call", "email": "sec@example.com", "phone": "+49 30 1234567"},
    },
    "cluster": {
        "version": "1.34",
        "nodes": {"instances": ["m7g.large"], "min": 2, "max": 3},
        "images": {"vllm": f"sha256:{'0' * 64}"},
    },
    "pools": {},
    "systems": [],
}
ENVIRONMENTS: dict[str, dict[str, Any]] = {
    "base": BASE,
    "one": {
        "extends": "base",
        "environment": "one",
        "account": "111111111111",
        "network": {"cidr": "10.16.0.0/16", "pods": "100.64.0.0/16"},
    },
    "two": {
        "extends": "base",
        "environment": "two",
        "account": "222222222222",
        "network": {"cidr": "10.24.0.0/16", "pods": "100.65.0.0/16"},
    },
    "two-dr": {
        "extends": "two",
        "environment": "two-dr",
        "role": "recovery",
        "recovers": "two",
        "region": "eu-central-1",
        "recovery": {"region": "eu-west-1"},
        "network": {"cidr": "10.32.0.0/16", "pods": "100.66.0.0/16", "zones": ["euc1-az1", "euc1-az2"]},
    },
}

GONE = object()
"""Takes a key out of a file."""


class Project:
    """A temporary project with a folder config/environments."""

    def __init__(self, path: Path) -> None:
        self.root = path / "config"
        self.folder = self.root / "environments"
        self.folder.mkdir(parents=True)
        for name, data in ENVIRONMENTS.items():
            self.write(name, yaml.safe_dump(data, sort_keys=False))

    def write(self, name: str, text: str) -> None:
        """Write a file as it is."""
        (self.folder / f"{name}.yaml").write_text(text)

    def say(self, name: str, dotted: str, value: Any) -> None:
        """Change one key of a file; the dots of the path part its keys."""
        path = self.folder / f"{name}.yaml"
        data = yaml.safe_load(path.read_text())
        *outer, last = dotted.split(".")
        place = data
        for key in outer:
            place = place.setdefault(key, {})
        if value is GONE:
            del place[last]
        else:
            place[last] = value
        self.write(name, yaml.safe_dump(data, sort_keys=False))
