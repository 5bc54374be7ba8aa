"""The Region switch of a pair: the plan would work, its roles are bounded, and somebody hears of it."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.recovery import SwitchContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_BOUNDARY = "Role.PermissionsBoundary.PermissionsBoundaryArn"


def check(switch: SwitchContract, region: str, account: Account) -> Iterator[Line]:
    """Asked in the Region that stands by alone."""
    yield from _plan(switch, region, account)
    yield from _roles(switch, region, account)
    watch, events = account.client("cloudwatch", region), account.client("events", region)
    alarm = switch.alarm.rpartition(":")[2]
    yield account.thing("alarm", alarm).holds(
        "is",
        switch.alarm,
        lambda: jmespath.search(
            "MetricAlarms[0].AlarmArn", watch.describe_alarms(AlarmNames=[alarm], AlarmTypes=["MetricAlarm"])
        ),
    )
    rule = account.thing("rule", switch.rule)
    yield rule.holds("is", "ENABLED", lambda: events.describe_rule(Name=switch.rule)["State"])
    yield rule.holds(
        "tells",
        [switch.topic],
        lambda: jmespath.search("Targets[].Arn", events.list_targets_by_rule(Rule=switch.rule)) or None,
    )


def _plan(switch: SwitchContract, region: str, account: Account) -> Iterator[Line]:
    """AWS judges a plan several times an hour: rights, clusters, records, and the health checks in them."""
    arc = account.client("arc-region-switch", region)
    thing = account.thing("plan", f"{switch.plan} {switch.plan_id}")
    yield thing.holds("is", switch.plan, lambda: arc.get_plan_in_region(arn=switch.plan_id)["plan"]["name"])
    yield thing.holds(
        "would work",
        "passed",
        lambda: arc.get_plan_evaluation_status(planArn=switch.plan_id).get("evaluationState"),
    )


def _roles(switch: SwitchContract, region: str, account: Account) -> Iterator[Line]:
    iam = account.client("iam", region)
    for arn in (switch.operator, switch.execution):
        name = arn.rpartition("/")[2]
        thing = account.thing("role", name)
        found = Once(lambda name=name: iam.get_role(RoleName=name))
        yield thing.holds("is", arn, lambda found=found: jmespath.search("Role.Arn", found()))
        yield thing.holds("bounded by", switch.boundary, lambda found=found: jmespath.search(_BOUNDARY, found()))
