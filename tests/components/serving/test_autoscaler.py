"""KEDA in a closed namespace."""

from __future__ import annotations

from components.serving.autoscaler import Autoscaler, AutoscalerArgs
from tests.manifests import only, refused
from tests.synth import Declared, synth


def _autoscaler() -> Declared:
    return synth(lambda: Autoscaler("autoscaler", AutoscalerArgs(control_plane=("10.32.0.0/16",), port=8000)))


def test_an_api_server_takes_the_objects() -> None:
    """By Kubernetes' schemas."""
    assert [] == refused(_autoscaler())


def test_the_chart_is_pinned_and_comes_into_a_namespace_that_is_closed_already() -> None:
    """Helm makes none of its own."""
    declared = _autoscaler()
    release = declared.only("kubernetes:helm.sh/v3:Release")

    assert ("keda", "2.19.0", "https://kedacore.github.io/charts") == (
        release["chart"],
        release["version"],
        release["repositoryOpts"]["repo"],
    )
    assert only(declared, "Namespace")["metadata"]["name"] == release["namespace"]
    assert only(declared, "NetworkPolicy", "ways").urn in release.dependencies
    assert "createNamespace" not in release.inputs


def test_the_network_lets_through_the_api_server_and_the_queues() -> None:
    """Metrics and admission in; the API server, names, and systems' own port out; the parts among themselves."""
    ways = only(_autoscaler(), "NetworkPolicy", "ways")["spec"]

    assert [6443, 9443] == [port["port"] for port in ways["ingress"][0]["ports"]]
    assert [{"ipBlock": {"cidr": "10.32.0.0/16"}}] == ways["ingress"][0]["from"] == ways["egress"][1]["to"]
    queues = ways["egress"][3]
    assert [8000] == [port["port"] for port in queues["ports"]]
    assert "lz/system" == queues["to"][0]["namespaceSelector"]["matchExpressions"][0]["key"]


def test_two_of_each_part_run_and_one_at_a_time_is_disturbed() -> None:
    """Without it no model gets another replica."""
    values = _autoscaler().only("kubernetes:helm.sh/v3:Release")["values"]

    assert {2} == {values[part]["replicaCount"] for part in ("operator", "metricsServer", "webhooks")}
    assert {1} == {budget["maxUnavailable"] for budget in values["podDisruptionBudget"].values()}
