"""Objectives of AI systems in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.systems import ObjectiveContract, SystemContract, SystemsContract
from ops.verification import objectives
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked

WINDOWS = ["lz-test-fraud-availability-fast-1h", "lz-test-fraud-availability-fast-5m"]


@pytest.fixture
def contract(account: Account) -> SystemsContract:
    """Two windows and two boards; the rest of the contract is not looked at."""
    del account
    cloudwatch = client("cloudwatch", HERE)
    for name in WINDOWS:
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="Exhausted",
            Namespace="LZ/Decisions",
            Period=300,
            Statistic="Sum",
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
    cloudwatch.put_metric_alarm(
        AlarmName="lz-test-fraud-drift",
        Metrics=[
            {
                "Id": "sure",
                "MetricStat": {
                    "Metric": {"Namespace": "LZ/Decisions", "MetricName": "Confidence"},
                    "Period": 3600,
                    "Stat": "Average",
                },
            },
            {"Id": "usual", "Expression": "ANOMALY_DETECTION_BAND(sure, 3)"},
        ],
        EvaluationPeriods=6,
        ThresholdMetricId="usual",
        ComparisonOperator="LessThanLowerOrGreaterThanUpperThreshold",
        AlarmActions=[f"arn:aws:sns:{HERE}:123456789012:alarms"],
    )
    for name in ("lz-test-fraud", "lz-test-estate"):
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody='{"widgets": []}')
    objective = ObjectiveContract(alarms=["lz-test-fraud-availability-fast"], windows=WINDOWS)
    system = SystemContract.model_construct(
        name="fraud", objectives={"availability": objective}, drift="lz-test-fraud-drift", dashboard="lz-test-fraud"
    )
    return SystemsContract.model_construct(region=HERE, systems={"fraud": system}, dashboard="lz-test-estate")


def test_windows_and_boards_are_there(contract: SystemsContract, account: Account) -> None:
    """What moto knows is ok; what it does not is said to be not checkable, and never ok."""
    lines = list(objectives.check(contract, account))

    assert {"has the windows", "tells somebody", "exists"} == kept(lines)
    assert {"tells somebody by": "moto has no alarms over alarms"} == unchecked(lines)
    assert [
        "objective fraud availability",
        "drift alarm lz-test-fraud-drift",
        "dashboard lz-test-fraud",
        "dashboard lz-test-estate",
    ] == list(dict.fromkeys(line.thing for line in lines))


def test_a_missing_window_differs(contract: SystemsContract, account: Account) -> None:
    """The alarm over it could never be red."""
    client("cloudwatch", HERE).delete_alarms(AlarmNames=WINDOWS[:1])

    assert {"has the windows": "lz-test-fraud-availability-fast-5m"} == differing(objectives.check(contract, account))


@pytest.mark.parametrize("silent", [True, False])
def test_drift_that_nobody_hears_of_differs(contract: SystemsContract, account: Account, silent: bool) -> None:  # noqa: FBT001  a parametrized value
    """An alarm that is gone, or tells nobody."""
    cloudwatch = client("cloudwatch", HERE)
    if silent:
        cloudwatch.put_metric_alarm(
            AlarmName="lz-test-fraud-drift",
            MetricName="Confidence",
            Namespace="LZ/Decisions",
            Period=3600,
            Statistic="Average",
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="LessThanThreshold",
        )
    else:
        cloudwatch.delete_alarms(AlarmNames=["lz-test-fraud-drift"])

    assert {"tells somebody": "nothing"} == differing(objectives.check(contract, account))


def test_a_missing_board_differs(contract: SystemsContract, account: Account) -> None:
    """Whoever is called has nothing to look at."""
    client("cloudwatch", HERE).delete_dashboards(DashboardNames=["lz-test-estate"])

    assert {"exists": "nothing"} == differing(objectives.check(contract, account))
