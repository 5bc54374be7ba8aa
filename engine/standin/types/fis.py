"""Experiment templates of the Fault Injection Service."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row, Tagging

_ID = {"id": "$id"}


def _by_name(listed: Any, inner: Any) -> Any:
    """What Pulumi lists with a name of its own, AWS keeps in a map by that name."""
    if not isinstance(listed, list):
        return listed
    return {one.get("name", ""): {k: v for k, v in inner(one).items() if k != "name"} for one in listed}


def _action(given: dict[str, Any]) -> dict[str, Any]:
    action = {k: v for k, v in given.items() if k not in {"target", "parameters", "startAfters"}}
    if isinstance(target := given.get("target"), dict):
        action["targets"] = {target["key"]: target["value"]}
    if isinstance(parameters := given.get("parameters"), list):
        action["parameters"] = {p["key"]: p["value"] for p in parameters}
    if given.get("startAfters") is not None:
        action["startAfter"] = given["startAfters"]
    return action


def _target(given: dict[str, Any]) -> dict[str, Any]:
    tags = given.get("resourceTags")
    return {**given, "resourceTags": {t["key"]: t["value"] for t in tags}} if isinstance(tags, list) else given


def nest(props: dict[str, Any]) -> dict[str, Any]:
    """A template as AWS nests it."""
    nested = dict(props)
    if "actions" in props:
        nested["actions"] = _by_name(props["actions"], _action)
    if "targets" in props:
        nested["targets"] = _by_name(props["targets"], _target)
    return nested


_CHANGED = ("actions", "description", "experimentOptions", "experimentReportConfiguration", "logConfiguration",
            "roleArn", "stopConditions", "targets")  # fmt: skip

EXPERIMENT_TEMPLATE = Row(
    type="aws:fis/experimentTemplate:ExperimentTemplate",
    service="fis",
    create=Call(
        operation="CreateExperimentTemplate",
        carries=None,
        reshape=nest,
        hook=lambda params, _props, _scope: {**params, "clientToken": "sandbox"},
    ),
    id="experimentTemplate.id",
    read=Call(operation="GetExperimentTemplate", takes=_ID),
    entity="experimentTemplate",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteExperimentTemplate", takes=_ID),),
    observed={"description": "description", "roleArn": "roleArn"},
    replace=(),
    kept_changes=dict.fromkeys(_CHANGED, "moto has no UpdateExperimentTemplate"),
    tagging=Tagging(
        at_create="tags",
        put="TagResource",
        drop="UntagResource",
        target="resourceArn",
        by="arn:aws:fis:{region}:{account}:experiment-template/{id}",
        tags="tags",
        keys="tagKeys",
        listed="ListTagsForResource",
        path="tags",
    ),
    listing=(Call(operation="ListExperimentTemplates"), "experimentTemplates[].id"),
)

ROWS = (EXPERIMENT_TEMPLATE,)
