"""Who notices when a model drifts: schedules of SageMaker, and alarms that learn what is usual, three-valued.

A watcher is of an endpoint by an edge while names are not known yet, by the endpoint's name, or by the tag of the
system that both serve.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.model import UNKNOWN
from policies.classification import SYSTEM, tag
from policies.subjects import same
from policies.systems import ENDPOINT
from policies.value import Value, non_empty
from policies.verdict import Verdict, some
from policies.view import View

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
DATA_QUALITY: Final = "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"
SCHEDULE: Final = "aws:sagemaker/monitoringSchedule:MonitoringSchedule"

_CONFIG: Final = "monitoringScheduleConfig"
_INLINE: Final = f"{_CONFIG}.monitoringJobDefinition[].monitoringInputs[].endpointInput.endpointName"
_DEFINED: Final = "dataQualityJobInput"
_DIMENSIONS: Final = ("dimensions", "metricQueries[].metric.dimensions")


def schedules_of(view: View) -> Iterator[tuple[View, Verdict]]:
    """The monitoring schedules that may watch an endpoint, or a model by its system, and whether each does."""
    return _about(view, SCHEDULE)


def alarms_of(view: View) -> Iterator[tuple[View, Verdict]]:
    """The alarms that may learn what is usual of an endpoint or its system, and whether each does."""
    for alarm, about in _about(view, ALARM):
        yield alarm, about & _learns(alarm)


def _about(view: View, type_: str) -> Iterator[tuple[View, Verdict]]:
    urn, names = view["urn"].replaced(view.urn), [view["name"], tag(view, SYSTEM)]
    says = _scheduled if type_ == SCHEDULE else _measured
    for watcher in view.stack.where(says, [urn, *names], type_):
        yield watcher, some(_is(said, view, names) for said in says(watcher))


def _is(said: Value, view: View, names: list[Value]) -> Verdict:
    if isinstance(said.raw, str) and said.raw.startswith("urn:"):
        return Verdict.of(said.raw == view.urn)
    return some(same(said, name) for name in names)


def _scheduled(schedule: View) -> Iterator[Value]:
    """What a schedule watches: the endpoint of its job, wherever that is defined, and the system it serves."""
    config = schedule[_CONFIG]
    yield tag(schedule, SYSTEM)
    linked = [source for source in schedule.sources(_CONFIG) if source.type in {ENDPOINT, DATA_QUALITY}]
    for source in linked:
        if source.type == ENDPOINT:
            yield config.replaced(source.urn)
        else:
            yield from _defined(source)
    if not linked:
        yield from schedule.select(_INLINE)
        yield from _named(schedule)


def _named(schedule: View) -> Iterator[Value]:
    """What the definition that a schedule names is about; while the name is not known, it may be about anything."""
    name = schedule[f"{_CONFIG}.monitoringJobDefinitionName"]
    if name.unknown:
        yield name
    elif name.known:
        for definition in schedule.stack.where("name", name, DATA_QUALITY):
            named = same(definition["name"], name)
            if named is Verdict.PASS:
                yield from _defined(definition)
            elif named is Verdict.UNKNOWN:
                yield name.replaced(UNKNOWN)


def _defined(definition: View) -> Iterator[Value]:
    """The endpoint of a job definition."""
    held = definition[_DEFINED]
    linked = [source for source in definition.sources(_DEFINED) if source.type == ENDPOINT]
    yield from (held.replaced(source.urn) for source in linked)
    if not linked:
        yield held.at("endpointInput.endpointName")


def _learns(alarm: View) -> Verdict:
    """Whether an alarm's bound is a band that is learned."""
    return alarm["thresholdMetricId"].holds(non_empty, when_missing="")


def _measured(alarm: View) -> Iterator[Value]:
    """What an alarm that learns measures: the values of its metrics' dimensions."""
    if _learns(alarm) is Verdict.FAIL:
        return
    for prop in ("dimensions", "metricQueries"):
        held = alarm[prop]
        yield from (held.replaced(source.urn) for source in alarm.sources(prop) if source.type == ENDPOINT)
    for path in _DIMENSIONS:
        for dimensions in alarm.select(path):
            if dimensions.unknown:
                yield dimensions
            yield from (value for _, value in dimensions.entries())
