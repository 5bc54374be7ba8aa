"""Queues and their policies."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging

_MISSING = ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")
_QUEUE = {"QueueUrl": "$id"}

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
"""Property to the attribute of a queue; AWS takes each as text."""

_FIXED_AT_CREATION = ("fifoQueue",)
_CHANGEABLE = tuple(prop for prop in _ATTRIBUTES if prop not in _FIXED_AT_CREATION)


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value


def _attributes(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    given = {name: _text(props[prop]) for prop, name in _ATTRIBUTES.items() if props.get(prop) is not None}
    return {**params, "Attributes": given} if given else params


def _changed(ask: Ask, change: Change) -> None:
    """Bring what is given; AWS's own value comes back for what is given no more."""
    given = _attributes({}, {k: v for k, v in change.new.items() if k in _CHANGEABLE}, change.scope)
    if given:
        ask("SetQueueAttributes", QueueUrl=change.id, **given)


QUEUE = Row(
    type="aws:sqs/queue:Queue",
    service="sqs",
    create=Call(
        operation="CreateQueue",
        takes={"QueueName": "name"},
        hook=_attributes,
        claims=tuple(_ATTRIBUTES),
    ),
    id="QueueUrl",
    read=Call(operation="GetQueueAttributes", takes=_QUEUE, fixed={"AttributeNames": ["All"]}),
    entity="Attributes",
    absent=_MISSING,
    delete=(Call(operation="DeleteQueue", takes=_QUEUE),),
    steps=(Step(carries=_CHANGEABLE, run=(_changed,), at_create=False),),
    outputs={"arn": "QueueArn"},
    built={"url": "{id}"},
    observed={"messageRetentionSeconds": "MessageRetentionPeriod", "kmsMasterKeyId": "KmsMasterKeyId"},
    replace=("name", "namePrefix", "fifoQueue"),
    name="name",
    name_limit=80,
    tagging=Tagging(
        at_create="tags",
        put="TagQueue",
        drop="UntagQueue",
        target="QueueUrl",
        tags="Tags",
        keys="TagKeys",
        listed="ListQueueTags",
    ),
    listing=(Call(operation="ListQueues"), "QueueUrls"),
)


def _policy(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "Attributes": {"Policy": props.get("policy", "")}}


def _no_policy(ask: Ask, change: Change) -> None:
    ask("SetQueueAttributes", QueueUrl=change.id, Attributes={"Policy": ""})


QUEUE_POLICY = Row(
    type="aws:sqs/queuePolicy:QueuePolicy",
    service="sqs",
    create=Call(
        operation="SetQueueAttributes", takes={"QueueUrl": "queueUrl"}, hook=_policy, claims=("policy", "queueUrl")
    ),
    id_format="{queueUrl}",
    read=Call(operation="GetQueueAttributes", takes=_QUEUE, fixed={"AttributeNames": ["Policy"]}),
    entity="Attributes.Policy && Attributes",
    absent=_MISSING,
    delete=(_no_policy,),
    steps=(
        Step(
            carries=("policy",),
            run=(Call(operation="SetQueueAttributes", takes={"QueueUrl": "queueUrl"}, hook=_policy),),
            at_create=False,
        ),
    ),
    observed={"policy": "Policy"},
    replace=("queueUrl",),
)


def _allowed(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "Attributes": {"RedriveAllowPolicy": props.get("redriveAllowPolicy", "")}}


def _anybody(ask: Ask, change: Change) -> None:
    ask("SetQueueAttributes", QueueUrl=change.id, Attributes={"RedriveAllowPolicy": ""})


REDRIVE_ALLOW_POLICY = Row(
    type="aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    service="sqs",
    create=Call(
        operation="SetQueueAttributes",
        takes={"QueueUrl": "queueUrl"},
        hook=_allowed,
        claims=("queueUrl", "redriveAllowPolicy"),
    ),
    id_format="{queueUrl}",
    read=Call(operation="GetQueueAttributes", takes=_QUEUE, fixed={"AttributeNames": ["RedriveAllowPolicy"]}),
    entity="Attributes.RedriveAllowPolicy && Attributes",
    absent=_MISSING,
    delete=(_anybody,),
    steps=(
        Step(
            carries=("redriveAllowPolicy",),
            run=(Call(operation="SetQueueAttributes", takes={"QueueUrl": "queueUrl"}, hook=_allowed),),
            at_create=False,
        ),
    ),
    observed={"redriveAllowPolicy": "RedriveAllowPolicy"},
    replace=("queueUrl",),
)

ROWS = (QUEUE, QUEUE_POLICY, REDRIVE_ALLOW_POLICY)
