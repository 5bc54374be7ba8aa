"""DynamoDB tables."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Params, Props, Row, Scope, Step, Tagging

_NAME = {"TableName": "$id"}
_CAPACITY = ("readCapacity", "writeCapacity")
_UPDATED = (
    ("billingMode", *_CAPACITY),
    ("streamEnabled", "streamViewType"),
    ("serverSideEncryption",),
    ("tableClass",),
    ("deletionProtectionEnabled",),
)
"""What UpdateTable changes together: a stream that is enabled again is refused
(https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html, noted 2026-11-26)."""


def _keys(hash_key: Any, range_key: Any) -> list[dict[str, Any]]:
    schema = [{"attributeName": hash_key, "keyType": "HASH"}]
    return [*schema, {"attributeName": range_key, "keyType": "RANGE"}] if range_key is not None else schema


def _throughput(props: Props) -> dict[str, Any]:
    given = {f"{prop}Units": props[prop] for prop in _CAPACITY if props.get(prop) is not None}
    return {"provisionedThroughput": given} if given else {}


def _index(index: Any, table_hash: Any) -> Any:
    if not isinstance(index, dict):
        return index
    flat = {"hashKey", "rangeKey", "projectionType", "nonKeyAttributes", "keySchemas", *_CAPACITY}
    projection = {"projectionType": index.get("projectionType"), "nonKeyAttributes": index.get("nonKeyAttributes")}
    return {
        **{k: v for k, v in index.items() if k not in flat},
        **_throughput(index),
        "keySchema": index.get("keySchemas") or _keys(index.get("hashKey", table_hash), index.get("rangeKey")),
        "projection": {k: v for k, v in projection.items() if v is not None},
    }


def nest(props: dict[str, Any]) -> dict[str, Any]:
    """A table as AWS nests it: keys in a schema, stream and encryption in specifications, indexes with own schemas."""
    flat = {"hashKey", "rangeKey", "streamEnabled", "streamViewType", "serverSideEncryption", *_CAPACITY}
    nested = {k: v for k, v in props.items() if k not in flat}
    nested.update(_throughput(props))
    if "hashKey" in props:
        nested["keySchema"] = _keys(props["hashKey"], props.get("rangeKey"))
    if props.get("streamEnabled"):
        view = {"streamViewType": props["streamViewType"]} if props.get("streamViewType") else {}
        nested["streamSpecification"] = {"streamEnabled": True, **view}
    elif props.get("streamEnabled") is False and "hashKey" not in props:
        nested["streamSpecification"] = {"streamEnabled": False}
    if isinstance(props.get("serverSideEncryption"), dict):
        nested["sseSpecification"] = _encryption(props["serverSideEncryption"])
    for prop in ("globalSecondaryIndexes", "localSecondaryIndexes"):
        if isinstance(props.get(prop), list):
            nested[prop] = [_index(index, props.get("hashKey")) for index in props[prop]]
    return nested


def _encryption(given: Props) -> dict[str, Any]:
    """Off means the key that AWS owns; on means KMS, with AWS's own key unless one is named."""
    if given.get("enabled") is False:
        return {"enabled": False}
    key = {"kmsMasterKeyId": given["kmsKeyArn"]} if given.get("kmsKeyArn") is not None else {}
    return {"enabled": given.get("enabled", True), "sseType": "KMS", **key}


def _recovery(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    given = props.get("pointInTimeRecovery")
    wanted: Props = given if isinstance(given, dict) else {}
    days = {"RecoveryPeriodInDays": wanted["recoveryPeriodInDays"]} if wanted.get("recoveryPeriodInDays") else {}
    specification = {"PointInTimeRecoveryEnabled": wanted.get("enabled", False), **days}
    return {**params, "PointInTimeRecoverySpecification": specification}


def _expiry(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    given = props.get("ttl")
    wanted: Props = given if isinstance(given, dict) else {}
    specification = {"AttributeName": wanted.get("attributeName", ""), "Enabled": wanted.get("enabled", False)}
    return {**params, "TimeToLiveSpecification": specification}


TABLE = Row(
    type="aws:dynamodb/table:Table",
    service="dynamodb",
    create=Call(
        operation="CreateTable",
        carries=None,
        rename={
            "name": "TableName",
            "attributes": "AttributeDefinitions",
            "attributes.name": "AttributeName",
            "attributes.type": "AttributeType",
            "globalSecondaryIndexes.name": "IndexName",
            "localSecondaryIndexes.name": "IndexName",
        },
        reshape=nest,
    ),
    id_format="{name}",
    read=Call(operation="DescribeTable", takes=_NAME),
    entity="Table",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteTable", takes=_NAME),),
    steps=(
        Step(
            carries=("pointInTimeRecovery",),
            run=(Call(operation="UpdateContinuousBackups", takes=_NAME, hook=_recovery),),
        ),
        Step(carries=("ttl",), run=(Call(operation="UpdateTimeToLive", takes=_NAME, hook=_expiry),)),
        *(
            Step(
                carries=together,
                run=(Call(operation="UpdateTable", carries=together, takes=_NAME, reshape=nest),),
                at_create=False,
            )
            for together in _UPDATED
        ),
    ),
    outputs={"arn": "TableArn", "streamArn": "LatestStreamArn", "streamLabel": "LatestStreamLabel"},
    observed={
        "name": "TableName",
        "hashKey": "KeySchema[?KeyType=='HASH'].AttributeName | [0]",
        "rangeKey": "KeySchema[?KeyType=='RANGE'].AttributeName | [0]",
        "attributes": "AttributeDefinitions[].{name: AttributeName, type: AttributeType}",
        "billingMode": "BillingModeSummary.BillingMode",
        "deletionProtectionEnabled": "DeletionProtectionEnabled",
    },
    replace=("name", "hashKey", "rangeKey", "localSecondaryIndexes", "importTable", "restoreSourceName"),
    name="name",
    kept=dict.fromkeys(
        ("replicas", "globalTableWitness"), "moto has no global tables and drops ReplicaUpdates without a word"
    ),
    kept_changes={
        "globalSecondaryIndexes": "the stand-in creates indexes with the table only",
        "attributes": "they change with the indexes",
    },
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceArn",
        by="arn:aws:dynamodb:{region}:{account}:table/{id}",
        listed="ListTagsOfResource",
    ),
    listing=(Call(operation="ListTables"), "TableNames"),
)

ROWS = (TABLE,)
