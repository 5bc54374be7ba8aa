"""Plans of ARC Region switch. The service keeps a plan once for its Regions, under an ARN without one."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row

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
)

ROWS = (PLAN,)
