"""Web ACLs, what they stand before, and where they write what they saw.

A list is changed and deleted with the lock token of its last reading.
"""

from __future__ import annotations

from typing import Any

from engine.standin.names import convert
from engine.standin.row import Ask, Call, Change, Row, Step, Tagging
from engine.standin.shapes import input_shape

_GONE = ("WAFNonexistentItemException",)
_CHANGED = ("associationConfig", "customResponseBodies", "defaultAction", "description", "rules", "visibilityConfig")


def _held(ask: Ask, change: Change) -> tuple[dict[str, str], str]:
    """What names the list, and its lock token."""
    props = change.new or change.old
    named = {"Name": props["name"], "Scope": props["scope"], "Id": change.id}
    return named, ask("GetWebACL", **named)["LockToken"]


def _update(ask: Ask, change: Change) -> None:
    named, token = _held(ask, change)
    wanted: dict[str, Any] = {k: v for k, v in change.new.items() if k in _CHANGED}
    params = convert(input_shape("wafv2", "UpdateWebACL"), {"rules": [], **wanted}).params
    ask("UpdateWebACL", LockToken=token, **named, **params)


def _delete(ask: Ask, change: Change) -> None:
    named, token = _held(ask, change)
    ask("DeleteWebACL", LockToken=token, **named)


WEB_ACL = Row(
    type="aws:wafv2/webAcl:WebAcl",
    service="wafv2",
    create=Call(operation="CreateWebACL", carries=None),
    id="Summary.Id",
    read=Call(operation="GetWebACL", takes={"Id": "$id", "Name": "name", "Scope": "scope"}),
    entity="WebACL",
    absent=_GONE,
    delete=(_delete,),
    steps=(Step(carries=_CHANGED, run=(_update,), at_create=False),),
    outputs={"arn": "ARN", "capacity": "Capacity"},
    observed={"name": "Name", "description": "Description"},
    replace=("name", "scope"),
    import_id="{id}/{name}/{scope}",
    name="name",
    name_limit=128,
    provider_only=("namePrefix", "ruleJson"),
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceARN",
        by="{arn}",
        keys="TagKeys",
        listed="ListTagsForResource",
        path="TagInfoForResource.TagList",
    ),
)

ASSOCIATION = Row(
    type="aws:wafv2/webAclAssociation:WebAclAssociation",
    service="wafv2",
    create=Call(operation="AssociateWebACL", carries=None),
    id_format="{webAclArn},{resourceArn}",
    read=Call(operation="GetWebACLForResource", takes={"ResourceArn": "resourceArn"}),
    entity="WebACL.ARN == '$webAclArn' && WebACL",
    absent=_GONE,
    delete=(Call(operation="DisassociateWebACL", takes={"ResourceArn": "resourceArn"}),),
    replace=("resourceArn", "webAclArn"),
)

LOGGING = Row(
    type="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    service="wafv2",
    create=Call(operation="PutLoggingConfiguration", carries=None, into="LoggingConfiguration"),
    put=True,
    id_format="{resourceArn}",
    read=Call(operation="GetLoggingConfiguration", takes={"ResourceArn": "resourceArn"}),
    entity="LoggingConfiguration",
    absent=_GONE,
    delete=(Call(operation="DeleteLoggingConfiguration", takes={"ResourceArn": "resourceArn"}),),
    observed={"logDestinationConfigs": "LogDestinationConfigs"},
    replace=("resourceArn",),
)

ROWS = (WEB_ACL, ASSOCIATION, LOGGING)
