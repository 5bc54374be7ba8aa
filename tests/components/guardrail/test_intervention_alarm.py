"""Who hears that a guardrail steps in."""

from __future__ import annotations

import pytest

from components.guardrail.guardrail import Guardrail
from components.guardrail.intervention_alarm import LEAST, SHARE, InterventionAlarm, InterventionAlarmArgs
from graph.model import UNKNOWN
from tests.components.guardrail.test_guardrail import ARGS, GUARDRAIL
from tests.synth import Declared, synth

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def declared(*, unknown: bool = False) -> Declared:
    def program() -> None:
        guardrail = Guardrail("support", ARGS)
        args = InterventionAlarmArgs(
            alarm="lz-prod-support-guardrail-intervenes",
            system="support",
            guardrail_arn=guardrail.arn,
            version=guardrail.version,
            topic_arn="topic",
            tags={"lz:system": "support"},
        )
        InterventionAlarm("interventions", args)

    return synth(program, unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_version_in_force_is_counted(unknown: bool) -> None:  # noqa: FBT001  parametrized
    """Interventions and requests of the same series; the edge to the guardrail is known before its ARN is."""
    made = declared(unknown=unknown)
    alarm, guardrail = made.only(ALARM), made.only(GUARDRAIL)
    counted = {query["id"]: query["metric"] for query in alarm["metricQueries"] if "metric" in query}

    assert {"intervened": "InvocationsIntervened", "asked": "Invocations"} == {
        id_: metric["metricName"] for id_, metric in counted.items()
    }
    assert {"AWS/Bedrock/Guardrails"} == {metric["namespace"] for metric in counted.values()}
    assert {True} == {metric["dimensions"]["GuardrailVersion"] in {"1", UNKNOWN} for metric in counted.values()}
    assert guardrail.urn in alarm.property_dependencies["metricQueries"]


def test_a_handful_of_requests_and_silence_raise_nothing() -> None:
    """One of three is no attack, and at night nobody asks."""
    alarm = declared().only(ALARM)
    [share] = [query for query in alarm["metricQueries"] if query.get("returnData")]

    assert f"IF(asked >= {LEAST}, intervened / asked, 0)" == share["expression"]
    assert (SHARE, "GreaterThanThreshold", "notBreaching") == (
        alarm["threshold"],
        alarm["comparisonOperator"],
        alarm["treatMissingData"],
    )


def test_the_owner_hears_which_runbook_to_open() -> None:
    """And whose guardrail it is."""
    made = declared()
    alarm = made.only(ALARM)

    assert ["topic"] == alarm["alarmActions"]
    assert alarm["alarmDescription"].startswith("The guardrail of support intervened in more than 20%")
    assert alarm["alarmDescription"].endswith("runbook: docs/runbooks/guardrail-intervenes.md")
    assert {"alarm": "lz-prod-support-guardrail-intervenes"} == made.outputs_of("lz:guardrail:InterventionAlarm")
