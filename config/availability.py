"""How available a system can be, by what AWS documents of the services its requests pass.

What every request needs multiplies; where one of several is enough, all of them must fail. That takes the services to
fail independently, which a bad day of a Region does not respect: the result is a bound from above, not a forecast
(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/availability.html). A card that asks for more is
refused: its objective could only be kept by luck. An agreement of AWS is a promise to give money back, no measurement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from math import floor, prod
from pathlib import Path
from typing import Final

import yaml

from config.system.card import SystemCard
from config.vocabulary import Runtime, StoreFailure, TargetKind

FILE: Final = Path(__file__).with_name("availability.yaml")

HUMAN: Final = TargetKind.HUMAN.value
"""The fallback that is a person: what waits for one is an answer, once it is in the queue."""

Way = tuple[str, ...]
"""Services that are all needed."""

_FRONT: Final = {
    "api-gateway": "lets the caller in",
    "lambda": "takes the decision",
    "dynamodb": "knows requests again, and keeps the cases of people",
    "kms": "opens what is kept, and makes pseudonyms",
}
"""What every request passes before and after the models, and what for."""

_RUNTIMES: Final[Mapping[Runtime, tuple[Way, Way]]] = {
    Runtime.VLLM: (("elb", "ec2-instance"), ("elb", "ec2")),
    Runtime.SAGEMAKER: (("sagemaker", "ec2-instance"), ("sagemaker",)),
}
"""What the system's own model needs with one copy, and with several.

Several are taken to stand in different zones; vLLM's are spread so where there are nodes, and otherwise not.
A pod that runs needs the cluster's API server only to be moved. Of an endpoint of one instance nothing is agreed; it is
no more available than the instance it stands on.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """The figures of one service, shares of a month."""

    sla: float
    design: float | None
    """None where AWS publishes no goal."""
    of: date | None
    """What AWS dated the agreement that was read; None where others were read who quote it."""
    source: str

    @property
    def best(self) -> float:
        """What a design may count on: the goal where there is one, otherwise the agreement."""
        return self.sla if self.design is None else self.design


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the way: one of these ways is enough, and a way needs all of its services."""

    name: str
    ways: tuple[Way, ...]
    meaning: str = ""
    """What it is there for."""

    @property
    def designed(self) -> float:
        """By the figures a design may count on."""
        return self.available(_designed())

    @property
    def promised(self) -> float:
        """By the service level agreements alone."""
        return self.available(_promised())

    @property
    def spelled(self) -> str:
        """For a reader: elb 99.99% and ec2 99.99% or bedrock 99.9%, by what a design may count on."""
        shares = _designed()
        ways = (" and ".join(f"{service} {percent(shares[service])}" for service in way) for way in self.ways)
        return " or ".join(ways)

    def available(self, shares: Mapping[str, float]) -> float:
        """The share of a month in which at least one way is open."""
        return available((self,), shares)


_PASSED: Final = (
    Step(
        "waf", (("waf",),), "looks at what is sent; whether a REST API lets callers in without its answer is not said"
    ),
    Step("privatelink", (("privatelink",),), "leads from the function to the services"),
)
"""What every request passes, and of which no goal is known here: a bound from above does not count it."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The way of a request, and what it composes to."""

    steps: tuple[Step, ...]

    @property
    def passed(self) -> tuple[Step, ...]:
        """What a request only passes through: it counts in `cautious` and `promised`."""
        return _PASSED

    @property
    def designed(self) -> float:
        """By the figures a design may count on."""
        return available(self.steps, _designed())

    @property
    def promised(self) -> float:
        """By the service level agreements alone, of everything on the way: what AWS answers for."""
        return available((*self.steps, *_PASSED), _promised())

    @property
    def reachable(self) -> float:
        """The largest share that may be asked for: `designed`, cut to a hundredth of a percent."""
        return floor(self.designed * 10_000) / 10_000

    @property
    def weakest(self) -> Step:
        """The step that is open for the smallest share of a month; the first of several."""
        return min(self.steps, key=lambda step: step.designed)

    @property
    def cautious(self) -> float:
        """As `designed`, with what a request only passes through at its agreement."""
        return available((*self.steps, *_PASSED), _designed())

    def __str__(self) -> str:
        """For a reader: api-gateway 99.99% and lambda 99.95% and (s3 99.99% or sqs 99.98%)."""
        return " and ".join(f"({step.spelled})" if len(step.ways) > 1 else step.spelled for step in self.steps)


def available(steps: Iterable[Step], shares: Mapping[str, float]) -> float:
    """The share of a month in which every step has an open way, between 0 and 1.

    A service that several ways need is up or down for all of them at once: each case is weighed by its share.
    """
    steps = tuple(steps)
    needs = Counter(service for step in steps for way in step.ways for service in way)
    shared = [service for service, count in needs.items() if count > 1]
    total = 0.0
    for states in product((0.0, 1.0), repeat=len(shared)):
        known = dict(zip(shared, states, strict=True))
        weight = prod(shares[service] if up else 1 - shares[service] for service, up in known.items())
        total += weight * prod(_open(step, {**shares, **known}) for step in steps)
    return min(1.0, total)


def _open(step: Step, shares: Mapping[str, float]) -> float:
    return 1 - prod(1 - prod(shares[service] for service in way) for way in step.ways)


@cache
def documented() -> Mapping[str, Documented]:
    """The table, by service."""
    table = yaml.load(FILE.read_bytes(), yaml.CSafeLoader)
    return {
        name: Documented(
            sla=_share(row["sla"]),
            design=_share(row["design"]) if "design" in row else None,
            of=row.get("of"),
            source=row["source"],
        )
        for name, row in table.items()
    }


@cache
def _designed() -> Mapping[str, float]:
    return {name: one.best for name, one in documented().items()}


@cache
def _promised() -> Mapping[str, float]:
    return {name: one.sla for name, one in documented().items()}


def _share(text: str) -> float:
    return round(float(text.removesuffix("%")) / 100, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What of a card decides how available its system can be."""

    runtime: Runtime
    copies: int
    """Of its own model, at least."""
    fallbacks: tuple[str, ...]
    on_store_failure: StoreFailure

    @property
    def at_once(self) -> Design:
        """The same without a person, for whom a caller waits."""
        return replace(self, fallbacks=tuple(name for name in self.fallbacks if name != HUMAN))

    def compose(self) -> Composition:
        """The way of a request: its own model or a fallback, and a record before the answer."""
        own = _RUNTIMES[self.runtime][self.copies > 1]
        answers = [own, *(("sqs",) if name == HUMAN else ("bedrock",) for name in self.fallbacks)]
        records: list[Way] = [("s3",), *([("sqs",)] if self.on_store_failure is StoreFailure.SPOOL else [])]
        return Composition(
            (
                *(Step(service, ((service,),), meaning) for service, meaning in _FRONT.items()),
                # Two models of Bedrock are one service: they are up or down together.
                Step("answer", tuple(dict.fromkeys(answers)), "the own model answers, or a fallback"),
                Step("record", tuple(records), "no answer without its record"),
            )
        )


def design_of(card: SystemCard) -> Design:
    """What a card says of it."""
    return Design(
        runtime=card.serve.runtime,
        copies=card.serve.replicas.min,
        fallbacks=card.decision.fallbacks,
        on_store_failure=card.decision.record.on_store_failure,
    )


def percent(share: float) -> str:
    """99.92% for 0.9992; at most four decimals, never rounded up."""
    return f"{floor(share * 1_000_000 + 1e-6) / 10_000:g}%"
