"""Clusters in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract
from ops.verification import clusters
from ops.verification.account import Account
from tests.ops.verification import platform
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked

NOT_IN_MOTO = {"access by", "upgrades by itself after", "zonal shift", "protected from deletion"}


def test_a_good_cluster_keeps_what_it_promised(network: NetworkContract, account: Account) -> None:
    """What moto keeps nothing of, and its add-ons, are said to be not checkable, never ok."""
    lines = list(clusters.check(platform.cluster(network), HERE, account))

    assert {} == differing(lines)
    assert {
        "public endpoint",
        "private endpoint",
        "secrets encrypted with",
        "logs",
        "version",
        "repairs nodes",
        "metadata by",
        "metadata hops",
        "volumes encrypted with",
        "public addresses",
    } <= kept(lines)
    assert NOT_IN_MOTO <= set(unchecked(lines))


def test_a_public_endpoint_differs(network: NetworkContract, account: Account) -> None:
    """Somebody opened the API to the internet by hand."""
    found = differing(clusters.check(platform.cluster(network, public=True), HERE, account))

    assert {"public endpoint": "yes"} == found


def test_a_log_that_was_switched_off_differs(network: NetworkContract, account: Account) -> None:
    """The audit log is the first to go."""
    contract = platform.cluster(network)
    off = [kind for kind in platform.LOGS if kind != "audit"]
    client("eks", HERE).update_cluster_config(
        name=platform.NAME, logging={"clusterLogging": [{"types": off, "enabled": True}]}
    )

    assert {"logs": ", ".join(sorted(off))} == differing(clusters.check(contract, HERE, account))


def test_nodes_that_answer_without_a_token_differ(network: NetworkContract, account: Account) -> None:
    """Metadata by version 1 gives credentials to whoever makes the node ask."""
    found = differing(clusters.check(platform.cluster(network, tokens="optional"), HERE, account))

    assert {"metadata by": "optional"} == found


def test_a_cluster_that_is_gone_differs_in_what_is_asked_of_it(network: NetworkContract, account: Account) -> None:
    """Absent is an answer, and not the promised one."""
    contract = platform.cluster(network)
    eks = client("eks", HERE)
    eks.delete_nodegroup(clusterName=platform.NAME, nodegroupName="lz-test-system")
    eks.delete_cluster(name=platform.NAME)

    found = differing(clusters.check(contract, HERE, account))

    assert {"status", "public endpoint", "version", "secrets encrypted with", "logs"} <= set(found)
    assert {"nothing"} == set(found.values())
