"""The watch over the account's spending."""

from __future__ import annotations

from components.cost.anomaly_watch import AnomalyWatch, AnomalyWatchArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


def a_watch(*, unknown: bool = False) -> Declared:
    args = AnomalyWatchArgs(environment="prod", monthly=60000.0, owner="platform@example.com")
    return synth(lambda: AnomalyWatch("anomaly-watch", args), unknown=unknown)


def test_every_service_of_the_account_is_watched() -> None:
    """A member account may have this kind of monitor and no other."""
    monitor = a_watch().only(MONITOR)

    assert ("DIMENSIONAL", "SERVICE") == (monitor["monitorType"], monitor["monitorDimension"])


def test_the_owner_is_mailed_once_a_day() -> None:
    """About every anomaly that costs at least a fiftieth of the month's budget."""
    subscription = a_watch().only(SUBSCRIPTION)

    assert [{"type": "EMAIL", "address": "platform@example.com"}] == subscription["subscribers"]
    assert "DAILY" == subscription["frequency"]
    dimension = subscription["thresholdExpression"]["dimension"]
    assert ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", ["1200"]) == (dimension["key"], dimension["values"])


def test_the_output_waits_for_the_subscription() -> None:
    """A monitor that nobody is subscribed to watches for nobody."""
    assert {"arn": UNKNOWN} == a_watch(unknown=True).outputs_of("lz:cost:AnomalyWatch")
