"""What one AI system promises, and how somebody hears that it does not keep it; part of the layer systems.

An objective becomes alarms on what the system's functions count. One that nothing here measures is said to be so on
the dashboard, and gets no alarm that could never be red.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pulumi
import pulumi_aws as aws

from components.cost.part_budget import SYSTEM_TAG
from components.observability import plan
from components.observability.boards import Bound, Endpoint, SystemFacts, estate_board, system_board
from components.observability.dashboard import Dashboard, DashboardArgs
from components.observability.drift import RUNBOOK, DriftAlarm, DriftAlarmArgs
from components.observability.metrics import Metric, decisions, function
from components.observability.objective import ServiceObjective, ServiceObjectiveArgs, alarm_name
from config.model import LandingZone
from config.system import System
from config.vocabulary import Layer, StoreFailure, format_share, format_wait
from stacks.references import Published, Upstream

ESTATE = "estate"
"""The board over all systems."""

SLOW = 0.01
"""A latency of the card is that of the 99th percentile: one in a hundred may take longer."""

UNMEASURED = "First token {wait}: not measured. vLLM says it to its own /metrics only, and nothing here collects that."


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What a system is watched by."""

    objectives: dict[str, ServiceObjective]
    drift: DriftAlarm
    dashboard: Dashboard
    facts: SystemFacts

    def published(self) -> Published:
        """The promises about it."""
        return {
            "objectives": {
                name: {"alarms": one.alarms, "windows": one.windows} for name, one in self.objectives.items()
            },
            "drift": self.drift.alarm,
            "dashboard": self.dashboard.name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Objective:
    """One row of the card's promises, ready to be spelled."""

    name: str
    meaning: str
    budget: float
    indicator: plan.Indicator


def compose(
    zone: LandingZone,
    using: aws.Provider,
    upstream: Upstream,
    system: System,
    *,
    functions: Sequence[str] = (),
    endpoint: Endpoint | None = None,
) -> Observed:
    """The objectives and the board of a system; `functions`: its Lambda functions by name, the deciding one first."""
    here = pulumi.ResourceOptions(providers=[using])
    tags = {SYSTEM_TAG: system.name, "lz:owner": system.card.owner}
    rows = list(_objectives(system, functions[:1]))
    objectives = {
        row.name: ServiceObjective(
            f"{system.name}-{row.name}",
            ServiceObjectiveArgs(
                environment=zone.environment,
                system=system.name,
                objective=row.name,
                meaning=row.meaning,
                budget=row.budget,
                indicator=row.indicator,
                runbook=_runbook(row.name),
                region=zone.region,
                topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
                tags=tags,
            ),
            here,
        )
        for row in rows
    }
    drift = DriftAlarm(
        system.name,
        DriftAlarmArgs(
            environment=zone.environment,
            system=system.name,
            region=zone.region,
            topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
            tags=tags,
        ),
        here,
    )
    facts = _facts(zone, system, rows, functions, endpoint)
    board = DashboardArgs(environment=zone.environment, board=system.name, body=system_board(facts), region=zone.region)
    made = Dashboard(f"{system.name}-board", board, here)
    return Observed(objectives=objectives, drift=drift, dashboard=made, facts=facts)


def compose_estate(zone: LandingZone, using: aws.Provider, observed: Sequence[Observed]) -> pulumi.Output[str] | None:
    """The name of the board over all systems; None where there is no system."""
    if not observed:
        return None
    body = estate_board(zone.environment, zone.region, [one.facts for one in observed])
    args = DashboardArgs(environment=zone.environment, board=ESTATE, body=body, region=zone.region)
    return Dashboard(ESTATE, args, pulumi.ResourceOptions(providers=[using])).name


def _objectives(system: System, deciding: Sequence[str]) -> Iterator[_Objective]:
    """What the card promises and the functions count."""
    slo = system.card.serve.slo

    def counted(*names: str) -> tuple[Metric, ...]:
        return tuple(decisions(system.name, name) for name in names)

    lost = ["Exhausted", "SpoolFault", "IdempotencyFault", "ReviewFault"]
    if system.card.decision.record.on_store_failure is StoreFailure.FAIL:
        lost.append("StoreFault")  # no answer without its record
    crashed = tuple(function(name, "Errors") for name in deciding)
    unanswered = (*counted(*lost), *crashed)
    yield _Objective(
        name="availability",
        meaning="got no answer",
        budget=_rest(slo.availability),
        indicator=plan.Ratio(bad=unanswered, total=(*counted("Served"), *unanswered)),
    )
    yield _Objective(
        name="error",
        meaning="were not decided by its own model",
        budget=slo.error,
        indicator=plan.Ratio(bad=counted("Fallback", "Exhausted"), total=counted("Served", "Exhausted")),
    )
    yield _Objective(
        name="latency",
        meaning=f"took longer than {format_wait(slo.latency)}",
        budget=SLOW,
        indicator=plan.Slower(metric=decisions(system.name, "Latency"), milliseconds=_milliseconds(slo.latency)),
    )


def _facts(
    zone: LandingZone, system: System, rows: Sequence[_Objective], functions: Sequence[str], endpoint: Endpoint | None
) -> SystemFacts:
    slo = system.card.serve.slo
    names = [
        alarm_name(zone.environment, system.name, f"{row.name}-{window}")
        for row in rows
        for window in plan.burning(row.budget)
    ]
    names.append(alarm_name(zone.environment, system.name, "drift"))
    promises = [
        f"Answered: {format_share(slo.availability)} of requests over {plan.PERIOD_DAYS} days.",
        f"Decided by its own model: all but {format_share(slo.error)}.",
        f"Answered within {format_wait(slo.latency)}: all but {format_share(SLOW)}.",
    ]
    if slo.first_token is not None:
        promises.append(UNMEASURED.format(wait=format_wait(slo.first_token)))
    return SystemFacts(
        name=system.name,
        purpose=system.card.purpose,
        owner=system.card.owner,
        tier=str(system.card.risk.tier),
        region=zone.region,
        promises=tuple(promises),
        latency=Bound(label=f"promised {format_wait(slo.latency)}", milliseconds=_milliseconds(slo.latency)),
        alarms=tuple(f"arn:aws:cloudwatch:{zone.region}:{zone.account}:alarm:{name}" for name in names),
        functions=tuple(functions),
        endpoint=endpoint,
        runbooks=(*(_runbook(row.name) for row in rows), RUNBOOK),
    )


def _runbook(objective: str) -> str:
    return f"slo-{objective}"


def _rest(share: float) -> float:
    """What is left of the whole, without the noise of binary fractions: 0.001 of 0.999."""
    return round(1 - share, 8)


def _milliseconds(wait: timedelta) -> int:
    return round(wait.total_seconds() * 1000)
