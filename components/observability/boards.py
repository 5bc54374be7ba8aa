"""What dashboards show, as the JSON that CloudWatch keeps. Pure, no resources; the same facts give the same bytes.

The format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from components.observability.metrics import CONFIDENCE, Metric, decisions, function

WIDTH: Final = 24
"""Columns of a dashboard."""
_HEIGHT: Final = 6
_PERIOD: Final = 300
"""Seconds of a point."""

_MODEL_FAULTS: Final = ("ModelTimeout", "ModelUnavailable", "ModelThrottled", "ModelGarbage", "ModelRefused")
_STOPPED: Final = ("Exhausted", "SpoolFault", "IdempotencyFault", "ReviewFault")
"""Why a request gets no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An objective as a line in a graph."""

    label: str
    milliseconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model on SageMaker answers."""

    name: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFacts:
    """What a board needs to know of a system."""

    name: str
    purpose: str
    owner: str
    tier: str
    region: str
    promises: tuple[str, ...]
    """The objectives in words, and what of them nobody measures."""
    latency: Bound
    alarms: tuple[str, ...]
    """ARNs of the alarms that tell somebody."""
    functions: tuple[str, ...] = ()
    """Names of its Lambda functions."""
    endpoint: Endpoint | None = None
    """None for a model that runs elsewhere."""
    runbooks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """Widgets from left to right, row by row."""

    widgets: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _x: int = 0
    _y: int = 0

    def add(self, kind: str, width: int, height: int, **properties: Any) -> None:
        if self._x + width > WIDTH:
            self._x, self._y = 0, self._y + _HEIGHT
        self.widgets.append(
            {"type": kind, "x": self._x, "y": self._y, "width": width, "height": height, "properties": properties}
        )
        self._x += width

    def line(self, height: int) -> None:
        """Go on below what was last added over the whole width."""
        self._x, self._y = 0, self._y + height

    def text(self, *lines: str, height: int) -> None:
        self.add("text", WIDTH, height, markdown="\n".join(lines))
        self.line(height)

    def graph(self, region: str, title: str, metrics: Sequence[Any], *, width: int = 8, **more: Any) -> None:
        self.add(
            "metric",
            width,
            _HEIGHT,
            title=title,
            region=region,
            view="timeSeries",
            stacked=False,
            period=_PERIOD,
            metrics=list(metrics),
            **more,
        )

    def json(self) -> str:
        return json.dumps({"start": "-PT24H", "widgets": self.widgets}, sort_keys=True)


def system_board(facts: SystemFacts) -> str:
    """One system: what it promises, what is red, how much it decides, how well, how fast, and who waits."""
    page = _Page()
    heading = f"## {facts.name} · {facts.tier} risk · {facts.owner}"
    runbooks = f"Runbooks: {', '.join(facts.runbooks)} (docs/runbooks)."
    page.text(heading, facts.purpose, "", *facts.promises, "", runbooks, height=4)
    page.add("alarm", WIDTH, 2, title="alarms", alarms=list(facts.alarms))
    page.line(2)
    page.graph(facts.region, "decisions", _sums(facts, "Served", "Duplicate", "Invalid"))
    page.graph(facts.region, "answered", _answered(facts), yAxis={"left": {"min": 90, "max": 100, "label": "%"}})
    page.graph(facts.region, "no answer, and why", _sums(facts, *_STOPPED))
    page.graph(facts.region, "how long it takes, ms", _latency(facts), annotations=_bound(facts.latency))
    page.graph(facts.region, "the own model", _sums(facts, "Fallback", "BreakerOpen", *_MODEL_FAULTS))
    page.graph(facts.region, "answers without a record", _unrecorded(facts))
    page.graph(facts.region, "how sure the own model is, %", _sure(facts))
    page.graph(facts.region, "review", _sums(facts, "ReviewQueued", "Verdict", "Override"))
    page.graph(facts.region, "rules and guardrail", _sums(facts, "RuleFired", "Blocked", "RulesFault"))
    if facts.functions:
        page.graph(facts.region, "functions", list(_functions(facts)))
    if facts.endpoint:
        page.graph(facts.region, "endpoint", list(_endpoint(facts.endpoint)))
    return page.json()


def estate_board(environment: str, region: str, systems: Sequence[SystemFacts]) -> str:
    """Every system of an environment side by side, in the order of their names, and every alarm of theirs."""
    page = _Page()
    page.text(f"## {environment}", "The AI systems of the environment; each has a board of its own.", height=2)
    ordered = sorted(systems, key=lambda facts: facts.name)
    page.add("alarm", WIDTH, 3, title="alarms", alarms=[arn for facts in ordered for arn in facts.alarms])
    page.line(3)
    page.graph(region, "decisions", [_sum(f.name, "Served", f.name) for f in ordered])
    page.graph(region, "no answer", [_sum(f.name, what, f"{f.name} {what}") for f in ordered for what in _STOPPED])
    page.graph(
        region,
        "99 of 100 answers are faster, ms",
        [[*decisions(f.name, "Latency").path, {"stat": "p99", "label": f.name}] for f in ordered],
    )
    page.graph(region, "by a fallback", [_sum(f.name, "Fallback", f.name) for f in ordered])
    page.graph(region, "waits for a person", [_sum(f.name, "ReviewQueued", f.name) for f in ordered])
    page.graph(region, "spooled, store refused", [_sum(f.name, "Spooled", f.name) for f in ordered])
    return page.json()


def _sum(system: str, what: str, label: str) -> list[Any]:
    return [*decisions(system, what).path, {"stat": "Sum", "label": label}]


def _sums(facts: SystemFacts, *names: str) -> list[list[Any]]:
    return [_sum(facts.name, name, name) for name in names]


def _hidden(id_: str, metric: Metric) -> list[Any]:
    return [*metric.path, {"id": id_, "stat": "Sum", "visible": False}]


def _answered(facts: SystemFacts) -> list[Any]:
    """The share of requests with an answer, in percent."""
    bad = [_hidden(f"b{place}", decisions(facts.name, name)) for place, name in enumerate(_STOPPED)]
    lost = "+".join(f"FILL(b{place},0)" for place in range(len(bad)))
    share = {"expression": f"100*s/(s+{lost})", "label": "answered", "id": "answered"}
    return [*bad, _hidden("s", decisions(facts.name, "Served")), [share]]


def _unrecorded(facts: SystemFacts) -> list[Any]:
    """Served without Recorded, summed up over the time shown: it comes back to nothing when a spool is drained."""
    missing = {"expression": "RUNNING_SUM(FILL(s,0)-FILL(r,0))", "label": "missing", "id": "missing"}
    return [
        _hidden("s", decisions(facts.name, "Served")),
        _hidden("r", decisions(facts.name, "Recorded")),
        [missing],
        _sum(facts.name, "Spooled", "Spooled"),
    ]


def _latency(facts: SystemFacts) -> list[Any]:
    """The median and the slowest hundredth, and the models' part of the latter."""
    answer, model = (decisions(facts.name, name).path for name in ("Latency", "ModelLatency"))
    return [
        [*answer, {"stat": "p50", "label": "half"}],
        [*answer, {"stat": "p99", "label": "99 of 100"}],
        [*model, {"stat": "p99", "label": "models, 99 of 100"}],
    ]


def _sure(facts: SystemFacts) -> list[Any]:
    """Its mean confidence, and what was usual until now."""
    sure = [*decisions(facts.name, CONFIDENCE).path, {"id": "sure", "stat": "Average", "label": "mean", "period": 3600}]
    return [sure, [{"expression": "ANOMALY_DETECTION_BAND(sure, 3)", "label": "usual", "id": "usual"}]]


def _bound(bound: Bound) -> dict[str, Any]:
    return {"horizontal": [{"label": bound.label, "value": bound.milliseconds}]}


def _functions(facts: SystemFacts) -> Iterable[list[Any]]:
    for name in facts.functions:
        for metric in ("Errors", "Throttles"):
            yield [*function(name, metric).path, {"stat": "Sum", "label": f"{name} {metric}"}]


def _endpoint(endpoint: Endpoint) -> Iterable[list[Any]]:
    """Its errors, and how long the model takes, which SageMaker says in microseconds."""
    at = {"EndpointName": endpoint.name, "VariantName": endpoint.variant}
    for metric in ("Invocation4XXErrors", "Invocation5XXErrors", "ModelLatency"):
        stat = "p99" if metric == "ModelLatency" else "Sum"
        axis = {"yAxis": "right"} if metric == "ModelLatency" else {}
        yield [*Metric("AWS/SageMaker", metric, at).path, {"stat": stat, "label": metric, **axis}]
