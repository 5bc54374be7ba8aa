"""Identity, keys and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import FoundationContract
from ops.verification import anomaly_watch, buckets, budgets, detection, keys, log_groups, roles, topics, trail
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: FoundationContract, account: Account) -> Iterator[Line]:
    """Roles, keys, the archive, the trail, log groups, topics, the budget, and what watches spending and threats."""
    yield from roles.check(contract.roles, contract.region, account)
    for key in contract.keys.values():
        yield from keys.check(key, account)
    yield from buckets.check(contract.archive, account)
    if contract.trail is not None:
        yield from trail.check(contract.trail, account)
    for group in contract.log_groups:
        yield from log_groups.check(group, account)
    yield from topics.check(contract, account)
    yield from budgets.check(contract.budget, account, contract.account, contract.region)
    if contract.anomaly_watch is not None:
        yield from anomaly_watch.check(contract.anomaly_watch, contract.region, account)
    if contract.detection is not None:
        yield from detection.check(contract.detection, contract.alarm_topic, contract.region, account)
