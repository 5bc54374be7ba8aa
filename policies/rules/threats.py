"""Threats: looked for in every source that sees AI systems, and told to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.account import held, same_region
from policies.metrics import Measured, counting, measured
from policies.organisation import Service
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed, placed
from policies.rules.examples.data import ALARM, TOPIC
from policies.rules.examples.lifecycle import MONITORING, SCHEDULE
from policies.rules.examples.logs import ACCOUNT_BASE, TRAIL
from policies.rules.examples.models import GUARDRAIL, MODELS
from policies.rules.examples.watched import (
    DETECTOR,
    DETECTOR_FEATURE,
    EVENT_RULE,
    EVENT_TARGET,
    TOPIC_SUBSCRIPTION,
    events,
)
from policies.value import Outcome, is_false, is_true, one_of, opened
from policies.verdict import Verdict, some
from policies.view import StackView, View

_SOURCES: Final = (
    ("S3_DATA_EVENTS",),
    ("EKS_AUDIT_LOGS",),
    ("RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"),
    ("LAMBDA_NETWORK_LOGS",),
)
"""What is asked for: a feature, and those that give it as well."""

_GUARDRAILS: Final = "AWS/Bedrock/Guardrails"
_INTERVENED: Final = "InvocationsIntervened"


@graph_rule(
    id="LZ-MON-007",
    title="An account with a trail has GuardDuty on",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="MON-03",
    why="Stolen credentials are used within minutes; GuardDuty reads the trail, the network and DNS as they come.",
    fix="Make an aws.guardduty.Detector in the Region of the trail; the foundation layer does.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "detector", enable=False),
    offending="detector.enable",
)
def account_has_a_detector(stack: StackView) -> Iterator[Outcome]:
    for trail in stack.of_type(TRAIL):
        on = some(
            same_region(trail, detector) & detector["enable"].holds(is_true, when_missing=True)
            for detector in stack.of_type(DETECTOR)
        )
        yield trail.outcome(held(Service.GUARDDUTY) | on, "no detector of GuardDuty is on beside the trail")


@resource_rule(
    id="LZ-MON-008",
    title="GuardDuty reads what is done to objects, clusters, nodes and functions",
    severity=Severity.HIGH,
    types=(DETECTOR,),
    control="MON-03",
    why="Weights are stolen through S3, GPUs are taken through a pod: neither shows in what a detector reads anyway.",
    fix="Make aws.guardduty.DetectorFeature for each source with status ENABLED; components.detection does.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "eks-audit-logs", status="DISABLED"),
    offending="eks-audit-logs.status",
    decides=("lambda-network-logs.name", "runtime-monitoring.name", "s3-data-events.name"),
)
def detector_reads_every_source(detector: View) -> Iterator[Outcome]:
    features, perhaps = detector.stack.attached(detector, "detectorId", DETECTOR_FEATURE, identities=("id",))
    more = Verdict.UNKNOWN if perhaps else Verdict.FAIL
    for names in _SOURCES:
        read = some(f["name"].holds(one_of(*names)) & f["status"].holds(one_of("ENABLED")) for f in features)
        yield detector.outcome(read | more, f"{names[0]} is not read")


@graph_rule(
    id="LZ-MON-009",
    title="What GuardDuty finds reaches people",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="MON-01",
    why="A finding that waits in a console is read the morning after; the clock of Art. 73 and Art. 33 runs since.",
    fix="Make an aws.cloudwatch.EventRule of aws.guardduty with the alarm topic as its target; EventWatch does.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "findings", eventPattern=events("aws.health")),
    offending="findings.eventPattern",
)
def findings_reach_people(stack: StackView) -> Iterator[Outcome]:
    told = _tells_of(stack, "aws.guardduty", "GuardDuty Finding")
    for trail in stack.of_type(TRAIL):
        yield trail.outcome(told, "no rule over events tells people what GuardDuty finds")


@graph_rule(
    id="LZ-MON-010",
    title="Drift of a model that is watched reaches people",
    severity=Severity.HIGH,
    types=(SCHEDULE,),
    control="MON-01",
    why="A monitor that nobody hears measures how long a wrong model was in use.",
    fix="Make an aws.cloudwatch.EventRule of aws.sagemaker, or an alarm on the monitor's metrics, that tells a topic.",
    good=MONITORING,
    bad=changed(MONITORING, "violations-target", arn="arn:aws:sqs:eu-west-1:111122223333:drift"),
    offending="violations-target.arn",
)
def drift_reaches_people(stack: StackView) -> Iterator[Outcome]:
    told = _tells_of(stack, "aws.sagemaker", "SageMaker Processing Job State Change")
    told |= some(
        alarm["namespace"].holds(lambda raw: "sagemaker/Endpoints" in str(raw)) for alarm in stack.of_type(ALARM)
    )
    for monitored in stack.of_type(SCHEDULE):
        yield monitored.outcome(told, "nothing tells people what the monitor finds")


def _tells_of(stack: StackView, source: str, kind: str) -> Verdict:
    """Whether a rule over events of this source and kind tells people."""
    return some(_matches(rule, source, kind) & _is_on(rule) & _tells(rule) for rule in stack.of_type(EVENT_RULE))


def _matches(rule: View, source: str, kind: str) -> Verdict:
    pattern = opened(rule["eventPattern"])
    kinds = pattern.at("detail-type")
    of_kind = some(one.holds(one_of(kind)) for one in kinds.each()) | Verdict.of(kinds.missing)
    return some(one.holds(one_of(source)) for one in pattern.at("source").each()) & of_kind


def _is_on(rule: View) -> Verdict:
    enabled = ~rule["state"].holds(one_of("DISABLED"))
    return enabled & rule["isEnabled"].holds(lambda raw: not is_false(raw), when_missing=True)


def _tells(rule: View) -> Verdict:
    targets, perhaps = rule.stack.attached(rule, "rule", EVENT_TARGET, identities=("name",))
    return some(_reaches_people(target) for target in targets) | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)


def _reaches_people(target: View) -> Verdict:
    """A topic somebody subscribed to, a topic of another stack, or a plan of Incident Manager."""
    subscriptions = list(target.stack.of_type(TOPIC_SUBSCRIPTION))
    for source in target.sources("arn"):
        if source.type == TOPIC_SUBSCRIPTION:
            return Verdict.PASS
        if source.type == TOPIC:
            return some(subscription.refers_to("topic", source, "arn") for subscription in subscriptions)
    return target["arn"].holds(lambda raw: str(raw).startswith(("arn:aws:sns:", "arn:aws:ssm-incidents:")))


@resource_rule(
    id="LZ-MON-011",
    title="Somebody hears that a guardrail steps in",
    severity=Severity.HIGH,
    types=(GUARDRAIL,),
    control="MON-02",
    why="An attack on the prompt shows nowhere else: what was blocked is written into no answer and no record.",
    fix="Alarm on InvocationsIntervened of AWS/Bedrock/Guardrails; components.guardrail.intervention_alarm does.",
    good=MODELS,
    bad=placed(MODELS, "interventions", ("metricQueries", 0, "metric", "metricName"), "Invocations"),
    offending="interventions.metricQueries[0].metric.metricName",
    decides=("interventions.metricQueries[1]",),
)
def interventions_are_heard(guardrail: View) -> Iterator[Outcome]:
    heard = some(
        metric.is_(_GUARDRAILS, _INTERVENED) & _of(guardrail, alarm, metric)
        for alarm in counting(guardrail.stack, _INTERVENED)
        for metric in measured(alarm)
    )
    yield guardrail.outcome(heard, "no alarm counts how often it intervenes")


def _of(guardrail: View, alarm: View, metric: Measured) -> Verdict:
    """Whether a metric counts this guardrail: by its ARN, or all of them where it names none."""
    arn = metric.dimensions.at("GuardrailArn")
    tied = any(source.urn == guardrail.urn for source in alarm.sources(metric.prop))
    own = guardrail["guardrailArn"]
    return Verdict.of(tied or arn.missing) | arn.holds(lambda raw: own.known and raw == own.raw)
