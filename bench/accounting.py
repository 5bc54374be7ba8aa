"""Decisions by the thousand, with duplicates, model failures and store faults: whether served and recorded agree.

Run as `python -m bench.accounting --count 10000`. The function's own code decides, with AWS in memory; processes of it
run side by side and share stores and tables, as Lambda's do. It ends with 1 when a decision was answered that neither
store nor spool holds, or when the metrics do not add up.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from aws_lambda_powertools import Logger, Tracer

from bench.memory import (
    MemoryDesk,
    MemoryLayer,
    MemoryMeter,
    MemorySpool,
    MemoryStore,
    MemoryStream,
    OpenGate,
    Rows,
    pseudonym,
)
from bench.systems import FRAUD, LENIENT
from functions.decision.decide import Decider, Scene
from functions.decision.handler import Handler
from functions.drain.drain import Draining
from functions.models.answer import Answer, scored
from functions.models.chain import Chain, Hands
from functions.models.failure import Failure, ModelError
from functions.once import Once
from functions.settings.system import Kind, Scoring, System, Target, parse
from functions.store.recorder import Recorder
from functions.telemetry import Count
from functions.validation import validator
from functions.wiring import now

PROCESSES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How often something goes wrong, as shares of its occasions."""

    duplicate: float = 0.1
    """Requests that are sent a second time."""
    model: float = 0.1
    """Calls to a model that fail, in one of five ways."""
    store_refuses: float = 0.02
    store_loses: float = 0.01
    """Writes that arrive while their answer is lost."""
    stream: float = 0.02
    spool: float = 0.05
    table: float = 0.01
    """Answers that the table of requests could not note."""


NONE = Faults(duplicate=0, model=0, store_refuses=0, store_loses=0, stream=0, spool=0, table=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a run came to."""

    sent: int
    served: int
    """Answered for the first time, by the metric."""
    duplicates: int
    refused: int
    """By HTTP status 4xx and 5xx: nothing was decided, and the sender was told so."""
    in_progress: int
    """Of the refused: duplicates that came while the first was being decided."""
    recorded: int
    """By the metric, the drain included."""
    spooled: int
    drained: int
    objects: int
    """Records in the store."""
    answered: int
    """Different decisions that somebody was answered with."""
    missing: int
    """Answered decisions that neither store nor spool holds. The promise is zero."""
    unanswered: int
    """Records whose sender was told that nothing was decided: written while the store's answer was lost."""
    store_faults: int
    stream_faults: int
    model_failures: int
    fallbacks: int
    seconds: float

    @property
    def differences(self) -> list[str]:
        """What does not add up, in words."""
        found = list[str]()
        if self.missing:
            found.append(f"{self.missing} decisions were answered and have no record")
        if self.served + self.duplicates + self.refused != self.sent:
            found.append("answers and refusals are not as many as requests")
        if self.served > self.recorded:
            found.append(f"served is {self.served - self.recorded} above recorded, though nothing waits in the spool")
        if self.answered + self.unanswered != self.objects:
            found.append("answered and unanswered records are not as many as objects")
        return found


class Flaky:
    """A scoring model that fails at times."""

    guardrail = None

    def __init__(self, target: Target, scoring: Scoring, chance: random.Random, share: float) -> None:
        self.target = target
        self._scoring = scoring
        self._chance = chance
        self._share = share

    def ask(self, payload: Any) -> Answer:
        """A score, or a failure of any kind."""
        del payload
        if self._chance.random() < self._share:
            raise ModelError(self._chance.choice(list(Failure)), "by the test")
        return scored({"score": self._chance.random(), "reasons": ["a reason"]}, self._scoring)


class Context:
    """Lambda's context: plenty of time."""

    def get_remaining_time_in_millis(self) -> int:
        """Half a minute."""
        return 30_000


class Estate:
    """Stores and tables, and the processes that share them."""

    def __init__(self, card: dict[str, Any], faults: Faults, seed: int) -> None:
        self.system: System = parse(card)
        self.faults = faults
        self.chance = random.Random(seed)  # noqa: S311  a repeatable test, not a secret
        self.meter = MemoryMeter()
        self.rows = Rows(self._of(faults.table))
        self.store = MemoryStore(self._of(faults.store_refuses), self._of(faults.store_loses))
        self.stream = MemoryStream(self._of(faults.stream))
        self.spool = MemorySpool(self._of(faults.spool))
        self.desk = MemoryDesk()
        self.logger = Logger(service="accounting", level=logging.CRITICAL)

    def _of(self, share: float) -> Callable[[], bool]:
        return lambda: self.chance.random() < share

    def process(self) -> Handler:
        """A process of the decision function."""
        system, meter = self.system, self.meter
        scoring = system.scoring or Scoring(positive="decline", negative="approve")
        asked = [
            Flaky(target, scoring, self.chance, self.faults.model)
            for target in system.targets
            if target.kind is not Kind.HUMAN
        ]
        hands = Hands(clock=time.monotonic, sleep=lambda _seconds: None, chance=self.chance.random)
        desk: Any = self.desk
        decider = Decider(
            system,
            Scene(environment="bench", region="eu-west-1", shadow=False, now=now),
            chain=Chain(system, asked, OpenGate(), meter, hands),
            recorder=Recorder(self.store, self.stream, self.spool, system.record.on_store_failure, meter),
            desk=desk,
            pseudonym=pseudonym,
            stopped=lambda: False,
            meter=meter,
        )
        return Handler(
            decider,
            Once(MemoryLayer(self.rows), "bench:decide", meter),
            validator(system.payload),
            answers=None,
            mirror=None,
            meter=meter,
            logger=self.logger,
            tracer=Tracer(service="accounting", disabled=True),
            now=now,
        )

    def drain(self) -> None:
        """Bring what waits to a store that is well again, until nothing waits."""
        well = MemoryStore()
        well.objects = self.store.objects
        draining = Draining(
            well,
            self.stream,
            Once(MemoryLayer(Rows()), "bench:drain", self.meter),
            meter=self.meter,
            logger=self.logger,
            now=now,
        )
        records = [
            {"messageId": str(number), "body": content.decode(), "eventSource": "aws:sqs"}
            for number, content in enumerate(self.spool.waiting)
        ]
        left = draining({"Records": records}, Context())
        self.spool.waiting = [
            self.spool.waiting[int(failure["itemIdentifier"])] for failure in left["batchItemFailures"]
        ]


def requests(count: int, faults: Faults, seed: int) -> list[tuple[str, str]]:
    """Idempotency keys and bodies; duplicates follow their first within a few requests."""
    chance = random.Random(seed)  # noqa: S311  a repeatable test, not a secret
    made = list[tuple[str, str]]()
    while len(made) < count:
        number = len(made)
        body = {"account": f"a-{number % 977}", "amount": 1 + number % 6000, "note": f"note {number}, j@example.com"}
        made.append((f"k-{number}", json.dumps(body)))
        if chance.random() < faults.duplicate and len(made) < count:
            made.append(made[max(0, len(made) - 1 - chance.randrange(3))])
    return made


def run(card: dict[str, Any], count: int, faults: Faults, seed: int = 7) -> Account:
    """Send the requests through all processes at once, then drain, then count."""
    estate, start = Estate(card, faults, seed), time.monotonic()
    sent = requests(count, faults, seed)
    answers, lock, queue = list[dict[str, Any]](), threading.Lock(), iter(sent)

    def work(process: Handler) -> None:
        while True:
            with lock:
                following = next(queue, None)
            if following is None:
                return
            answer = process(_event(*following), Context())
            with lock:
                answers.append(answer)

    threads = [threading.Thread(target=work, args=(estate.process(),)) for _ in range(PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    estate.drain()
    return _account(estate, answers, time.monotonic() - start)


def _account(estate: Estate, answers: list[dict[str, Any]], seconds: float) -> Account:
    counts = estate.meter.counts
    decided = {json.loads(a["body"])["decision"] for a in answers if a["statusCode"] < 400}
    held = {key.rpartition("/")[2].removesuffix(".json") for key in estate.store.objects if key.startswith("records/")}
    failures = (Count.MODEL_TIMEOUT, Count.MODEL_GARBAGE, Count.MODEL_UNAVAILABLE, Count.MODEL_THROTTLED)
    return Account(
        sent=len(answers),
        served=counts[Count.SERVED],
        duplicates=counts[Count.DUPLICATE],
        refused=sum(answer["statusCode"] >= 400 for answer in answers),
        in_progress=counts[Count.IN_PROGRESS],
        recorded=counts[Count.RECORDED],
        spooled=counts[Count.SPOOLED],
        drained=counts[Count.DRAINED],
        objects=len(held),
        answered=len(decided),
        missing=len(decided - held),
        unanswered=len(held - decided),
        store_faults=counts[Count.STORE_FAULT],
        stream_faults=counts[Count.STREAM_FAULT],
        model_failures=sum(counts[failure] for failure in (*failures, Count.MODEL_REFUSED)),
        fallbacks=counts[Count.FALLBACK],
        seconds=round(seconds, 2),
    )


def _event(key: str, body: str) -> dict[str, Any]:
    return {
        "headers": {"Idempotency-Key": key},
        "requestContext": {"requestId": key, "authorizer": {"principalId": "bench"}},
        "body": body,
    }


def main(arguments: list[str] | None = None) -> int:
    """Print what a run of each tier came to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-faults", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    faults = NONE if options.no_faults else Faults()
    accounts = {
        "high risk, fails closed": run(FRAUD, options.count, faults, options.seed),
        "limited risk, spools": run(LENIENT, options.count, faults, options.seed),
    }
    if options.json:
        held = {name: {**asdict(account), "differences": account.differences} for name, account in accounts.items()}
        print(json.dumps(held, indent=2))  # noqa: T201  it is asked for
    else:
        for name, account in accounts.items():
            _print(name, account)
    return 1 if any(account.differences for account in accounts.values()) else 0


def _print(name: str, account: Account) -> None:
    print(name)  # noqa: T201  a benchmark prints
    for field, value in asdict(account).items():
        print(f"  {field:<15} {value:>10,}")  # noqa: T201  a benchmark prints
    print(f"  {'differences':<15} {'; '.join(account.differences) or 'none'}")  # noqa: T201  a benchmark prints


if __name__ == "__main__":
    sys.exit(main())
