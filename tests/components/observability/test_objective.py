"""A service level objective as alarms."""

from __future__ import annotations

from components.observability.metrics import decisions
from components.observability.objective import ServiceObjective, ServiceObjectiveArgs
from components.observability.plan import Ratio
from tests.synth import Declared, synth

WINDOW = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOLD = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"


def an_objective(budget: float = 0.001, *, unknown: bool = False) -> Declared:
    bad = (decisions("fraud-scoring", "Exhausted"),)
    args = ServiceObjectiveArgs(
        environment="prod",
        system="fraud-scoring",
        objective="availability",
        meaning="got no answer",
        budget=budget,
        indicator=Ratio(bad=bad, total=(decisions("fraud-scoring", "Served"), *bad)),
        runbook="slo-availability",
        region="eu-west-1",
        topic_arn=TOPIC,
        tags={"lz:system": "fraud-scoring"},
    )
    return synth(lambda: ServiceObjective("fraud-scoring-availability", args), unknown=unknown)


def test_three_alarms_tell_somebody() -> None:
    """Each when both of its windows burn, and again when they do not any more."""
    told = {alarm["alarmName"]: alarm for alarm in an_objective().of_type(TOLD)}

    names = [f"lz-prod-fraud-scoring-availability-{window}" for window in ("fast", "slow", "trend")]
    assert names == sorted(told)
    assert {(TOPIC,)} == {tuple(alarm["alarmActions"]) for alarm in told.values()}
    assert {(TOPIC,)} == {tuple(alarm["okActions"]) for alarm in told.values()}
    assert (
        'ALARM("lz-prod-fraud-scoring-availability-fast-1h") AND ALARM("lz-prod-fraud-scoring-availability-fast-5m")'
        == told[names[0]]["alarmRule"]
    )


def test_a_window_tells_nobody_by_itself() -> None:
    """Half a condition is no reason to wake anybody."""
    assert [] == [alarm["name"] for alarm in an_objective().of_type(WINDOW) if "alarmActions" in alarm.inputs]


def test_the_description_says_how_urgent_it_is_and_what_to_open() -> None:
    """In its first word and its last line."""
    told = {alarm["alarmName"].rsplit("-", 1)[1]: alarm["alarmDescription"] for alarm in an_objective().of_type(TOLD)}

    assert told["fast"].startswith("page: more than 1.44 % of requests of fraud-scoring got no answer, for 1h")
    assert told["trend"].startswith("ticket: more than 0.1 %")
    assert {"runbook: docs/runbooks/slo-availability.md"} == {text.splitlines()[-1] for text in told.values()}


def test_silence_is_no_failure() -> None:
    """A night without requests keeps the objective."""
    assert {"notBreaching"} == {alarm["treatMissingData"] for alarm in an_objective().of_type(WINDOW)}


def test_a_window_that_could_never_burn_has_no_alarm() -> None:
    """With a tenth of all requests allowed to fail, 14.4 times that is more than all of them."""
    told = {alarm["alarmName"].rsplit("-", 1)[1] for alarm in an_objective(0.1).of_type(TOLD)}

    assert {"slow", "trend"} == told


def test_everything_is_known_before_the_first_deploy() -> None:
    """Names, rules and thresholds: a first preview can judge them, and a rollout can name them."""
    declared = an_objective(unknown=True)

    assert ["lz-prod-fraud-scoring-availability-fast"] == [
        alarm["alarmName"] for alarm in declared.of_type(TOLD) if alarm["alarmName"].endswith("fast")
    ]
    assert 6 == len(declared.of_type(WINDOW))


def test_the_outputs_are_the_names() -> None:
    """What verify asks for."""
    outputs = an_objective().outputs_of("lz:observability:ServiceObjective")

    assert [f"lz-prod-fraud-scoring-availability-{window}" for window in ("fast", "slow", "trend")] == outputs["alarms"]
    assert 6 == len(outputs["windows"])
