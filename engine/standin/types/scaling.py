"""Application Auto Scaling: between how many copies a thing moves, and by what measure."""

from __future__ import annotations

from engine.standin.row import Call, Row

_OF = {"ServiceNamespace": "serviceNamespace", "ResourceId": "resourceId", "ScalableDimension": "scalableDimension"}
_GONE = ("ObjectNotFoundException", "ValidationException")

TARGET = Row(
    type="aws:appautoscaling/target:Target",
    service="application-autoscaling",
    create=Call(operation="RegisterScalableTarget", carries=None),
    put=True,
    # The dimension has no slash, the resource has: only in this order can an id be read back.
    id_format="{serviceNamespace}/{scalableDimension}/{resourceId}",
    read=Call(
        operation="DescribeScalableTargets",
        takes={
            "ServiceNamespace": "serviceNamespace",
            "ResourceIds": "resourceId",
            "ScalableDimension": "scalableDimension",
        },
    ),
    entity="ScalableTargets[0]",
    absent=_GONE,
    delete=(Call(operation="DeregisterScalableTarget", takes=_OF),),
    outputs={"arn": "ScalableTargetARN"},
    observed={"minCapacity": "MinCapacity", "maxCapacity": "MaxCapacity"},
    replace=("serviceNamespace", "resourceId", "scalableDimension"),
    kept={"tags": "moto does not tag scalable targets"},
)

POLICY = Row(
    type="aws:appautoscaling/policy:Policy",
    service="application-autoscaling",
    create=Call(operation="PutScalingPolicy", carries=None, rename={"name": "PolicyName"}),
    put=True,
    id_format="{serviceNamespace}/{scalableDimension}/{name}/{resourceId}",
    read=Call(operation="DescribeScalingPolicies", takes=_OF),
    entity="ScalingPolicies[?PolicyName=='$name'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteScalingPolicy", takes={**_OF, "PolicyName": "name"}),),
    outputs={"arn": "PolicyARN", "alarmArns": "Alarms[].AlarmARN"},
    observed={"policyType": "PolicyType"},
    replace=("name", "serviceNamespace", "resourceId", "scalableDimension"),
    name="name",
    name_limit=255,
)

ROWS = (TARGET, POLICY)
