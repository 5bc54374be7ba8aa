"""The watch over spending: over every service, once a day, mailed to who owns the environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.cost import AnomalyWatchContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_IMPACT = "ThresholdExpression.Dimensions"


def check(watch: AnomalyWatchContract, region: str, account: Account) -> Iterator[Line]:
    """The monitor, and the subscription that tells of it."""
    explorer = account.client("ce", region)
    thing = account.thing("spending watch", watch.arn.rpartition("/")[2])
    monitors = Once(lambda: explorer.get_anomaly_monitors(MonitorArnList=[watch.arn])["AnomalyMonitors"])
    told = Once(lambda: explorer.get_anomaly_subscriptions(MonitorArn=watch.arn)["AnomalySubscriptions"])
    yield thing.holds("watches by", "SERVICE", lambda: jmespath.search("[0].MonitorDimension", monitors()))
    yield thing.holds("mails", [watch.mails], lambda: _mailed(told()) or None)
    yield thing.holds("tells", "DAILY", lambda: jmespath.search("[0].Frequency", told()))
    yield thing.holds("tells from (USD)", f"{watch.least}", lambda: _least(jmespath.search("[0]", told()) or {}))


def _mailed(subscriptions: list[dict[str, Any]]) -> list[str]:
    """Who declined is mailed nothing."""
    mailed = jmespath.search("[].Subscribers[?Type=='EMAIL' && Status!='DECLINED'].Address[]", subscriptions)
    return sorted(mailed or ())


def _least(subscription: dict[str, Any]) -> str | None:
    """The dollars of an anomaly that are enough; another expression in AWS's words."""
    key, options, values = (
        jmespath.search(f"{_IMPACT}.{part}", subscription) for part in ("Key", "MatchOptions", "Values")
    )
    if (key, options) == ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", ["GREATER_THAN_OR_EQUAL"]):
        return f"{float(values[0]):g}"
    expression = subscription.get("ThresholdExpression")
    return None if expression is None else str(expression)
