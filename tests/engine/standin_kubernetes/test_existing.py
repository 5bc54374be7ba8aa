"""What the clusters hold, apart from Pulumi's state."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.standin.errors import StandinError
from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.existing import census, find
from engine.standin_kubernetes.store import Key, Store
from graph.model import UNKNOWN
from tests.engine.standin_kubernetes.talk import kubeconfig

CLUSTER = Cluster("a" * 32, "c", "111122223333", "eu-west-1")
PROVIDER = {"kubeconfig": kubeconfig(CLUSTER.address)}
TYPE = "kubernetes:core/v1:ConfigMap"
INPUTS = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}


def test_an_object_is_found_by_its_name_in_its_providers_cluster(tmp_path: Path) -> None:
    """Before it was made it is not, and neither is one whose name does not exist yet or that no cluster holds."""
    assert find(TYPE, INPUTS, PROVIDER, tmp_path) is None
    Store(tmp_path, CLUSTER).create(Key("", "ConfigMap", "default", "settings"), INPUTS)

    assert "default/settings" == find(TYPE, INPUTS, PROVIDER, tmp_path)
    assert find(TYPE, {**INPUTS, "metadata": {"name": UNKNOWN}}, PROVIDER, tmp_path) is None
    assert find("kubernetes:helm.sh/v3:Release", {"name": "settings"}, PROVIDER, tmp_path) is None


def test_a_provider_that_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    """Its kubeconfig may be a secret that only the engine can read."""
    with pytest.raises(StandinError):
        find(TYPE, INPUTS, {"kubeconfig": {"ciphertext": "..."}}, tmp_path)


def test_objects_are_counted_by_cluster(tmp_path: Path) -> None:
    """A cluster that was emptied is not listed any more."""
    key = Key("", "ConfigMap", "default", "settings")
    other = Cluster("b" * 32, "c", "222222222222", "eu-west-1")
    for cluster in (CLUSTER, other):
        Store(tmp_path, cluster).create(key, INPUTS)
    Store(tmp_path, other).delete(key)

    assert {CLUSTER: 1} == census(tmp_path)
