"""How an AI system is watched: alarms of objectives and of its model exist and can speak, its dashboard is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.contracts.systems import SystemContract, SystemsContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_A_PAGE = 100
"""DescribeAlarms takes at most so many names."""


def check(contract: SystemsContract, account: Account) -> Iterator[Line]:
    """Of every system, and the board over all of them."""
    for system in contract.systems.values():
        yield from _system(system, contract.region, account)
    if contract.dashboard is not None:
        yield _board(contract.dashboard, contract.region, account)


def _system(system: SystemContract, region: str, account: Account) -> Iterator[Line]:
    cloudwatch = account.client("cloudwatch", region)
    for name, objective in system.objectives.items():
        thing = account.thing("objective", f"{system.name} {name}")
        windows = Once(lambda names=objective.windows: _alarms(cloudwatch, names, "MetricAlarm"))
        told = Once(lambda names=objective.alarms: _alarms(cloudwatch, names, "CompositeAlarm"))
        yield thing.holds("has the windows", sorted(objective.windows), lambda read=windows: sorted(read()) or None)
        yield thing.holds(
            "tells somebody by",
            sorted(objective.alarms),
            lambda read=told: sorted(name for name, alarm in read().items() if alarm.get("AlarmActions")) or None,
            field="cloudwatch.DescribeAlarms.CompositeAlarms",
        )
    drift = Once(lambda: _alarms(cloudwatch, [system.drift], "MetricAlarm"))
    yield account.thing("drift alarm", system.drift).holds(
        "tells somebody", system.drift, lambda: next((n for n, alarm in drift().items() if alarm["AlarmActions"]), None)
    )
    yield _board(system.dashboard, region, account)


def _alarms(cloudwatch: Any, names: list[str], kind: str) -> dict[str, Any]:
    """The alarms of these names that exist, by name."""
    found = dict[str, Any]()
    for start in range(0, len(names), _A_PAGE):
        answer = cloudwatch.describe_alarms(
            AlarmNames=names[start : start + _A_PAGE], AlarmTypes=[kind], MaxRecords=_A_PAGE
        )
        found |= {alarm["AlarmName"]: alarm for alarm in answer.get(f"{kind}s", ())}
    return found


def _board(name: str, region: str, account: Account) -> Line:
    cloudwatch = account.client("cloudwatch", region)
    return account.thing("dashboard", name).holds(
        "exists", name, lambda: cloudwatch.get_dashboard(DashboardName=name).get("DashboardName")
    )
