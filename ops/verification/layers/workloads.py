"""Kubernetes objects."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import WorkloadsContract
from ops.verification import objects
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(contract: WorkloadsContract, account: Account) -> Iterator[Line]:
    """Every object and release, asked of the cluster's own API server."""
    name = contract.cluster
    if name is None:
        return
    cluster = Once(lambda: account.cluster(name, contract.region))
    for held in contract.objects:
        yield from objects.check(held, cluster, account)
    for release in contract.releases:
        yield from objects.check_release(release, cluster, account)
