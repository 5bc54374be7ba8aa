"""SNS topics, their policies and subscriptions."""

from __future__ import annotations

import json
from typing import Any

from engine.standin.names import scalar
from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging
from graph.model import UNKNOWN

_GONE = ("NotFound", "NotFoundException", "InvalidParameter")
_ARN = {"TopicArn": "$id"}

_TOPIC_ATTRIBUTES = {
    "displayName": "DisplayName",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "deliveryPolicy": "DeliveryPolicy",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
    "fifoTopic": "FifoTopic",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "archivePolicy": "ArchivePolicy",
}
_SUBSCRIPTION_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}


def _attributes(props: Props, names: dict[str, str]) -> dict[str, Any]:
    """SNS keeps attributes in a map of strings: booleans are spelled, and a false FifoTopic may not be sent at all."""
    found = {names[prop]: props[prop] for prop in names if props.get(prop) is not None}
    return {
        member: value if value is UNKNOWN else scalar("string", value)
        for member, value in found.items()
        if not (member == "FifoTopic" and value is False)
    }


def _topic(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    attributes = _attributes(props, _TOPIC_ATTRIBUTES)
    return {**params, **({"Attributes": attributes} if attributes else {})}


def _bring(operation: str, target: str, names: dict[str, str]) -> Step:
    def bring(ask: Ask, change: Change) -> None:
        old, new = _attributes(change.old, names), _attributes(change.new, names)
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                ask(operation, **{target: change.id, "AttributeName": name, "AttributeValue": new.get(name, "")})

    return Step(carries=tuple(names), run=(bring,), at_create=False)


TOPIC = Row(
    type="aws:sns/topic:Topic",
    service="sns",
    create=Call(operation="CreateTopic", carries=("name",), hook=_topic, claims=tuple(_TOPIC_ATTRIBUTES)),
    id="TopicArn",
    read=Call(operation="GetTopicAttributes", takes=_ARN),
    entity="Attributes",
    absent=_GONE,
    delete=(Call(operation="DeleteTopic", takes=_ARN),),
    steps=(_bring("SetTopicAttributes", "TopicArn", _TOPIC_ATTRIBUTES),),
    outputs={"arn": "TopicArn", "owner": "Owner", "policy": "Policy"},
    observed={"displayName": "DisplayName", "kmsMasterKeyId": "KmsMasterKeyId"},
    replace=("name", "namePrefix", "fifoTopic"),
    name="name",
    name_limit=256,
    tagging=Tagging(
        at_create="Tags", put="TagResource", drop="UntagResource", target="ResourceArn", listed="ListTagsForResource"
    ),
    listing=(Call(operation="ListTopics"), "Topics[].TopicArn"),
)


def _put_policy(document: str) -> Call:
    return Call(
        operation="SetTopicAttributes",
        takes={"TopicArn": "arn", "AttributeValue": document},
        fixed={"AttributeName": "Policy"},
    )


def _own_account_only(ask: Ask, change: Change) -> None:
    """A topic always has a policy: without the resource it is the one AWS gives, which admits the owner alone."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes", "SNS:SetTopicAttributes"],
        "Resource": change.id,
        "Condition": {"StringEquals": {"AWS:SourceOwner": change.scope.account}},
    }
    document = json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})
    ask("SetTopicAttributes", TopicArn=change.id, AttributeName="Policy", AttributeValue=document)


TOPIC_POLICY = Row(
    type="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    create=_put_policy("policy"),
    put=True,
    id_format="{arn}",
    read=Call(operation="GetTopicAttributes", takes=_ARN),
    entity="Attributes",
    absent=_GONE,
    delete=(_own_account_only,),
    outputs={"owner": "Owner"},
    observed={"arn": "TopicArn", "policy": "Policy"},
    replace=("arn",),
)


def _subscribe(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    attributes = _attributes(props, _SUBSCRIPTION_ATTRIBUTES)
    # Without this a subscription that waits for its confirmation has no ARN to be known by.
    return {**params, "ReturnSubscriptionArn": True, **({"Attributes": attributes} if attributes else {})}


TOPIC_SUBSCRIPTION = Row(
    type="aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    create=Call(
        operation="Subscribe",
        carries=("topic", "protocol", "endpoint"),
        rename={"topic": "TopicArn"},
        hook=_subscribe,
        claims=tuple(_SUBSCRIPTION_ATTRIBUTES),
    ),
    id="SubscriptionArn",
    read=Call(operation="GetSubscriptionAttributes", takes={"SubscriptionArn": "$id"}),
    entity="Attributes",
    absent=_GONE,
    delete=(Call(operation="Unsubscribe", takes={"SubscriptionArn": "$id"}),),
    steps=(_bring("SetSubscriptionAttributes", "SubscriptionArn", _SUBSCRIPTION_ATTRIBUTES),),
    outputs={"ownerId": "Owner", "pendingConfirmation": "PendingConfirmation == 'true'"},
    built={"arn": "{id}"},
    observed={"topic": "TopicArn", "protocol": "Protocol", "endpoint": "Endpoint"},
    replace=("topic", "protocol", "endpoint"),
    listing=(Call(operation="ListSubscriptions"), "Subscriptions[].SubscriptionArn"),
    provider_only=("confirmationTimeoutInMinutes", "endpointAutoConfirms"),
)

ROWS = (TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION)
