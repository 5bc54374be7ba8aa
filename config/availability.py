"""How available a system can be, by what AWS documents of the services its requests pass.

What every request needs multiplies; where one of several is enough, all of them must fail. That takes the services to
fail independently, which a bad day of a Region does not respect: the result is a bound from above, not a forecast
(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/availability.html). A card that asks for more is
refused: its objective could only be kept by luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import floor, prod
from pathlib import Path
from typing import Final

import yaml

from config.vocabulary import Runtime, StoreFailure

FILE: Final = Path(__file__).with_name("availability.yaml")

HUMAN: Final = "human"
"""The fallback that is a person: what waits for one is an answer, once it is in the queue."""

_FRONT: Final = ("api-gateway", "lambda", "dynamodb", "kms")
"""What every request passes before and after the models: the door, the function, the requests seen, the keys."""

_RUNTIMES: Final[Mapping[str, tuple[str, ...]]] = {
    Runtime.VLLM: ("elb", "ec2"),
    Runtime.SAGEMAKER: ("sagemaker",),
}
"""What the system's own model needs; a pod that runs needs the cluster's API server only to be moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """The figures of one service, shares of a month."""

    sla: float
    design: float | None
    """None where AWS publishes no goal."""
    source: str

    @property
    def best(self) -> float:
        """What a design may count on: the goal where there is one, otherwise the agreement."""
        return self.sla if self.design is None else self.design


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the way: one of these ways is enough, and a way needs all of its services."""

    what: str
    ways: tuple[tuple[str, ...], ...]

    def available(self, shares: Mapping[str, float]) -> float:
        """The share of a month in which at least one way is open."""
        return 1 - prod(1 - prod(shares[service] for service in way) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Composition:
    """The way of a request, and what it composes to."""

    steps: tuple[Step, ...]

    @property
    def designed(self) -> float:
        """By the figures a design may count on."""
        return self._compose({name: one.best for name, one in documented().items()})

    @property
    def promised(self) -> float:
        """By the service level agreements alone: what AWS answers for."""
        return self._compose({name: one.sla for name, one in documented().items()})

    @property
    def reachable(self) -> float:
        """The largest share that may be asked for: `designed`, cut to a hundredth of a percent."""
        return floor(self.designed * 10_000) / 10_000

    def __str__(self) -> str:
        """For a reader: api-gateway 99.99% and lambda 99.95% and (s3 99.99% or sqs 99.98%)."""
        figures = documented()
        words = list[str]()
        for step in self.steps:
            ways = [" and ".join(f"{service} {percent(figures[service].best)}" for service in way) for way in step.ways]
            words.append(ways[0] if len(ways) == 1 else f"({' or '.join(ways)})")
        return " and ".join(words)

    def _compose(self, shares: Mapping[str, float]) -> float:
        return prod(step.available(shares) for step in self.steps)


@cache
def documented() -> Mapping[str, Documented]:
    """The table, by service."""
    table = yaml.load(FILE.read_bytes(), yaml.CSafeLoader)
    return {
        name: Documented(
            sla=_share(row["sla"]), design=_share(row["design"]) if "design" in row else None, source=row["source"]
        )
        for name, row in table.items()
    }


def _share(text: str) -> float:
    return round(float(text.removesuffix("%")) / 100, 8)


def compose(*, runtime: Runtime, fallbacks: Iterable[str], on_store_failure: StoreFailure) -> Composition:
    """The way of a request of a system: its own model or a fallback, and a record before the answer."""
    answers = [_RUNTIMES[runtime], *(("sqs",) if name == HUMAN else ("bedrock",) for name in fallbacks)]
    records = [("s3",), *([("sqs",)] if on_store_failure is StoreFailure.SPOOL else [])]
    front = tuple(Step(service, ((service,),)) for service in _FRONT)
    return Composition((*front, Step("answer", tuple(answers)), Step("record", tuple(records))))


def percent(share: float) -> str:
    """99.92% for 0.9992; at most four decimals, never rounded up."""
    return f"{floor(share * 1_000_000 + 1e-6) / 10_000:g}%"
