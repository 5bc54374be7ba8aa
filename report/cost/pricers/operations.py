"""Trails, logs, alarms, dashboards, topics, recorders: what watches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.model import Resource
from report.cost.charge import Found, Free, NoPrice, Place, amount, assumed, elements, fixed, priced, text

_MAILS = 100
"""E-mails a month that a topic sends: an alarm that speaks oftener than that is switched off, not paid for."""


@priced("aws:cloudtrail/trail:Trail")
def trail(trail: Resource, place: Place) -> Iterator[Found]:
    """The first copy of management events is free; data events are paid."""
    selectors = elements(trail, "advancedEventSelectors")
    if selectors is None:
        yield NoPrice("what it records is known only after the deploy")
    elif any("Data" in str(selector) for selector in selectors) or elements(trail, "eventSelectors"):
        yield assumed("cloudtrail.data-event", "data events", place.usage.audit_events / 1e5, "audit_events")
    else:
        yield Free("the first copy of management events is free")


@priced("aws:cloudwatch/logGroup:LogGroup")
def log_group(group: Resource, place: Place) -> Iterator[Found]:
    """What comes in, and what stays for as long as the group says."""
    days = amount(group, "retentionInDays", 0)
    usage = place.usage
    yield assumed("cloudwatch.log", "logs written", usage.log_gb, "log_gb")
    if days is None:
        yield NoPrice("its retention is known only after the deploy")
        return
    kept = days or 365
    note = "" if days else "kept for ever: the first year"
    yield assumed("cloudwatch.log-gb", "logs kept", usage.log_gb * kept / 30, "log_gb", note=note or "uncompressed")


@priced("aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy")
def masking(_: Resource, place: Place) -> Iterator[Found]:
    """What it looks through."""
    yield assumed("cloudwatch.masked", "logs looked through", place.usage.log_gb, "log_gb")


@priced("aws:cloudwatch/logMetricFilter:LogMetricFilter")
def metric_filter(_: Resource, __: Place) -> Iterator[Found]:
    """It publishes a custom metric."""
    yield fixed("cloudwatch.metric", "custom metric", 1)


_BAND: Final = "ANOMALY_DETECTION_BAND"


@priced("aws:cloudwatch/metricAlarm:MetricAlarm")
def metric_alarm(alarm: Resource, _: Place) -> Iterator[Found]:
    """One that calculates is paid for each metric that it reads, and for both bounds of a band that it learns."""
    queries = elements(alarm, "metricQueries")
    if queries is None:
        yield NoPrice("the number of its metrics is known only after the deploy")
        return
    read = [query for query in queries if isinstance(query, dict) and query.get("metric") is not None]
    bands = [query for query in queries if isinstance(query, dict) and _BAND in str(query.get("expression"))]
    yield fixed("cloudwatch.alarm", "alarm", max(len(read), 1) + 2 * len(bands))


@priced("aws:cloudwatch/compositeAlarm:CompositeAlarm")
def composite_alarm(_: Resource, __: Place) -> Iterator[Found]:
    """An alarm over alarms."""
    yield fixed("cloudwatch.composite", "composite alarm", 1)


@priced("aws:cloudwatch/dashboard:Dashboard")
def dashboard(_: Resource, __: Place) -> Iterator[Found]:
    """The first three of an account are free; this does not know which they are."""
    yield fixed("cloudwatch.dashboard", "dashboard", 1, note="the first three of an account are free")


@priced("aws:sns/topic:Topic")
def topic(topic: Resource, place: Place) -> Iterator[Found]:
    """What its subscribers are sent by e-mail."""
    subscriptions = [
        one
        for one in place.graph.of_type("aws:sns/topicSubscription:TopicSubscription")
        if topic.urn in one.dependencies and text(one, "protocol").startswith("email")
    ]
    if subscriptions:
        mails = _MAILS * len(subscriptions)
        yield assumed("sns.email", "e-mails", mails / 1e5, note=f"{_MAILS} a month to each subscriber")
    else:
        yield Free("nothing is sent by e-mail, and a million requests a month are free")


@priced("aws:guardduty/detector:Detector")
def detector(detector: Resource, place: Place) -> Iterator[Found]:
    """By what it reads: calls, gigabytes of flow and DNS logs, and the processors of the nodes it runs an agent on."""
    features = [
        text(one, "name")
        for one in place.graph.of_type("aws:guardduty/detectorFeature:DetectorFeature")
        if detector.urn in one.dependencies
    ]
    read = ", ".join(sorted(features)) or "its own sources"
    yield NoPrice(
        f"GuardDuty is paid by the event, gigabyte and vCPU that it reads ({read}); they are not in the graph"
    )


@priced("aws:cfg/recorder:Recorder")
def recorder(_: Resource, place: Place) -> Iterator[Found]:
    """An item for each change of a resource; a resource changes once a month."""
    items = sum(1 for resource in place.graph if resource.custom)
    yield assumed("config.item", "changes recorded", items, note="each resource of this graph once a month")


@priced("aws:cfg/rule:Rule", "aws:cfg/conformancePack:ConformancePack")
def config_rule(_: Resource, __: Place) -> Iterator[Found]:
    """An evaluation a day."""
    yield assumed("config.evaluation", "evaluations", 30, note="once a day")


@priced("aws:arcregionswitch/plan:Plan")
def region_switch(_: Resource, __: Place) -> Iterator[Found]:
    """A plan, whether it runs or not."""
    yield fixed("arc.plan", "Region switch plan", 1)
