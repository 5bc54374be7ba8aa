"""KMS keys, their replicas in other Regions, and aliases."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from engine.standin.row import Ask, Call, Change, Lookup, Params, Props, Row, Scope, Step, Tagging
from graph.model import UNKNOWN

_GONE = ("NotFoundException",)
_ALIVE = "KeyMetadata.KeyState != 'PendingDeletion' && KeyMetadata.KeyState != 'PendingReplicaDeletion'"
"""AWS never deletes a key at once: one that waits for its deletion is gone for every purpose but its own recovery."""
_REPLICA = "KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType == 'REPLICA'"

_TAGS = Tagging(at_create="Tags", put="TagResource", drop="UntagResource", target="KeyId", listed="ListResourceTags")
_KEY = {"KeyId": "$id"}
_WINDOW = {"deletionWindowInDays": tuple(range(7, 31))}
"""Days. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
_EVERY_KEY = (Call(operation="ListKeys"), "Keys[].KeyId")
_DELETE = Call(operation="ScheduleKeyDeletion", takes={**_KEY, "PendingWindowInDays": "deletionWindowInDays"})


def _enabled(prop: str) -> Callable[[Ask, Change], None]:
    def switch(ask: Ask, change: Change) -> None:
        ask("DisableKey" if change.new.get(prop) is False else "EnableKey", KeyId=change.id)

    return switch


def _rotate(ask: Ask, change: Change) -> None:
    if change.new.get("enableKeyRotation") is not True:
        ask("DisableKeyRotation", KeyId=change.id)
        return
    period = change.new.get("rotationPeriodInDays")
    ask("EnableKeyRotation", KeyId=change.id, **({"RotationPeriodInDays": period} if period else {}))


def _policy_step(*, at_create: bool = False) -> Step:
    put = Call(operation="PutKeyPolicy", takes={**_KEY, "Policy": "policy"}, fixed={"PolicyName": "default"})
    return Step(carries=("policy",), run=(put,), at_create=at_create)


def _describe_step(*, at_create: bool = False) -> Step:
    put = Call(operation="UpdateKeyDescription", takes={**_KEY, "Description": "description"})
    return Step(carries=("description",), run=(put,), at_create=at_create)


_POLICY = Lookup(
    call=Call(operation="GetKeyPolicy", takes=_KEY, fixed={"PolicyName": "default"}),
    path="Policy",
)

KEY = Row(
    type="aws:kms/key:Key",
    service="kms",
    create=Call(
        operation="CreateKey",
        carries=None,
        rename={"customerMasterKeySpec": "KeySpec"},
    ),
    id="KeyMetadata.KeyId",
    read=Call(operation="DescribeKey", takes=_KEY),
    entity=f"{_ALIVE} && !({_REPLICA}) && KeyMetadata",
    absent=_GONE,
    delete=(_DELETE,),
    steps=(
        Step(carries=("enableKeyRotation", "rotationPeriodInDays"), run=(_rotate,), unless=False),
        Step(carries=("isEnabled",), run=(_enabled("isEnabled"),), unless=True),
        _policy_step(),
        _describe_step(),
    ),
    outputs={"keyId": "KeyId", "arn": "Arn", "multiRegion": "MultiRegion", "keyUsage": "KeyUsage"},
    lookups={"policy": _POLICY},
    observed={
        "description": "Description",
        "keyUsage": "KeyUsage",
        "multiRegion": "MultiRegion",
        "isEnabled": "Enabled",
    },
    replace=("multiRegion", "keyUsage", "customerMasterKeySpec", "customKeyStoreId", "xksKeyId"),
    provider_only=("deletionWindowInDays",),
    choices=_WINDOW,
    tagging=_TAGS,
    listing=_EVERY_KEY,
)


def primary_region(props: Props, scope: Scope) -> str:
    """A replica is made by a call to the Region of its primary key."""
    arn = props.get("primaryKeyArn")
    return arn.split(":")[3] if isinstance(arn, str) and arn.count(":") >= 5 else scope.region


def _replica(params: Params, props: Props, scope: Scope) -> Params:
    arn = props.get("primaryKeyArn", UNKNOWN)
    key = arn.rsplit("/", 1)[-1] if isinstance(arn, str) else arn
    return {**params, "KeyId": key, "ReplicaRegion": scope.region}


REPLICA_KEY = Row(
    type="aws:kms/replicaKey:ReplicaKey",
    service="kms",
    create=Call(
        operation="ReplicateKey",
        carries=("policy", "description", "bypassPolicyLockoutSafetyCheck"),
        hook=_replica,
        claims=("primaryKeyArn",),
    ),
    create_region=primary_region,
    id="ReplicaKeyMetadata.KeyId",
    read=Call(operation="DescribeKey", takes=_KEY),
    entity=f"{_ALIVE} && {_REPLICA} && KeyMetadata",
    absent=_GONE,
    delete=(_DELETE,),
    # moto's ReplicateKey copies policy and description from the primary; AWS takes those of the call.
    steps=(
        Step(carries=("enabled",), run=(_enabled("enabled"),), unless=True),
        _policy_step(at_create=True),
        _describe_step(at_create=True),
    ),
    outputs={"keyId": "KeyId", "arn": "Arn", "keyUsage": "KeyUsage", "keySpec": "KeySpec"},
    lookups={
        "policy": _POLICY,
        "keyRotationEnabled": Lookup(
            call=Call(operation="GetKeyRotationStatus", takes=_KEY), path="KeyRotationEnabled"
        ),
    },
    observed={
        "description": "Description",
        "enabled": "Enabled",
        "primaryKeyArn": "MultiRegionConfiguration.PrimaryKey.Arn",
    },
    replace=("primaryKeyArn",),
    provider_only=("deletionWindowInDays",),
    choices=_WINDOW,
    # moto's ReplicateKey drops the tags of the call.
    tagging=dataclasses.replace(_TAGS, at_create=""),
    listing=_EVERY_KEY,
)

ALIAS = Row(
    type="aws:kms/alias:Alias",
    service="kms",
    create=Call(operation="CreateAlias", carries=None, rename={"name": "AliasName"}),
    id_format="{name}",
    read=Call(operation="ListAliases"),
    entity="Aliases[?AliasName=='$id'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteAlias", takes={"AliasName": "$id"}),),
    steps=(
        Step(
            carries=("targetKeyId",),
            run=(Call(operation="UpdateAlias", takes={"AliasName": "$id", "TargetKeyId": "targetKeyId"}),),
            at_create=False,
        ),
    ),
    outputs={"arn": "AliasArn"},
    lookups={
        "targetKeyArn": Lookup(call=Call(operation="DescribeKey", takes={"KeyId": "$id"}), path="KeyMetadata.Arn")
    },
    observed={"name": "AliasName", "targetKeyId": "TargetKeyId"},
    replace=("name", "namePrefix"),
    name="name",
    name_prefix="alias/",
)

ROWS = (KEY, REPLICA_KEY, ALIAS)
