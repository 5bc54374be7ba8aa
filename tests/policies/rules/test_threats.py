"""What the rules about threats say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, changed, linked
from policies.rules.examples.data import ALARM
from policies.rules.examples.lifecycle import MONITORING
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.rules.examples.models import GUARDRAIL_ARN, MODELS, interventions
from policies.rules.examples.watched import THREATS, TOLD, events
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
_GUARDRAILS, _INTERVENED = "AWS/Bedrock/Guardrails", "InvocationsIntervened"
TOPIC_ARN = f"arn:aws:sns:{REGION}:{ACCOUNT}:elsewhere"


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


@pytest.mark.parametrize(
    ("detector", "expected"),
    [({"enable": None}, PASS), ({"region": RECOVERY_REGION}, FAIL), ({"region": UNKNOWN}, UNSURE)],
)
def test_the_detector_is_on_beside_the_trail(detector: dict[str, Any], expected: Verdict) -> None:
    """AWS switches it on unless told otherwise; one of another Region sees nothing here."""
    assert expected is said("LZ-MON-007", changed(ACCOUNT_BASE, "detector", **detector))


def test_an_account_without_a_detector_fails_and_a_stack_without_a_trail_does_not() -> None:
    """The foundation alone is asked for what an account has once."""
    unwatched = tuple(example for example in ACCOUNT_BASE if example not in (*THREATS, *TOLD))

    assert (FAIL, FAIL) == (said("LZ-MON-007", unwatched), said("LZ-MON-009", unwatched))
    assert (PASS, PASS) == (said("LZ-MON-007", TOLD), said("LZ-MON-009", TOLD))


@pytest.mark.parametrize("name", ["s3-data-events", "eks-audit-logs", "lambda-network-logs", "runtime-monitoring"])
def test_each_source_is_asked_for(name: str) -> None:
    """By a feature of this very detector that is on."""
    assert FAIL is said("LZ-MON-008", without(ACCOUNT_BASE, name))
    assert FAIL is said("LZ-MON-008", changed(ACCOUNT_BASE, name, detectorId="another"))
    assert UNSURE is said("LZ-MON-008", changed(ACCOUNT_BASE, name, detectorId=UNKNOWN))
    assert UNSURE is said("LZ-MON-008", changed(ACCOUNT_BASE, name, status=UNKNOWN))


def test_a_feature_names_its_detector_by_id() -> None:
    """One of an account that another program made, or an edge to one of this."""
    named = changed(changed(ACCOUNT_BASE, "detector", id="12abc"), "s3-data-events", detectorId="12abc")

    assert PASS is said("LZ-MON-008", named)


def test_the_older_feature_watches_the_nodes_of_clusters_as_well() -> None:
    """AWS replaced it by one that also knows Fargate and EC2."""
    assert PASS is said("LZ-MON-008", changed(ACCOUNT_BASE, "runtime-monitoring", name="EKS_RUNTIME_MONITORING"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"state": "DISABLED"}, FAIL),
        ({"state": "ENABLED"}, PASS),
        ({"isEnabled": False}, FAIL),
        ({"isEnabled": True}, PASS),
        ({"eventPattern": None}, FAIL),
        ({"eventPattern": "no JSON"}, FAIL),
        ({"eventPattern": events("aws.guardduty", **{"detail-type": ["GuardDuty Finding"]})}, PASS),
        ({"eventPattern": events("aws.guardduty", **{"detail-type": ["Something else"]})}, FAIL),
        ({"eventPattern": {"source": ["aws.health", UNKNOWN]}}, UNSURE),
        ({"eventPattern": {"source": ["aws.health", "aws.guardduty"]}}, PASS),
    ],
)
def test_a_rule_over_events_must_match_findings_and_be_on(rule: dict[str, Any], expected: Verdict) -> None:
    """A pattern without kinds matches them all."""
    assert expected is said("LZ-MON-009", changed(ACCOUNT_BASE, "findings", **rule))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(ACCOUNT_BASE, "findings-target"), FAIL),
        (changed(ACCOUNT_BASE, "findings-target", rule="another"), FAIL),
        (changed(ACCOUNT_BASE, "findings-target", rule="lz-prod-threat-found"), PASS),
        (changed(ACCOUNT_BASE, "findings-target", rule=UNKNOWN), UNSURE),
        (without(ACCOUNT_BASE, "owner"), FAIL),
        (changed(ACCOUNT_BASE, "owner", topic=TOPIC_ARN), FAIL),
        (changed(changed(ACCOUNT_BASE, "alarms", arn=TOPIC_ARN), "owner", topic=TOPIC_ARN), PASS),
        (linked(ACCOUNT_BASE, "findings-target", arn="owner"), PASS),
        (changed(ACCOUNT_BASE, "findings-target", arn=TOPIC_ARN), PASS),
        (changed(ACCOUNT_BASE, "findings-target", arn=f"arn:aws:ssm-incidents::{ACCOUNT}:response-plan/ai"), PASS),
        (changed(ACCOUNT_BASE, "findings-target", arn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:pile"), FAIL),
        (changed(ACCOUNT_BASE, "findings-target", arn=UNKNOWN), UNSURE),
        (linked(ACCOUNT_BASE, "findings-target", arn="detector"), UNSURE),
    ],
)
def test_a_target_is_somebody_who_reads(stack: Examples, expected: Verdict) -> None:
    """A topic with a subscriber, a topic of another stack, or a plan of Incident Manager; a queue is a pile."""
    assert expected is said("LZ-MON-009", stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(MONITORING, "violations", "violations-target"), FAIL),
        (without(MONITORING, "schedule", "violations-target"), PASS),
        (changed(MONITORING, "violations", eventPattern=events("aws.guardduty")), FAIL),
        (
            changed(
                MONITORING,
                "violations",
                eventPattern=events("aws.sagemaker", **{"detail-type": ["SageMaker Processing Job State Change"]}),
            ),
            PASS,
        ),
        (
            changed(MONITORING, "violations", eventPattern=events("aws.sagemaker", **{"detail-type": ["Endpoint"]})),
            FAIL,
        ),
    ],
)
def test_drift_is_told_of_by_events_of_sagemaker(stack: Examples, expected: Verdict) -> None:
    """Of a monitor's jobs, or of all of SageMaker; where nothing is monitored nothing is asked."""
    assert expected is said("LZ-MON-010", stack)


@pytest.mark.parametrize(
    ("namespace", "expected"),
    [("/aws/sagemaker/Endpoints/data-metrics", PASS), ("AWS/Lambda", FAIL), (UNKNOWN, UNSURE)],
)
def test_drift_is_told_of_by_an_alarm_on_what_the_monitor_measures(namespace: Any, expected: Verdict) -> None:
    """The alarm's own actions are another rule's matter."""
    quiet = without(MONITORING, "violations", "violations-target")

    assert expected is said("LZ-MON-010", (*quiet, aws(ALARM, "drifted", namespace=namespace)))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(MODELS, "interventions"), FAIL),
        (changed(MODELS, "interventions", metricQueries=interventions({"GuardrailArn": GUARDRAIL_ARN})), FAIL),
        (
            changed(
                changed(MODELS, "interventions", metricQueries=interventions({"GuardrailArn": GUARDRAIL_ARN})),
                "guardrail",
                guardrailArn=GUARDRAIL_ARN,
            ),
            PASS,
        ),
        (
            changed(
                changed(MODELS, "interventions", metricQueries=interventions({"GuardrailArn": GUARDRAIL_ARN})),
                "guardrail",
                guardrailArn=f"{GUARDRAIL_ARN}other",
            ),
            FAIL,
        ),
        (changed(MODELS, "interventions", metricQueries=interventions({"GuardrailArn": UNKNOWN})), UNSURE),
        (changed(MODELS, "interventions", metricQueries=interventions({"Operation": "ApplyGuardrail"})), PASS),
        (changed(MODELS, "interventions", metricQueries=UNKNOWN), UNSURE),
        (changed(MODELS, "interventions", metricQueries=None, namespace=_GUARDRAILS, metricName=_INTERVENED), PASS),
        (
            changed(
                linked(MODELS, "interventions", dimensions="guardrail"),
                "interventions",
                metricQueries=None,
                namespace=_GUARDRAILS,
                metricName=_INTERVENED,
            ),
            PASS,
        ),
        (changed(MODELS, "interventions", metricQueries=None, namespace="AWS/Lambda", metricName=_INTERVENED), FAIL),
        (changed(MODELS, "interventions", metricQueries=None, namespace=_GUARDRAILS, metricName="Invocations"), FAIL),
    ],
)
def test_an_alarm_counts_what_this_guardrail_stops(stack: Examples, expected: Verdict) -> None:
    """By itself or in a calculation, this guardrail or all of them; another's is another's."""
    assert expected is said("LZ-MON-011", stack)
