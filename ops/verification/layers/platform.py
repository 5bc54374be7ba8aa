"""What systems run on."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import PlatformContract
from ops.verification import budgets, clusters, invocation_logging, nodes, pod_roles, repositories, ways
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: PlatformContract, account: Account) -> Iterator[Line]:
    """The log of model calls; the cluster, its nodes and pools, who gets which role, images, the ways in to models."""
    yield from invocation_logging.check(contract.invocation_logging, account)
    yield _api_logging(contract, account)
    cluster = contract.cluster
    if cluster is not None:
        yield from clusters.check(cluster, contract.region, account)
    yield from nodes.check(contract, account)
    if cluster is not None:
        for held in (*contract.controllers.values(), *contract.weights.values()):
            yield from pod_roles.check(held, cluster.name, contract.region, account)
    for repository in contract.repositories:
        yield from repositories.check(repository, contract.region, account)
    yield from ways.check(contract, account)
    for budget in contract.budgets.values():
        yield from budgets.check(budget, account, contract.account, contract.region)


def _api_logging(contract: PlatformContract, account: Account) -> Line:
    client = account.client("apigateway", contract.region)
    return account.thing("API logging", contract.region).holds(
        "writes with", contract.api_logging_role, lambda: client.get_account().get("cloudwatchRoleArn")
    )
