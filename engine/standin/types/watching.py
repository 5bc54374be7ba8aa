"""Alarms over alarms, and dashboards."""

from __future__ import annotations

from engine.standin.row import Call, Row, Tagging

COMPOSITE_ALARM = Row(
    type="aws:cloudwatch/compositeAlarm:CompositeAlarm",
    service="cloudwatch",
    create=Call(operation="PutCompositeAlarm", carries=None),
    put=True,
    built={"arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}"},
    replace=("alarmName",),
    name="alarmName",
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceARN",
        by="{arn}",
        listed="ListTagsForResource",
    ),
    state_only="moto has no PutCompositeAlarm",
)

DASHBOARD = Row(
    type="aws:cloudwatch/dashboard:Dashboard",
    service="cloudwatch",
    create=Call(operation="PutDashboard", carries=("dashboardName", "dashboardBody")),
    put=True,
    id_format="{dashboardName}",
    read=Call(operation="GetDashboard", takes={"DashboardName": "$id"}),
    entity="@",
    absent=("ResourceNotFound",),
    delete=(Call(operation="DeleteDashboards", takes={"DashboardNames": "$id"}),),
    outputs={"dashboardArn": "DashboardArn"},
    observed={"dashboardName": "DashboardName", "dashboardBody": "DashboardBody"},
    replace=("dashboardName",),
    name="dashboardName",
    listing=(Call(operation="ListDashboards"), "DashboardEntries[].DashboardName"),
)

ROWS = (COMPOSITE_ALARM, DASHBOARD)
