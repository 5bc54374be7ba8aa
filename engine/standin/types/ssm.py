"""Systems Manager: parameters."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Params, Props, Row, Scope, Tagging


def _value(params: Params, props: Props, _scope: Scope) -> Params:
    """The value, whether or not the program calls it a secret; a change overwrites."""
    value: Any = props.get("value") if props.get("insecureValue") is None else props.get("insecureValue")
    return {**params, "Value": value, "Overwrite": True}


PARAMETER = Row(
    type="aws:ssm/parameter:Parameter",
    service="ssm",
    create=Call(operation="PutParameter", carries=None, hook=_value, claims=("insecureValue", "value")),
    put=True,
    id_format="{name}",
    read=Call(operation="GetParameter", takes={"Name": "$id"}, fixed={"WithDecryption": True}),
    entity="Parameter",
    absent=("ParameterNotFound",),
    taken=(Call(operation="GetParameter", takes={"Name": "name"}), "ParameterAlreadyExists"),
    delete=(Call(operation="DeleteParameter", takes={"Name": "$id"}),),
    outputs={"arn": "ARN", "version": "Version"},
    observed={"name": "Name", "type": "Type", "insecureValue": "Value"},
    replace=("name",),
    name="name",
    name_limit=2048,
    tagging=Tagging(
        put="AddTagsToResource",
        drop="RemoveTagsFromResource",
        target="ResourceId",
        by="{name}",
        listed="ListTagsForResource",
        path="TagList",
        fixed={"ResourceType": "Parameter"},
    ),
    listing=(Call(operation="DescribeParameters"), "Parameters[].Name"),
)

ROWS = (PARAMETER,)
