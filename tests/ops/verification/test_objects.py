"""Kubernetes objects and releases, read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from config.contracts import WorkloadsContract
from config.contracts.workloads import ObjectContract, ReleaseContract
from engine.standin import corrections
from engine.standin_kubernetes.store import Key, Store
from ops.verification.account import Account, Cluster, UnreadableError
from ops.verification.layers.workloads import check
from ops.verification.objects import at
from ops.verification.outcome import Verdict
from ops.verification.sandbox_cluster import SandboxCluster
from tests.eks import create_cluster

REGION = "eu-west-1"
SCALER = {"spec": {"maxReplicaCount": 8, "paused": False, "triggers": [{"type": "metrics-api"}]}}
CONTRACT = WorkloadsContract(
    environment="dev",
    account="111122223333",
    region=REGION,
    cluster="lz-dev-cluster",
    objects=[
        ObjectContract(
            api_version="keda.sh/v1alpha1",
            kind="ScaledObject",
            namespace="assistant",
            name="vllm",
            system="assistant",
            promises={"spec.maxReplicaCount": "8", "spec.paused": "false", "spec.triggers[0].type": "metrics-api"},
        )
    ],
    releases=[ReleaseContract(name="keda", namespace="keda", chart="oci://example.com/charts/keda", version="2.19.0")],
)


class Held:
    """A cluster that holds what a test says."""

    def __init__(self, scaler: Mapping[str, Any] | None, release: Mapping[str, str] | None) -> None:
        self._scaler, self._release, self.asked = scaler, release, 0

    def get(self, api_version: str, kind: str, namespace: str | None, name: str) -> Mapping[str, Any] | None:
        assert ("keda.sh/v1alpha1", "ScaledObject", "assistant", "vllm") == (api_version, kind, namespace, name)
        self.asked += 1
        return self._scaler

    def release(self, namespace: str, name: str) -> Mapping[str, str] | None:
        assert ("keda", "keda") == (namespace, name)
        return self._release


def _verdicts(cluster: Cluster) -> dict[str, Verdict]:
    account = Account(lambda *_: None, cluster=lambda *_: cluster)
    return {f"{line.thing}: {line.promise}": line.verdict for line in check(CONTRACT, account)}


def test_what_is_as_promised_is_ok() -> None:
    """Numbers, truth values and list elements among it; an object is read once for all its promises."""
    cluster = Held(SCALER, {"chart": "keda", "version": "2.19.0"})

    assert {Verdict.OK} == set(_verdicts(cluster).values())
    assert 1 == cluster.asked


def test_what_is_not_there_or_other_differs() -> None:
    """An object that somebody deleted, a release of another version, a number that somebody changed."""
    changed = {"spec": {**SCALER["spec"], "maxReplicaCount": 80}}

    assert {Verdict.DIFFERS} == set(_verdicts(Held(None, None)).values())
    assert {
        "ScaledObject assistant/vllm: spec.maxReplicaCount",
        "release keda/keda: version",
    } == {
        about
        for about, verdict in _verdicts(Held(changed, {"chart": "keda", "version": "2.18.0"})).items()
        if verdict is Verdict.DIFFERS
    }


def test_a_cluster_that_cannot_be_asked_is_not_ok() -> None:
    """Each promise says why, and nothing is taken for kept."""

    def unreachable(*_: str) -> Cluster:
        raise UnreadableError("the API server does not answer")

    lines = list(check(CONTRACT, Account(lambda *_: None, cluster=unreachable)))

    assert {(Verdict.UNCHECKED, "the API server does not answer")} == {(line.verdict, line.reason) for line in lines}
    assert 6 == len(lines)
    assert {Verdict.UNCHECKED} == {line.verdict for line in check(CONTRACT, Account(lambda *_: None))}


def test_an_environment_without_a_cluster_promises_nothing() -> None:
    """There is nobody to ask."""
    assert [] == list(check(CONTRACT.model_copy(update={"cluster": None}), Account(lambda *_: None)))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("spec.triggers[0].type", "metrics-api"),
        ("spec.triggers[1].type", None),
        ('metadata.labels["a.b/c"]', "d"),
        ("metadata.labels.a", None),
        ("spec.triggers.type", None),
    ],
)
def test_a_path_leads_where_it_says(path: str, expected: Any) -> None:
    """Keys with dots are quoted; what leads nowhere leads to nothing."""
    held = {"metadata": {"labels": {"a.b/c": "d"}}, "spec": {"triggers": [{"type": "metrics-api"}]}}

    assert expected == at(held, path)


@mock_aws
def test_the_sandboxs_cluster_is_its_store(tmp_path: Path) -> None:
    """Found by the address that EKS gave it; what a store cannot hold is not checkable."""
    corrections.apply()

    def client(service: str, region: str) -> Any:
        return boto3.client(service, region_name=region)  # pyright: ignore[reportCallIssue, reportArgumentType]

    made = create_cluster(lambda service: client(service, REGION), "lz-dev-cluster")
    Store(tmp_path, made).create(Key("", "Namespace", "", "keda"), {"metadata": {"name": "keda"}})
    cluster = SandboxCluster(client, tmp_path, "lz-dev-cluster", REGION)

    assert (cluster.get("v1", "Namespace", None, "keda") or {})["metadata"]["uid"]
    assert cluster.get("v1", "Namespace", None, "other") is None
    with pytest.raises(UnreadableError, match="no CustomResourceDefinition"):
        cluster.get("example.com/v1", "Unheard", None, "it")
    with pytest.raises(UnreadableError, match="charts are not rendered"):
        cluster.release("keda", "keda")
    assert SandboxCluster(client, tmp_path, "gone", REGION).get("v1", "Namespace", None, "keda") is None
