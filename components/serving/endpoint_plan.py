"""Arithmetic of a SageMaker endpoint: how a new version takes over, when copies are added, how things are named."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import Any

from config.vocabulary import RolloutKind

LARGEST_CANARY = 50
"""Percent of the fleet, SageMaker's bound of a canary's first step and of a linear step.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html, noted 2026-11-25.
"""
SMALLEST_STEP = 10
"""Percent; the least step of a linear rollout. The same page."""
LONGEST_WAIT = 3600
"""Seconds between two steps; the same page."""
SHORTEST_ROLLOUT, LONGEST_ROLLOUT = 600, 28_800
"""Seconds; bounds of the whole update.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html, noted 2026-11-25.
"""
START = 1800
"""Seconds a new fleet may take to load the model and pass its health checks before the rollout counts as failed."""

HEADROOM = 0.7
"""The share of what an instance can do at which another is added: the rest serves while the new one starts (minutes).

SageMaker's own load-test guidance starts at a safety factor of 0.5 and goes up with experience
(https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html); the house goes up to here, because the
service time below is the slowest that callers were promised, not the usual one.
"""

LONGEST_NAME = 63
"""Characters of the name of a model, an endpoint or its configuration."""


@unique
class Routing(StrEnum):
    """How SageMaker moves traffic to a new fleet."""

    ALL_AT_ONCE = "ALL_AT_ONCE"
    CANARY = "CANARY"
    """A first share, then everything."""
    LINEAR = "LINEAR"
    """Equal shares, one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """A rollout as SageMaker takes it."""

    routing: Routing
    wait: int
    """Seconds that each step is watched, and the old fleet is kept after the last."""
    share: int = 0
    """Percent of the fleet: the first step of a canary, every step of a linear rollout; 0 for all at once."""

    @property
    def steps(self) -> int:
        """How many times traffic moves."""
        match self.routing:
            case Routing.ALL_AT_ONCE:
                return 1
            case Routing.CANARY:
                return 2
            case Routing.LINEAR:
                return math.ceil(100 / self.share)

    @property
    def longest(self) -> int:
        """Seconds after which the whole rollout counts as failed: every step watched, and the start of the fleet."""
        return min(max(SHORTEST_ROLLOUT, self.steps * self.wait + START), LONGEST_ROLLOUT)

    def exposed(self, seconds: int) -> int:
        """Percent of the traffic on the new version so many seconds after traffic first moved."""
        if self.routing is Routing.ALL_AT_ONCE:
            return 100
        moved = self.steps if self.wait == 0 else min(self.steps, seconds // self.wait + 1)
        if self.routing is Routing.CANARY:
            return self.share if moved == 1 else 100
        return min(100, moved * self.share)


def traffic(kind: RolloutKind, steps: Sequence[float], hold: timedelta) -> Traffic:
    """The card's rollout as SageMaker does it: never more of the traffic, at any moment, than the card allows.

    Two steps are a canary, equal steps are linear. Raises ValueError for steps that neither says.
    """
    wait = round(hold.total_seconds())
    if wait > LONGEST_WAIT:
        raise ValueError(f"hold {wait} s is above {LONGEST_WAIT} s, the longest SageMaker watches a step")
    if kind is not RolloutKind.CANARY:
        return Traffic(routing=Routing.ALL_AT_ONCE, wait=wait)
    shares = [math.floor(round(step * 100, 6)) for step in steps]
    if len(shares) == 2 and shares[-1] == 100 and 1 <= shares[0] <= LARGEST_CANARY:
        return Traffic(routing=Routing.CANARY, wait=wait, share=shares[0])
    step = shares[0] if shares else 0
    linear = [min(100, step * (position + 1)) for position in range(len(shares))]
    if SMALLEST_STEP <= step <= LARGEST_CANARY and shares == linear and shares[-1] == 100:
        return Traffic(routing=Routing.LINEAR, wait=wait, share=step)
    raise ValueError(f"steps {shares} are neither a canary of SageMaker nor a linear rollout")


def target_invocations(*, concurrency: int, latency: timedelta) -> int:
    """Requests a minute and instance at which another instance is added.

    Little's law: an instance that works on `concurrency` requests at once, each as long as was promised at most, ends
    concurrency / latency a second.
    """
    a_second = concurrency / latency.total_seconds()
    return max(1, math.floor(a_second * 60 * HEADROOM))


def digest(content: Mapping[str, Any]) -> str:
    """A short name of a configuration: the same content, the same name; another content, another name."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:10]


def content_name(base: str, content: Mapping[str, Any]) -> str:
    """A physical name that carries the digest of the content; ValueError for a base that leaves no room for it."""
    name = f"{base}-{digest(content)}"
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{name!r} has more than {LONGEST_NAME} characters")
    return name
