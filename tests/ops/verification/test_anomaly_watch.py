"""The watch over spending, as AWS would answer; moto has none."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from botocore.exceptions import ClientError

from config.contracts.cost import AnomalyWatchContract
from engine.standin.lifecycle import is_state_only
from ops.verification import anomaly_watch
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, kept, unchecked

OWNER = "sre@example.com"
WATCH = AnomalyWatchContract(arn=f"arn:aws:ce::{ACCOUNT}:anomalymonitor/0123", least=242, mails=OWNER)
PROMISES = {"watches by", "mails", "tells", "tells from (USD)"}
MONITOR = {"MonitorArn": WATCH.arn, "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}


def _mailed(address: str = OWNER, status: str = "CONFIRMED") -> dict[str, str]:
    return {"Type": "EMAIL", "Address": address, "Status": status}


def _from(dollars: str, key: str = "ANOMALY_TOTAL_IMPACT_ABSOLUTE") -> dict[str, Any]:
    return {"Dimensions": {"Key": key, "MatchOptions": ["GREATER_THAN_OR_EQUAL"], "Values": [dollars]}}


GOOD = {"Frequency": "DAILY", "Subscribers": [_mailed()], "ThresholdExpression": _from("242.0")}


class Explorer:
    """Answers for one monitor and its one subscription, or has neither."""

    def __init__(self, monitor: dict[str, Any] | None, subscription: dict[str, Any] | None) -> None:
        self._monitor, self._subscription = monitor, subscription

    def get_anomaly_monitors(self, **asked: Any) -> dict[str, Any]:
        assert {"MonitorArnList": [WATCH.arn]} == asked
        if self._monitor is None:
            raise ClientError({"Error": {"Code": "UnknownMonitorException", "Message": ""}}, "GetAnomalyMonitors")
        return {"AnomalyMonitors": [self._monitor]}

    def get_anomaly_subscriptions(self, **asked: Any) -> dict[str, Any]:
        assert {"MonitorArn": WATCH.arn} == asked
        return {"AnomalySubscriptions": [] if self._subscription is None else [self._subscription]}


def _account(monitor: dict[str, Any] | None, subscription: dict[str, Any] | None) -> Account:
    return Account(lambda _service, _region: Explorer(deepcopy(monitor), deepcopy(subscription)))


def test_a_good_watch_keeps_every_promise() -> None:
    """The monitor by its ARN, the subscription by the monitor."""
    lines = list(anomaly_watch.check(WATCH, HERE, _account(MONITOR, GOOD)))

    assert {} == differing(lines)
    assert PROMISES == kept(lines)


def test_a_monitor_of_something_else_differs() -> None:
    """It would be silent about every service."""
    account = _account({**MONITOR, "MonitorDimension": "LINKED_ACCOUNT"}, GOOD)

    assert {"watches by": "LINKED_ACCOUNT"} == differing(anomaly_watch.check(WATCH, HERE, account))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Frequency": "WEEKLY"}, {"tells": "WEEKLY"}),
        ({"Subscribers": [_mailed("other@example.com")]}, {"mails": "other@example.com"}),
        ({"Subscribers": [_mailed(status="DECLINED")]}, {"mails": "nothing"}),
        ({"ThresholdExpression": _from("10000")}, {"tells from (USD)": "10000"}),
        (
            {"ThresholdExpression": _from("40", "ANOMALY_TOTAL_IMPACT_PERCENTAGE")},
            {"tells from (USD)": str(_from("40", "ANOMALY_TOTAL_IMPACT_PERCENTAGE"))},
        ),
        ({"ThresholdExpression": None}, {"tells from (USD)": "nothing"}),
    ],
)
def test_another_subscription_differs(change: dict[str, Any], found: dict[str, str]) -> None:
    """One thing at a time."""
    assert found == differing(anomaly_watch.check(WATCH, HERE, _account(MONITOR, {**GOOD, **change})))


def test_what_is_gone_differs() -> None:
    """A monitor that nobody is subscribed to is as silent as none."""
    assert {"watches by": "nothing"} == differing(anomaly_watch.check(WATCH, HERE, _account(None, GOOD)))
    found = differing(anomaly_watch.check(WATCH, HERE, _account(MONITOR, None)))
    assert dict.fromkeys(PROMISES - {"watches by"}, "nothing") == found


def test_the_sandbox_says_that_it_cannot_tell(account: Account) -> None:
    """By the mark of what exists in the state alone, and by moto that knows no such call."""
    held = WATCH.model_copy(update={"arn": f"arn:aws:ce::{ACCOUNT}:anomalymonitor/stateonly0123"})
    lines = list(anomaly_watch.check(held, HERE, Account(client, state_only=is_state_only)))

    assert dict.fromkeys(PROMISES, "the sandbox keeps it as state only") == unchecked(lines)
    assert PROMISES == set(unchecked(anomaly_watch.check(WATCH, HERE, account)))
