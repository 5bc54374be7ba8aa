"""Addresses of the sandbox's clusters, and the kubeconfigs that name them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from engine.standin.errors import StandinError
from engine.standin_kubernetes.address import Cluster, chosen, parse
from tests.engine.standin_kubernetes.talk import kubeconfig

CLUSTER = Cluster("a" * 32, "lz_Dev-1", "111122223333", "eu-west-1")


def test_an_address_names_its_cluster() -> None:
    """And what it names gives the address back."""
    assert CLUSTER == parse(CLUSTER.address) == parse(f"{CLUSTER.address}/")


def test_an_address_never_resolves() -> None:
    """RFC 2606 keeps the top level `invalid` from everybody."""
    assert CLUSTER.address.endswith(".invalid")


@pytest.mark.parametrize(
    "address",
    [
        "https://eks.sandbox.invalid",
        CLUSTER.address.replace("https", "http"),
        f"{CLUSTER.address}.example.com",
        f"{CLUSTER.address}:6443",
        None,
    ],
)
def test_what_is_no_address_of_the_sandbox_is_none(address: Any) -> None:
    """Near is not enough: nothing outside may be taken for a cluster here."""
    assert parse(address) is None


def test_a_kubeconfig_may_be_json_or_yaml_and_have_other_contexts() -> None:
    """The context that the provider is told wins over the current one."""
    other = Cluster("b" * 32, "other", "111122223333", "eu-west-1")
    both = json.loads(kubeconfig(CLUSTER.address))
    both["clusters"].append({"name": "two", "cluster": {"server": other.address}})
    both["contexts"].append({"name": "two", "context": {"cluster": "two", "user": "eks"}})

    assert CLUSTER == chosen(json.dumps(both)) == chosen(yaml.safe_dump(both))
    assert other == chosen(json.dumps(both), "two")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no kubeconfig"),
        (None, "has no kubeconfig"),
        ("~/.kube/config", "not the path of a file"),
        ("{", "neither JSON nor YAML"),
        ("clusters: 1", "no cluster of the sandbox"),
        ("{clusters: [{name: a, cluster: {server: s3cret}}], current-context: a}", "no cluster of the sandbox"),
    ],
)
def test_a_kubeconfig_that_names_no_cluster_here_is_refused(text: Any, told: str) -> None:
    """In words, and with nothing of its contents."""
    with pytest.raises(StandinError, match=told) as refusal:
        chosen(text)

    assert "s3cret" not in str(refusal.value)


def test_every_cluster_of_moto_has_an_address_of_its_own(make_cluster: Callable[..., Cluster]) -> None:
    """Uncorrected, moto gives all of a Region one address, which looks like Amazon's."""
    one, two = make_cluster("one"), make_cluster("two")

    assert ("one", "two") == (one.name, two.name)
    assert one.token != two.token
