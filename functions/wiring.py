"""Each function put together from its settings: the card's `system.json` beside the code, and the environment."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

from functions import aws, telemetry
from functions.answers import Answers
from functions.decision.decide import Decider, Pseudonym, Scene
from functions.decision.handler import Handler
from functions.decision.known import Known
from functions.decision.request import trace
from functions.decision.switch import Stopped, Switch
from functions.digest.seal import Sealing
from functions.drain.drain import Draining
from functions.models import targets
from functions.models.breakers import Breakers
from functions.models.chain import Chain, Hands
from functions.once import Once
from functions.outcome.outcome import BODY, Outcomes
from functions.posted import Posted
from functions.record.subject import Pseudonyms
from functions.review.desk import Desk
from functions.review.review import Reviewing, body_schema
from functions.settings import deployment, system
from functions.settings.deployment import Variable
from functions.settings.system import OnStoreFailure, System
from functions.shadow import mirror
from functions.shadow.mirror import Mirror
from functions.shadow.shadow import Shadowing
from functions.store.locked import LockedStore
from functions.store.recorder import Recorder
from functions.store.spool import Spool
from functions.store.stream import RecordStream
from functions.telemetry import EmfMeter, Meter
from functions.validation import validator

_KEEPING = (Variable.STORE_BUCKET, Variable.STREAM)
_ROW_SECONDS = 0.5
"""Bound of a call to DynamoDB, whose answers take single milliseconds."""


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every function starts from."""

    system: System
    told: Mapping[Variable, str]
    meter: Meter
    logger: Logger
    tracer: Tracer
    """Made in every function: it is what traces the calls to AWS."""

    @classmethod
    def read(cls, environ: Mapping[str, str], *wanted: Variable, spools: bool = True) -> Setup:
        """From the folder of the code and the environment; SettingsError where either is not enough."""
        card = system.read(Path(environ.get("LAMBDA_TASK_ROOT", ".")))
        more = (Variable.SPOOL_QUEUE_URL,) if spools and Variable.STORE_BUCKET in wanted and _spools(card) else ()
        return cls(
            system=card,
            told=deployment.read(environ, (*wanted, *more)),
            meter=EmfMeter(card.name),
            logger=telemetry.logger(card.name),
            tracer=Tracer(service=card.name),
        )

    def store(self) -> LockedStore:
        """The locked bucket."""
        return LockedStore(aws.client("s3"), self.told[Variable.STORE_BUCKET])

    def stream(self) -> RecordStream:
        """The stream to the table."""
        return RecordStream(aws.client("firehose", seconds=1.0), self.told[Variable.STREAM])

    def recorder(self) -> Recorder:
        """What keeps records, by the card's word on a store that refuses."""
        spool = Spool(aws.client("sqs"), self.told[Variable.SPOOL_QUEUE_URL]) if _spools(self.system) else None
        return Recorder(self.store(), self.stream(), spool, self.system.record.on_store_failure, self.meter)

    def once(self, purpose: str) -> Once:
        """The table of requests; purposes do not meet in it."""
        layer = DynamoDBPersistenceLayer(
            table_name=self.told[Variable.IDEMPOTENCY_TABLE],
            boto3_client=aws.client("dynamodb", seconds=_ROW_SECONDS),
        )
        return Once(layer, f"{self.system.name}:{purpose}", self.meter)

    def desk(self) -> Desk:
        """Where pending decisions wait."""
        return Desk(
            aws.client("dynamodb", seconds=_ROW_SECONDS),
            self.told[Variable.REVIEW_TABLE],
            aws.client("sqs"),
            self.told[Variable.REVIEW_QUEUE_URL],
            meter=self.meter,
            clock=time.time,
        )


def decision(environ: Mapping[str, str]) -> Handler:
    """The decision function."""
    setup = Setup.read(
        environ,
        Variable.ENVIRONMENT,
        Variable.REGION,
        *_KEEPING,
        Variable.IDEMPOTENCY_TABLE,
        Variable.BREAKER_TABLE,
        Variable.STOP_TABLE,
        Variable.REVIEW_TABLE,
        Variable.REVIEW_QUEUE_URL,
        Variable.TARGETS,
    )
    card = setup.system
    stopped = Switch(
        aws.client("dynamodb", seconds=_ROW_SECONDS),
        setup.told[Variable.STOP_TABLE],
        card.name,
        clock=time.time,
        meter=setup.meter,
    )
    decider = Decider(
        card,
        _scene(setup, shadow=False),
        chain=_chain(setup, card, f"{card.name}#{setup.told[Variable.REGION]}"),
        recorder=setup.recorder(),
        desk=setup.desk(),
        pseudonym=_pseudonym(setup, environ),
        stopped=stopped,
        meter=setup.meter,
    )
    return Handler(
        decider,
        setup.once("decide"),
        validator(card.payload),
        answers=_answers(environ),
        mirror=_mirror(setup, environ, stopped),
        meter=setup.meter,
        logger=setup.logger,
        tracer=setup.tracer,
        now=now,
    )


def shadow(environ: Mapping[str, str]) -> Shadowing:
    """The function that asks the challenger."""
    wanted = (Variable.ENVIRONMENT, Variable.REGION, *_KEEPING, Variable.BREAKER_TABLE, Variable.TARGETS)
    read = Setup.read(environ, *wanted, spools=False)
    setup = replace(read, meter=EmfMeter(read.system.name, telemetry.SHADOWS))
    card = setup.system.challenged()
    decider = Decider(
        card,
        _scene(setup, shadow=True),
        # A breaker of its own: what a challenger suffers closes no way of those who wait.
        chain=_chain(setup, card, f"{card.name}#{setup.told[Variable.REGION]}#shadow"),
        # What the store refuses goes back to the queue it came from, never to the spool.
        recorder=Recorder(setup.store(), setup.stream(), None, OnStoreFailure.FAIL, setup.meter),
        desk=None,
        pseudonym=_pseudonym(setup, environ),
        # Of a stopped system nothing is mirrored; what waits already is answered to nobody.
        stopped=lambda: False,
        meter=setup.meter,
    )
    return Shadowing(decider, validator(card.payload), meter=setup.meter, logger=setup.logger, now=now)


def review(environ: Mapping[str, str]) -> Posted:
    """The review function."""
    setup = Setup.read(environ, *_KEEPING, Variable.REVIEW_TABLE, Variable.REVIEW_QUEUE_URL)
    reviewing = Reviewing(
        setup.system,
        known=Known(setup.store(), setup.system.name, setup.meter),
        recorder=setup.recorder(),
        desk=setup.desk(),
        meter=setup.meter,
        now=now,
        trace=trace,
    )
    return Posted(
        lambda sender, sent, _context: reviewing.review(sender, sent),
        validator(body_schema(setup.system)),
        meter=setup.meter,
        logger=setup.logger,
    )


def outcome(environ: Mapping[str, str]) -> Posted:
    """The outcome function."""
    setup = Setup.read(environ, *_KEEPING, Variable.IDEMPOTENCY_TABLE)
    outcomes = Outcomes(
        known=Known(setup.store(), setup.system.name, setup.meter),
        recorder=setup.recorder(),
        once=setup.once("outcome"),
        meter=setup.meter,
        now=now,
        trace=trace,
    )
    return Posted(
        lambda _sender, sent, context: outcomes.take(sent, context),
        validator(BODY),
        meter=setup.meter,
        logger=setup.logger,
    )


def drain(environ: Mapping[str, str]) -> Draining:
    """The drain function."""
    setup = Setup.read(environ, *_KEEPING, Variable.IDEMPOTENCY_TABLE)
    return Draining(
        setup.store(),
        setup.stream(),
        setup.once("drain"),
        meter=setup.meter,
        logger=setup.logger,
        now=now,
    )


def digest(environ: Mapping[str, str]) -> Sealing:
    """The function that seals hours."""
    setup = Setup.read(environ, Variable.ENVIRONMENT, Variable.STORE_BUCKET, Variable.MANIFEST_KEY)
    return Sealing(
        setup.store(),
        aws.client("kms"),
        setup.told[Variable.MANIFEST_KEY],
        system=setup.system.name,
        environment=setup.told[Variable.ENVIRONMENT],
        meter=setup.meter,
        logger=setup.logger,
        now=now,
    )


def environment() -> Mapping[str, str]:
    """This process's own environment."""
    return os.environ


def _scene(setup: Setup, *, shadow: bool) -> Scene:
    return Scene(
        environment=setup.told[Variable.ENVIRONMENT], region=setup.told[Variable.REGION], shadow=shadow, now=now
    )


def _chain(setup: Setup, card: System, scope: str) -> Chain:
    """The targets of the card behind breakers that a scope shares."""
    breakers = Breakers(
        aws.client("dynamodb", seconds=_ROW_SECONDS, attempts=1),
        setup.told[Variable.BREAKER_TABLE],
        scope,
        card.breaking,
        clock=time.time,
        meter=setup.meter,
    )
    asked = targets.build(card, deployment.places(setup.told[Variable.TARGETS], card))
    hands = Hands(clock=time.monotonic, sleep=time.sleep, chance=random.random)
    return Chain(card, asked, breakers, setup.meter, hands)


def _mirror(setup: Setup, environ: Mapping[str, str], stopped: Stopped) -> Mirror | None:
    challenge = setup.system.shadow
    if challenge is None:
        return None
    url = deployment.read(environ, (Variable.MIRROR_QUEUE_URL,))[Variable.MIRROR_QUEUE_URL]
    own = next((depth for depth, one in enumerate(setup.system.targets) if one.name == challenge.target.name), None)
    client = aws.client("sqs", seconds=mirror.SECONDS, attempts=1)
    return Mirror(client, url, challenge.share, setup.meter, stopped=stopped, own=own)


def _answers(environ: Mapping[str, str]) -> Answers | None:
    url = environ.get(Variable.ANSWERS_QUEUE_URL)
    return Answers(aws.client("sqs"), url) if url else None


def _spools(card: System) -> bool:
    return card.record.on_store_failure is OnStoreFailure.SPOOL


def _pseudonym(setup: Setup, environ: Mapping[str, str]) -> Pseudonym | None:
    if setup.system.record.subject is None:
        return None
    key = deployment.read(environ, (Variable.SUBJECT_KEY,))[Variable.SUBJECT_KEY]
    return Pseudonyms(aws.client("kms"), key, setup.meter).of
