"""Plans of ARC Region switch. The service keeps a plan once for its Regions, under an ARN without one.

A plan that moves records makes a health check of Route 53 for each of their Regions, and vends its id: those the
sandbox has, because records carry their ids.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from engine.standin.row import Ask, Call, Change, Props, Row

_TYPE_OF_BLOCK = "executionBlockType"
_OF_STEP = {"name", "description", _TYPE_OF_BLOCK}


def _resources(listed: Any) -> Any:
    """Pulumi lists what AWS keeps in a map of a map: by a name of the application, then by Region."""
    if not isinstance(listed, list):
        return listed
    return [
        {
            one["namespace"]: {
                each["resourceName"]: {k: v for k, v in each.items() if k != "resourceName"}
                for each in one.get("resources") or ()
            }
        }
        for one in listed
    ]


def _block(configured: Any) -> Any:
    block = configured[0] if isinstance(configured, list) and configured else configured
    if isinstance(block, dict) and "scalingResources" in block:
        return {**block, "scalingResources": _resources(block["scalingResources"])}
    if isinstance(block, dict) and "steps" in block:
        return {**block, "steps": [_step(step) for step in block["steps"]]}
    return block


def _step(step: Any) -> Any:
    if not isinstance(step, dict):
        return step
    blocks = {k.removesuffix("s"): _block(v) for k, v in step.items() if k not in _OF_STEP and v is not None}
    return {**{k: v for k, v in step.items() if k in _OF_STEP}, "executionBlockConfiguration": blocks}


def nest(props: dict[str, Any]) -> dict[str, Any]:
    """A plan as AWS nests it."""
    nested = {k: v for k, v in props.items() if k != "reportConfigurations"}
    if isinstance(workflows := props.get("workflows"), list):
        nested["workflows"] = [
            {**flow, "steps": [_step(step) for step in flow.get("steps") or ()]} for flow in workflows
        ]
    if isinstance(alarms := props.get("associatedAlarms"), list):
        nested["associatedAlarms"] = {
            alarm["mapBlockKey"]: {k: v for k, v in alarm.items() if k != "mapBlockKey"} for alarm in alarms
        }
    if isinstance(reports := props.get("reportConfigurations"), list):
        nested["reportConfiguration"] = {
            "reportOutput": [
                {"s3Configuration": output["s3Configurations"][0]}
                for report in reports
                for output in report.get("reportOutputs") or ()
            ]
        }
    return nested


Vended = tuple[str, str, str]
"""Hosted zone, record name and Region of a health check."""


def _moved(props: Props) -> set[Vended]:
    """What the steps of a plan move, in whatever workflow."""
    steps = (step for flow in props.get("workflows") or () for step in flow.get("steps") or ())
    blocks = (block for step in _each(steps) for block in step.get("route53HealthCheckConfigs") or ())
    return {
        (block["hostedZoneId"], block["recordName"], one["region"])
        for block in blocks
        for one in block.get("recordSets") or ()
    }


def _each(steps: Iterable[Any]) -> Iterator[Any]:
    for step in steps:
        yield step
        for block in step.get("parallelConfigs") or ():
            yield from _each(block.get("steps") or ())


def _held(ask: Ask, plan: str) -> dict[Vended, str]:
    """The health checks of a plan: moto keeps whose they are as the path that a check would ask for."""
    found: dict[Vended, str] = {}
    for check in ask("ListHealthChecks")["HealthChecks"]:
        config = check["HealthCheckConfig"]
        owner, _, place = str(config.get("ResourcePath", "")).removeprefix("/").partition("/")
        zone, _, region = place.partition("/")
        if owner == plan:
            found[zone, config["FullyQualifiedDomainName"], region] = check["Id"]
    return found


def _vend(ask: Ask, change: Change) -> None:
    plan = str((change.new or change.old)["name"])
    wanted, held = _moved(change.new), _held(ask, plan)
    for zone, record, region in sorted(wanted - held.keys()):
        ask(
            "CreateHealthCheck",
            CallerReference=uuid.uuid4().hex,
            HealthCheckConfig={
                "Type": "HTTPS",
                "FullyQualifiedDomainName": record,
                "ResourcePath": f"/{plan}/{zone}/{region}",
            },
        )
    for gone in held.keys() - wanted:
        ask("DeleteHealthCheck", HealthCheckId=held[gone])


def health_checks(ask: Ask, arguments: Props) -> dict[str, Any]:
    """What aws:arcregionswitch/getRoute53HealthChecks answers about a plan."""
    plan = str(arguments["planArn"]).rpartition("/")[2].partition(":")[0]
    return {
        "healthChecks": [
            {"hostedZoneId": zone, "recordName": record, "region": region, "healthCheckId": check, "status": "unknown"}
            for (zone, record, region), check in sorted(_held(ask, plan).items())
        ]
    }


PLAN = Row(
    type="aws:arcregionswitch/plan:Plan",
    service="arc-region-switch",
    create=Call(operation="CreatePlan", carries=None, reshape=nest),
    built={"arn": "arn:aws:arc-region-switch::{account}:plan/{name}:sandbx"},
    replace=("name", "primaryRegion", "recoveryApproach", "regions"),
    name="name",
    name_limit=32,
    regional=False,
    state_only="moto has no ARC Region switch",
    beside={"route53": _vend},
)

ROWS = (PLAN,)
