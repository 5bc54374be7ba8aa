"""What the decision function adds to a model's own time: validation, idempotency, rules, record, metrics, log.

Stores and tables are in memory, so what is measured is ours and powertools'. In AWS the calls to S3, Firehose and
DynamoDB come on top; they are waits, not work.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import statistics
import time
from dataclasses import dataclass
from typing import Any

import urllib3
from aws_lambda_powertools import Tracer

from bench.accounting import Context
from bench.memory import MemoryDesk, MemoryLayer, MemorySpool, MemoryStore, MemoryStream, OpenGate, Rows, pseudonym
from bench.systems import FRAUD
from engine.fake_models import FakeModels
from functions.decision.decide import Decider, Scene
from functions.decision.handler import Handler
from functions.models.answer import Answer
from functions.models.chain import Chain, Hands
from functions.models.target import Asked, Payload
from functions.models.vllm import Vllm
from functions.once import Once
from functions.settings.deployment import Place
from functions.settings.system import Target, parse
from functions.store.recorder import Recorder
from functions.telemetry import EmfMeter, logger
from functions.validation import validator
from functions.wiring import now

LIMIT_MS = 10.0
"""The most that the function may add to a call, 99th percentile."""
_CARD: dict[str, Any] = {
    **FRAUD,
    "targets": [
        {"name": "model", "kind": "vllm", "model": "m", "timeout_ms": 2000},
        {"name": "human", "kind": "human"},
    ],
}


@dataclass(frozen=True, slots=True)
class Overhead:
    """Milliseconds of many calls."""

    calls: int
    own_p50: float
    own_p99: float
    model_p50: float
    model_p99: float


class Timed:
    """A target whose time is not ours."""

    def __init__(self, inner: Asked) -> None:
        self._inner = inner
        self.seconds = 0.0

    @property
    def target(self) -> Target:
        """The inner one's."""
        return self._inner.target

    @property
    def guardrail(self) -> None:
        """None."""

    def ask(self, payload: Payload) -> Answer:
        """Its answer, and how long it took."""
        start = time.perf_counter()
        try:
            return self._inner.ask(payload)
        finally:
            self.seconds = time.perf_counter() - start


def measure(calls: int = 2000) -> Overhead:
    """Time calls through the whole handler, a local model over HTTP included, and take the model's time off."""
    own, model = list[float](), list[float]()
    with FakeModels() as models, open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  a device
        models.order("m", confidence=0.95)
        with contextlib.redirect_stdout(nowhere):
            handler, timed = _function(models.endpoint)
            # The first calls compile schemas and open connections, as a cold start does.
            for number in range(-100, calls):
                event = _event(number)
                start = time.perf_counter()
                answer = handler(event, Context())
                took = time.perf_counter() - start
                if answer["statusCode"] >= 400:
                    raise RuntimeError(f"a benchmark's request was refused: {answer['body']}")
                if number >= 0:
                    own.append((took - timed.seconds) * 1000)
                    model.append(timed.seconds * 1000)
    return Overhead(calls, *_percentiles(own), *_percentiles(model))


def _percentiles(values: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(values, n=100)
    return cuts[49], cuts[98]


def _function(endpoint: str) -> tuple[Handler, Timed]:
    system, meter = parse(_CARD), EmfMeter("bench")
    place = Place(url=f"{endpoint}/v1", model="m")
    timed = Timed(Vllm(system.targets[0], place, system, urllib3.PoolManager()))
    desk: Any = MemoryDesk()
    hands = Hands(clock=time.monotonic, sleep=time.sleep, chance=lambda: 0.5)
    decider = Decider(
        system,
        Scene(environment="bench", region="eu-west-1", shadow=False, now=now),
        chain=Chain(system, [timed], OpenGate(), meter, hands),
        recorder=Recorder(MemoryStore(), MemoryStream(), MemorySpool(), system.record.on_store_failure, meter),
        desk=desk,
        pseudonym=pseudonym,
        stopped=lambda: False,
        meter=meter,
    )
    handler = Handler(
        decider,
        Once(MemoryLayer(Rows()), "bench:decide", meter),
        validator(system.payload),
        answers=None,
        mirror=None,
        meter=meter,
        logger=logger("bench"),
        tracer=Tracer(service="bench", disabled=True),
        now=now,
    )
    return handler, timed


def _event(number: int) -> dict[str, Any]:
    payload = {"account": f"a-{number}", "amount": 120.5, "note": "a note of some words, and jane@example.com in it"}
    return {
        "headers": {"Content-Type": "application/json", "Idempotency-Key": f"k-{number}"},
        "requestContext": {"requestId": f"r-{number}", "authorizer": {"principalId": "bench"}},
        "body": json.dumps(payload),
    }


def main() -> None:
    """Print the figures against the limit."""
    gc.collect()
    found = measure()
    print(  # noqa: T201  a benchmark prints
        f"decision function    {found.own_p50:5.2f} ms median, {found.own_p99:5.2f} ms p99 of its own"
        f" in {found.calls} calls (limit {LIMIT_MS:.0f} ms);"
        f" the local stand-in model took {found.model_p50:5.2f} ms median, {found.model_p99:5.2f} ms p99"
    )


if __name__ == "__main__":
    main()
