"""What a function counts and logs. Counters are CloudWatch metrics of the namespace LZ/Decisions, by system."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, unique
from typing import Protocol

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "LZ/Decisions"
SHADOWS = "LZ/Shadows"
"""What a challenger does is counted apart, under the same names: no objective and no alarm on decisions sees it."""
DIMENSION = "system"


@unique
class Count(StrEnum):
    """Something that happened; the value is the metric's name."""

    SERVED = "Served"
    """A decision left as an answer for the first time; later answers with the same one are Duplicate."""
    RECORDED = "Recorded"
    """The store holds a record that it did not hold before. Served minus Recorded is what is missing."""
    SPOOLED = "Spooled"
    """The store refused, and the spool holds the record instead; it becomes Recorded when it is drained."""
    STORE_FAULT = "StoreFault"
    """The store refused a record or did not answer."""
    STREAM_FAULT = "StreamFault"
    """The table will miss a record that the store has."""
    SPOOL_FAULT = "SpoolFault"
    """Store and spool refused the same record, and the request failed."""
    REVIEW_FAULT = "ReviewFault"
    """A pending decision could not be put before a person, and the request failed."""
    IDEMPOTENCY_FAULT = "IdempotencyFault"
    """The table of requests did not answer, and the request failed."""
    ANSWER_FAULT = "AnswerFault"
    """A decision was taken and recorded, and its answer did not reach the queue of answers; the request comes again."""
    MIRRORED = "Mirrored"
    """A request that was decided went to the challenger's queue."""
    MIRROR_FAULT = "MirrorFault"
    """A request of the challenger's share did not reach its queue; its decision was answered all the same."""
    SUBJECT_FAULT = "SubjectFault"
    """No pseudonym could be made, and the request failed."""
    BREAKER_FAULT = "BreakerFault"
    """The shared state of breakers was not reachable; this process went on with its own."""
    FALLBACK = "Fallback"
    """Another than the first target decided."""
    STOPPED = "Stopped"
    """People have stopped the system: no model was asked, and a person decides or the request failed."""
    STOP_FAULT = "StopFault"
    """Nobody could tell whether the system is stopped; this process went on with what was said last."""
    EXHAUSTED = "Exhausted"
    """No target decided, and the request failed."""
    REVIEW_QUEUED = "ReviewQueued"
    """A decision waits for a person."""
    INVALID = "Invalid"
    """A payload did not match its schema; no model was called."""
    DUPLICATE = "Duplicate"
    """A request was answered with the decision of an earlier one."""
    IN_PROGRESS = "InProgress"
    """A duplicate came while the first request was being decided."""
    MISMATCH = "Mismatch"
    """An idempotency key came a second time with another payload."""
    MODEL_TIMEOUT = "ModelTimeout"
    MODEL_GARBAGE = "ModelGarbage"
    """What came back was no answer: not JSON, fields missing, a confidence out of range."""
    MODEL_UNAVAILABLE = "ModelUnavailable"
    MODEL_THROTTLED = "ModelThrottled"
    MODEL_REFUSED = "ModelRefused"
    """The target refused the request itself; trying again cannot help."""
    BREAKER_OPEN = "BreakerOpen"
    """A target was not called because it failed too often."""
    DEADLINE = "Deadline"
    """A target was not called because its time would have run past the request's deadline."""
    RULE_FIRED = "RuleFired"
    BLOCKED = "Blocked"
    """The guardrail intervened."""
    RULES_FAULT = "RulesFault"
    """A rule could not be evaluated; a person decides."""
    VERDICT = "Verdict"
    OVERRIDE = "Override"
    """A person decided otherwise than the model proposed."""
    OUTCOME = "Outcome"
    UNKNOWN_DECISION = "UnknownDecision"
    """A review or an outcome named a decision that has no record."""
    DRAINED = "Drained"
    """A spooled record is in the store."""
    SECOND = "SecondRecord"
    """Two records of one request, one of them spooled: both are kept, under keys that differ by a hash."""
    SEALED = "Sealed"
    """Records that a signed manifest lists."""


@unique
class Duration(StrEnum):
    """Something that took time, in milliseconds."""

    LATENCY = "Latency"
    """From the arrival of a request to its answer."""
    MODEL = "ModelLatency"
    """The share of the models, waits between attempts included."""
    REVIEW = "ReviewDelay"
    """From the decision to the verdict that closed it."""
    OUTCOME = "OutcomeDelay"
    """From the decision to what came of it."""


@unique
class Figure(StrEnum):
    """Something a decision says as a number, in percent."""

    CONFIDENCE = "Confidence"
    """How sure the system's own model is of what it proposes: its mean moves when the world or the model does."""


class Meter(Protocol):
    """Where counts go."""

    def count(self, what: Count, times: int = 1) -> None:
        """Add to a counter."""
        ...

    def took(self, what: Duration, milliseconds: float) -> None:
        """Note a duration."""
        ...

    def said(self, what: Figure, percent: float) -> None:
        """Note a figure."""
        ...

    def flush(self, at: datetime | None = None) -> None:
        """Send what was noted, as of now or of another instant; what is not sent when a process is killed is lost.

        Served, Recorded, Spooled and Drained are dated by their record, so that the sums of a period agree when nothing
        is missing, however late a record came into the store.
        """
        ...


class EmfMeter:
    """Counts as lines of CloudWatch's embedded metric format on standard output."""

    def __init__(self, system: str, namespace: str = NAMESPACE) -> None:
        self._metrics = EphemeralMetrics(namespace=namespace)
        self._metrics.set_default_dimensions(**{DIMENSION: system})
        self._noted = False

    def count(self, what: Count, times: int = 1) -> None:
        """Add to a counter."""
        self._metrics.add_metric(name=what, unit=MetricUnit.Count, value=times)
        self._noted = True

    def took(self, what: Duration, milliseconds: float) -> None:
        """Note a duration."""
        self._metrics.add_metric(name=what, unit=MetricUnit.Milliseconds, value=milliseconds)
        self._noted = True

    def said(self, what: Figure, percent: float) -> None:
        """Note a figure."""
        self._metrics.add_metric(name=what, unit=MetricUnit.Percent, value=percent)
        self._noted = True

    def flush(self, at: datetime | None = None) -> None:
        """Print one line, unless nothing was noted."""
        if not self._noted:
            return
        if at is not None:
            self._metrics.set_timestamp(at)
        self._metrics.flush_metrics()
        self._metrics.timestamp = None
        self._noted = False


def logger(system: str) -> Logger:
    """Structured lines. Callers log ids, counts and names of targets, never a payload or an answer."""
    return Logger(service=system, level="INFO", log_uncaught_exceptions=False, utc=True)
