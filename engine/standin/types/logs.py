"""CloudWatch: log groups, metric filters, alarms, and EventBridge rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.standin.row import Call, Row, Step, Tagging

_GONE = ("ResourceNotFoundException", "ResourceNotFound")

_RETENTIONS = (
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
"""Days; 0 is for ever, in Pulumi's spelling alone.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""

LOG_GROUP = Row(
    type="aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    create=Call(operation="CreateLogGroup", carries=None, rename={"name": "logGroupName"}),
    id_format="{name}",
    read=Call(operation="DescribeLogGroups", takes={"logGroupNamePrefix": "$id"}),
    entity="logGroups[?logGroupName=='$id'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteLogGroup", takes={"logGroupName": "$id"}),),
    steps=(
        Step(
            carries=("retentionInDays",),
            run=(
                Call(
                    operation="PutRetentionPolicy",
                    takes={"logGroupName": "$id", "retentionInDays": "retentionInDays"},
                ),
            ),
            clear=(Call(operation="DeleteRetentionPolicy", takes={"logGroupName": "$id"}),),
            unless=0,
        ),
    ),
    outputs={"logGroupClass": "logGroupClass"},
    built={"arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
    observed={"name": "logGroupName", "retentionInDays": "retentionInDays", "kmsKeyId": "kmsKeyId"},
    replace=("name", "namePrefix", "logGroupClass"),
    choices={"retentionInDays": _RETENTIONS},
    name="name",
    name_limit=512,
    kept_changes={
        "kmsKeyId": "moto has no AssociateKmsKey",
        "deletionProtectionEnabled": "moto has no PutLogGroupDeletionProtection",
    },
    provider_only=("skipDestroy",),
    tagging=Tagging(
        at_create="tags",
        put="TagResource",
        drop="UntagResource",
        target="resourceArn",
        by="{arn}",
        tags="tags",
        keys="tagKeys",
        listed="ListTagsForResource",
        path="tags",
    ),
    listing=(Call(operation="DescribeLogGroups"), "logGroups[].logGroupName"),
)

METRIC_FILTER = Row(
    type="aws:cloudwatch/logMetricFilter:LogMetricFilter",
    service="logs",
    create=Call(
        operation="PutMetricFilter",
        carries=None,
        rename={
            "name": "filterName",
            "pattern": "filterPattern",
            "metricTransformation": "metricTransformations",
            "metricTransformation.name": "metricName",
            "metricTransformation.namespace": "metricNamespace",
            "metricTransformation.value": "metricValue",
        },
    ),
    put=True,
    id_format="{logGroupName}:{name}",
    read=Call(operation="DescribeMetricFilters", takes={"logGroupName": "logGroupName", "filterNamePrefix": "name"}),
    entity="metricFilters[?filterName=='$name'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteMetricFilter", takes={"logGroupName": "logGroupName", "filterName": "name"}),),
    observed={"name": "filterName", "logGroupName": "logGroupName", "pattern": "filterPattern"},
    replace=("name", "logGroupName"),
    name="name",
    name_limit=512,
)

MASKING = Row(
    type="aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
    service="logs",
    create=Call(operation="PutDataProtectionPolicy", carries=None, rename={"logGroupName": "logGroupIdentifier"}),
    put=True,
    replace=("logGroupName",),
    state_only="moto has no PutDataProtectionPolicy",
)

LOG_RESOURCE_POLICY = Row(
    type="aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    service="logs",
    create=Call(operation="PutResourcePolicy", carries=None),
    put=True,
    id_format="{policyName}",
    read=Call(operation="DescribeResourcePolicies"),
    entity="resourcePolicies[?policyName=='$id'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteResourcePolicy", takes={"policyName": "$id"}),),
    observed={"policyName": "policyName", "policyDocument": "policyDocument"},
    replace=("policyName",),
)

_CLOUDWATCH_TAGS = Tagging(
    at_create="Tags",
    put="TagResource",
    drop="UntagResource",
    target="ResourceARN",
    by="{arn}",
    listed="ListTagsForResource",
)


def _metric_stats(props: dict[str, Any]) -> dict[str, Any]:
    """What a metric is stands beside how it is measured in Pulumi, and one level deeper in AWS."""
    queries = props.get("metricQueries")
    if not isinstance(queries, list):
        return props
    return {**props, "metricQueries": [_metric_stat(query) for query in queries]}


def _metric_stat(query: Any) -> Any:
    if not isinstance(query, Mapping) or not isinstance(query.get("metric"), Mapping):
        return query
    stat = query["metric"]
    inner = {k: stat[k] for k in ("metricName", "namespace", "dimensions") if k in stat}
    rest = {k: v for k, v in stat.items() if k not in inner}
    return {**query, "metric": {**rest, "metric": inner}}


METRIC_ALARM = Row(
    type="aws:cloudwatch/metricAlarm:MetricAlarm",
    service="cloudwatch",
    create=Call(
        operation="PutMetricAlarm",
        carries=None,
        rename={"name": "AlarmName", "metricQueries": "Metrics", "metricQueries.metric": "MetricStat"},
        reshape=_metric_stats,
    ),
    put=True,
    id_format="{name}",
    read=Call(operation="DescribeAlarms", takes={"AlarmNames": "$id"}),
    entity="MetricAlarms[0]",
    absent=_GONE,
    delete=(Call(operation="DeleteAlarms", takes={"AlarmNames": "$id"}),),
    outputs={"arn": "AlarmArn"},
    observed={
        "name": "AlarmName",
        "comparisonOperator": "ComparisonOperator",
        "evaluationPeriods": "EvaluationPeriods",
        "threshold": "Threshold",
        "alarmActions": "AlarmActions",
        "treatMissingData": "TreatMissingData",
    },
    replace=("name",),
    name="name",
    tagging=_CLOUDWATCH_TAGS,
    listing=(Call(operation="DescribeAlarms"), "MetricAlarms[].AlarmName"),
)


def _rule_state(props: dict[str, Any]) -> dict[str, Any]:
    """IsEnabled is the older spelling of state."""
    if "isEnabled" not in props:
        return props
    state = "DISABLED" if props["isEnabled"] is False else "ENABLED"
    return {**{k: v for k, v in props.items() if k != "isEnabled"}, "state": state}


EVENT_RULE = Row(
    type="aws:cloudwatch/eventRule:EventRule",
    service="events",
    create=Call(operation="PutRule", carries=None, reshape=_rule_state),
    put=True,
    id_format="{name}",
    read=Call(operation="DescribeRule", takes={"Name": "$id", "EventBusName": "eventBusName"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteRule", takes={"Name": "$id", "EventBusName": "eventBusName"}),),
    outputs={"arn": "Arn"},
    observed={
        "name": "Name",
        "eventPattern": "EventPattern",
        "scheduleExpression": "ScheduleExpression",
        "description": "Description",
        "state": "State",
    },
    replace=("name", "namePrefix", "eventBusName"),
    name="name",
    name_limit=64,
    provider_only=("forceDestroy",),
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceARN",
        by="{arn}",
        listed="ListTagsForResource",
    ),
    listing=(Call(operation="ListRules"), "Rules[].Name"),
)


def _one_target(props: dict[str, Any]) -> dict[str, Any]:
    """AWS puts targets by the list; a resource is one of them."""
    beside = {k: v for k, v in props.items() if k in {"rule", "eventBusName"}}
    return {**beside, "targets": [{k: v for k, v in props.items() if k not in beside}]}


EVENT_TARGET = Row(
    type="aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    create=Call(operation="PutTargets", carries=None, rename={"targets.targetId": "Id"}, reshape=_one_target),
    put=True,
    id_format="{rule}/{targetId}",
    read=Call(operation="ListTargetsByRule", takes={"Rule": "rule", "EventBusName": "eventBusName"}),
    entity="Targets[?Id=='$targetId'] | [0]",
    absent=_GONE,
    delete=(
        Call(operation="RemoveTargets", takes={"Rule": "rule", "EventBusName": "eventBusName", "Ids": "targetId"}),
    ),
    observed={"arn": "Arn", "targetId": "Id", "roleArn": "RoleArn"},
    replace=("rule", "targetId", "eventBusName"),
    name="targetId",
    name_limit=64,
)

EVENT_BUS = Row(
    type="aws:cloudwatch/eventBus:EventBus",
    service="events",
    create=Call(operation="CreateEventBus", carries=None),
    id_format="{name}",
    read=Call(operation="DescribeEventBus", takes={"Name": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteEventBus", takes={"Name": "$id"}),),
    outputs={"arn": "Arn"},
    observed={"name": "Name"},
    replace=("name", "eventSourceName"),
    name="name",
    name_limit=256,
    kept={"logConfig": "moto keeps no log configuration of a bus"},
    kept_changes=dict.fromkeys(("deadLetterConfig", "description", "kmsKeyIdentifier"), "moto has no UpdateEventBus"),
    tagging=EVENT_RULE.tagging,
    listing=(Call(operation="ListEventBuses"), "EventBuses[].Name"),
)

ROWS = (LOG_GROUP, MASKING, METRIC_FILTER, LOG_RESOURCE_POLICY, METRIC_ALARM, EVENT_BUS, EVENT_RULE, EVENT_TARGET)
