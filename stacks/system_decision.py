"""How one system decides: its functions, its queues, and the alarms on its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.decision import plan, record_stream
from components.decision.function import RUNTIME, Function, FunctionArgs, Place
from components.decision.queue import Queue
from components.decision.record_keys import Purpose
from components.decision.sealing_schedule import HOURLY, SealingSchedule, SealingScheduleArgs
from components.decision.system_alarms import SystemAlarms, SystemAlarmsArgs
from components.kit import Statement
from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass, IntakeKind, Layer, StoreFailure, Tier
from stacks import decision_settings, function_code, operations_log, places, record_keeping, subnets
from stacks.decision_grants import Grants
from stacks.feeds import Feed, Pace
from stacks.record_keeping import Keeping
from stacks.references import Published, Upstream
from stacks.system_challenge import Challenge
from stacks.system_intake import FromQueue, FromStream
from stacks.system_queues import DRAIN_SECONDS, REVIEW_SECONDS, Queues
from stacks.system_targets import Targets

REVIEWS = 5
"""Verdicts taken at once."""
OUTCOME_SECONDS = 30
OUTCOMES = 10
"""Outcomes taken at once."""
DRAINS = 2
"""Drains at once, the fewest that SQS asks for."""
REQUESTS_A_REPLICA = 8
"""What a replica of a model without a declared concurrency is taken to hold."""
_USE = ("kms:Decrypt", "kms:GenerateDataKey")


def function_names(zone: LandingZone, system: System) -> list[str]:
    """The physical names of a system's functions, the deciding one first."""
    more = [*(["drain"] if _spools(system) else []), *(["shadow"] if system.card.shadow else [])]
    purposes = ["decision", "review", "outcome", "digest", *more]
    return [Grants(zone, system.name).named(purpose) for purpose in purposes]


def decision_seconds(settings: Mapping[str, Any]) -> int:
    """How long the function that decides may run."""
    return plan.function_seconds(settings["deadline_ms"] / 1000)


def decisions_at_once(system: System) -> int:
    """How many decisions of a system may be under way."""
    card = system.card
    return plan.concurrency(card.serve.replicas.max, card.model.concurrency or REQUESTS_A_REPLICA)


def _spools(system: System) -> bool:
    return system.card.decision.record.on_store_failure is StoreFailure.SPOOL


class Deciding:
    """The decision functions of one system."""

    def __init__(
        self, zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System, keeping: Keeping
    ) -> None:
        self._zone, self._system = zone, system
        self._composed = (zone, using, upstream)
        self._queues = Queues(zone, using, upstream, system)
        self._using, self._here = using, pulumi.ResourceOptions(providers=[using])
        # A function that is called before its tables stand answers with errors only.
        self._after = pulumi.ResourceOptions(providers=[using], depends_on=list(keeping.ready))
        self._grants = Grants(zone, system.name)
        self._spools = _spools(system)
        self._settings = decision_settings.settings(system)
        self._code = function_code.archive(self._settings)
        self._hash = function_code.code_hash(self._settings)
        self._key_of_region = upstream.value(Layer.PLATFORM, "key_arn")
        self._topic = upstream.value(Layer.FOUNDATION, "alarm_topic")
        self._place = Place(
            account=zone.account,
            region=zone.region,
            boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
            subnet_ids=tuple(subnets.by_zone(zone, upstream, Tier.PRIVATE).values()),
            security_group_id=upstream.value(Layer.PLATFORM, "functions_security_group"),
            key_arn=self._key_of_region,
            grants=(self._grants.key_of_region("OpenEnvironment", ["kms:Decrypt"], "lambda"),),
        )
        self._promised: dict[str, Published] = {}
        self._recorded: Mapping[str, pulumi.Input[str]] = {
            "LZ_STORE_BUCKET": self._grants.store,
            "LZ_STREAM": record_stream.stream_name(zone.environment),
        }
        self._keeps: dict[str, pulumi.Input[str]] = dict(self._recorded)

    def published(self, targets: Targets) -> Published:
        """Make everything, and say what was made."""
        reviews, spool = self._queues.reviews(), self._queues.spool() if self._spools else None
        if spool is not None:
            self._keeps["LZ_SPOOL_QUEUE_URL"] = spool.url
        intake, challenge = self._intake(), self._challenge()
        functions = {
            "decision": self._decision(targets, reviews, [one for one in (intake, challenge) if one]),
            "review": self._review(reviews),
            "outcome": self._outcome(),
            "digest": self._digest(),
        }
        sources = dict[str, str]()
        if intake is not None:
            intake.feed(functions["decision"])
            sources["decision"] = intake.source
        if spool is not None:
            functions["drain"] = self._drain(spool)
            sources["drain"] = self._grants.named("spool")
        if challenge is not None:
            functions["shadow"] = self._shadow(targets, challenge)
            sources["shadow"] = challenge.source
        SystemAlarms(
            f"{self._system.name}-alarms",
            SystemAlarmsArgs(system=self._system.name, region=self._zone.region, alarm_topic=self._topic),
            self._here,
        )
        return {
            "functions": {
                purpose: {
                    "name": self._grants.named(purpose),
                    "arn": made.arn,
                    "invoke_arn": made.invoke_arn,
                    "code_digest": made.code_digest,
                    **self._promised[purpose],
                    "takes_from": sources.get(purpose),
                    "schedule": self._hourly() if purpose == "digest" else None,
                }
                for purpose, made in sorted(functions.items())
            },
            "queues": self._queues.published(),
            "stream": intake.stream if intake else None,
        }

    def _intake(self) -> FromQueue | FromStream | None:
        zone, using, upstream = self._composed
        wanted = self._system.card.intake
        if wanted is None:
            return None
        within = round(wanted.within.total_seconds())
        pace = Pace(
            seconds=decision_seconds(self._settings),
            each=self._settings["deadline_ms"] / 1000,
            at_once=decisions_at_once(self._system),
        )
        if wanted.via is IntakeKind.QUEUE:
            return FromQueue(zone, using, self._system, within=within, queues=self._queues, pace=pace)
        return FromStream(zone, using, upstream, self._system, within=within, queues=self._queues, pace=pace)

    def _challenge(self) -> Challenge | None:
        if self._system.card.shadow is None:
            return None
        return Challenge(
            *self._composed[:2],
            self._system,
            wanted=self._system.card.shadow,
            queues=self._queues,
            pace=Pace(
                seconds=plan.function_seconds(self._settings["shadow"]["deadline_ms"] / 1000),
                each=self._settings["shadow"]["deadline_ms"] / 1000,
                at_once=plan.shadows(decisions_at_once(self._system), self._system.card.shadow.share),
            ),
        )

    def _hourly(self) -> Published:
        return {"rule": self._grants.named("hourly"), "expression": HOURLY}

    def _decision(
        self, targets: Targets, reviews: Queue, beside: Sequence[FromQueue | FromStream | Challenge]
    ) -> Function:
        """`beside`: what it takes requests from, and what it fills, beside answering the API."""
        zone, card, may = self._zone, self._system.card, self._grants
        asked = targets.only(decision_settings.OWN, *card.decision.fallbacks)
        return self._function(
            "decision",
            f"Decides: {card.decision.what}",
            seconds=decision_seconds(self._settings),
            memory=1024,
            concurrency=decisions_at_once(self._system),
            environment={
                **self._keeps,
                "LZ_ENVIRONMENT": zone.environment,
                "LZ_IDEMPOTENCY_TABLE": record_keeping.requests_table(zone),
                "LZ_BREAKER_TABLE": record_keeping.breakers_table(zone),
                "LZ_STOP_TABLE": record_keeping.breakers_table(zone),
                "LZ_REVIEW_TABLE": record_keeping.reviews_table(zone),
                "LZ_REVIEW_QUEUE_URL": reviews.url,
                "LZ_SUBJECT_KEY": may.record_key_arn(Purpose.SUBJECTS),
                **{name: value for one in beside for name, value in one.environment.items()},
                "LZ_TARGETS": pulumi.Output.json_dumps(dict(asked.places), sort_keys=True),
            },
            statements=(
                *may.keep(spools=self._spools),
                may.rows(*record_keeping.TABLES),
                may.never_stop(),
                may.send("reviews"),
                may.key("UseReviewKey", _USE, DataClass.OPERATIONS, "sqs"),
                may.record_key("MakePseudonyms", "kms:GenerateMac", Purpose.SUBJECTS),
                *(may.judge() if card.guardrail else ()),
                *(statement for one in beside for statement in one.statements),
            ),
            policies=asked.attached(),
        )

    def _shadow(self, targets: Targets, challenge: Challenge) -> Function:
        zone, may, asked = self._zone, self._grants, targets.only(challenge.target)
        made = self._function(
            "shadow",
            "Asks a challenger what was decided already",
            seconds=challenge.pace.seconds,
            concurrency=challenge.pace.at_once,
            environment={
                **self._recorded,
                "LZ_ENVIRONMENT": zone.environment,
                "LZ_BREAKER_TABLE": record_keeping.breakers_table(zone),
                "LZ_SUBJECT_KEY": may.record_key_arn(Purpose.SUBJECTS),
                "LZ_TARGETS": pulumi.Output.json_dumps(dict(asked.places), sort_keys=True),
            },
            statements=(
                *may.keep(spools=False),
                may.rows("decision-breakers"),
                may.never_stop(),
                may.record_key("MakePseudonyms", "kms:GenerateMac", Purpose.SUBJECTS),
                may.take("mirror"),
                may.key("OpenMirror", ["kms:Decrypt"], DataClass.DECISIONS, "sqs"),
            ),
            policies=asked.attached(),
        )
        challenge.feed(made)
        return made

    def _review(self, reviews: Queue) -> Function:
        may = self._grants
        return self._function(
            "review",
            "Takes a person's verdict on a pending decision",
            seconds=REVIEW_SECONDS,
            concurrency=REVIEWS,
            environment={
                **self._keeps,
                "LZ_REVIEW_TABLE": record_keeping.reviews_table(self._zone),
                "LZ_REVIEW_QUEUE_URL": reviews.url,
            },
            statements=(
                *may.keep(spools=self._spools),
                may.rows("decision-reviews"),
                may.send("reviews"),
                may.key("UseReviewKey", _USE, DataClass.OPERATIONS, "sqs"),
            ),
        )

    def _outcome(self) -> Function:
        return self._function(
            "outcome",
            "Takes what came of a decision",
            seconds=OUTCOME_SECONDS,
            concurrency=OUTCOMES,
            environment={**self._keeps, "LZ_IDEMPOTENCY_TABLE": record_keeping.requests_table(self._zone)},
            statements=(*self._grants.keep(spools=self._spools), self._grants.rows("decision-requests")),
        )

    def _drain(self, spool: Queue) -> Function:
        may = self._grants
        made = self._function(
            "drain",
            "Brings spooled records to the store",
            seconds=DRAIN_SECONDS,
            concurrency=DRAINS,
            environment={**self._keeps, "LZ_IDEMPOTENCY_TABLE": record_keeping.requests_table(self._zone)},
            statements=(
                *may.keep(spools=False),
                may.rows("decision-requests"),
                may.take("spool"),
                may.key("OpenSpool", ["kms:Decrypt"], DataClass.DECISIONS, "sqs"),
            ),
        )
        feed = Feed(region=self._zone.region, opts=self._here)
        feed.connect(f"{self._system.name}-drains", spool, made, batch=plan.BATCH, at_once=DRAINS)
        return made

    def _digest(self) -> Function:
        zone, may = self._zone, self._grants
        made = self._function(
            "digest",
            "Seals the records of each hour",
            seconds=plan.LAMBDA_SECONDS,
            memory=1024,
            concurrency=1,
            environment={
                "LZ_ENVIRONMENT": zone.environment,
                "LZ_STORE_BUCKET": may.store,
                "LZ_MANIFEST_KEY": may.record_key_arn(Purpose.MANIFESTS),
            },
            statements=(
                *may.write("manifests"),
                *may.read("late", "manifests", "records"),
                may.record_key("SignManifests", "kms:Sign", Purpose.MANIFESTS),
            ),
        )
        SealingSchedule(
            f"{self._system.name}-sealing",
            SealingScheduleArgs(
                rule=may.named("hourly"),
                system=self._system.name,
                account=zone.account,
                region=zone.region,
                function=made.name,
                function_arn=made.arn,
            ),
            self._here,
        )
        return made

    def _function(
        self,
        purpose: str,
        description: str,
        *,
        seconds: int,
        concurrency: int,
        environment: Mapping[str, pulumi.Input[str]],
        statements: Sequence[Statement],
        memory: int = 512,
        policies: Mapping[str, pulumi.Input[str]] = MappingProxyType({}),
    ) -> Function:
        name, zone = f"{self._system.name}-{purpose}", self._zone
        log = operations_log.compose(
            zone,
            self._using,
            f"{name}-log",
            group=kit.log_group_name(zone.family, f"systems/{name}"),
            key=self._key_of_region,
            system=self._system,
        )
        self._promised[purpose] = {
            "log_group": log.published,
            "runtime": RUNTIME,
            "seconds": seconds,
            "concurrency": concurrency,
            "key_arn": self._key_of_region,
            "security_group": self._place.security_group_id,
        }
        return Function(
            name,
            FunctionArgs(
                function=self._grants.named(purpose),
                description=description,
                handler=f"functions.entry.{purpose}.handler",
                code=self._code,
                code_hash=self._hash,
                environment=environment,
                seconds=seconds,
                memory=memory,
                concurrency=concurrency,
                log_group=log.made.group,
                place=self._place,
                statements=tuple(statements),
                policies=policies,
                tags=places.system_tags(self._system),
            ),
            self._after,
        )
