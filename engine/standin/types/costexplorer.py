"""Cost Explorer's anomaly detection. The service keeps it once for an account, under an endpoint of its own."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row


def _expression(props: dict[str, Any]) -> dict[str, Any]:
    """Pulumi writes the parts of an expression as lists of one where the provider's schema nests blocks."""
    expression = props.get("thresholdExpression")
    if not isinstance(expression, dict):
        return props
    plural = {"dimension": "dimensions", "tags": "tags", "costCategory": "costCategories"}
    return {**props, "thresholdExpression": {plural.get(key, key): value for key, value in expression.items()}}


ANOMALY_MONITOR = Row(
    type="aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    service="ce",
    create=Call(operation="CreateAnomalyMonitor", carries=None, into="AnomalyMonitor", rename={"name": "MonitorName"}),
    built={"arn": "arn:aws:ce::{account}:anomalymonitor/{id}"},
    replace=("monitorType", "monitorDimension", "monitorSpecification"),
    name="name",
    regional=False,
    state_only="moto has no CreateAnomalyMonitor",
)

ANOMALY_SUBSCRIPTION = Row(
    type="aws:costexplorer/anomalySubscription:AnomalySubscription",
    service="ce",
    create=Call(
        operation="CreateAnomalySubscription",
        carries=None,
        into="AnomalySubscription",
        rename={"name": "SubscriptionName", "monitorArnLists": "MonitorArnList"},
        reshape=_expression,
    ),
    built={"arn": "arn:aws:ce::{account}:anomalysubscription/{id}"},
    name="name",
    regional=False,
    provider_only=("accountId",),
    state_only="moto has no CreateAnomalySubscription",
)

ROWS = (ANOMALY_MONITOR, ANOMALY_SUBSCRIPTION)
