"""Systems Manager: parameters."""

from __future__ import annotations

from engine.standin.row import Call, Row, Tagging

PARAMETER = Row(
    type="aws:ssm/parameter:Parameter",
    service="ssm",
    # A value that is no secret has a name of its own in Pulumi; a change overwrites.
    create=Call(operation="PutParameter", carries=None, rename={"insecureValue": "Value"}, fixed={"Overwrite": True}),
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
