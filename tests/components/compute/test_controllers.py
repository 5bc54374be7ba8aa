"""The cluster's controllers from their charts."""

from __future__ import annotations

import re

from components.compute.controllers import Controllers, ControllersArgs
from tests.manifests import refused
from tests.synth import Declared, DeclaredResource, synth

RELEASE = "kubernetes:helm.sh/v3:Release"


def _controllers(*, unknown: bool = False) -> Declared:
    args = ControllersArgs(
        cluster="lz-prod-cluster", region="eu-west-1", vpc_id="vpc-1", interruption_queue="lz-prod-interruptions"
    )
    return synth(lambda: Controllers("controllers", args), unknown=unknown)


def _release(declared: Declared, name: str) -> DeclaredResource:
    return declared.named(name, RELEASE)


def test_every_chart_is_pinned_and_all_of_it_or_nothing() -> None:
    """An exact version, and no half of a release that failed."""
    releases = _controllers().of_type(RELEASE)

    assert 3 == len(releases)
    for release in releases:
        assert re.fullmatch(r"\d+\.\d+\.\d+", release["version"]), release.name
        assert (True, "kube-system", release.name) == (release["atomic"], release["namespace"], release["name"])
    assert [] == refused(_controllers())


def test_a_chart_is_found_where_it_is_released() -> None:
    """An OCI registry is in the name, any other repository beside it."""
    for release in _controllers().of_type(RELEASE):
        assert release["chart"].startswith("oci://") != ("repositoryOpts" in release.inputs), release.name


def test_karpenter_comes_after_what_it_defines() -> None:
    """The definitions are a release of their own, which Helm also upgrades."""
    declared = _controllers()

    assert _release(declared, "karpenter-crd").urn in _release(declared, "karpenter").dependencies


def test_karpenter_knows_its_cluster_and_hears_of_interruptions() -> None:
    """Reserved capacity is a feature of it that must be on; without the queue a spot node goes without a drain."""
    settings = _release(_controllers(), "karpenter")["values"]["settings"]

    assert {
        "clusterName": "lz-prod-cluster",
        "interruptionQueue": "lz-prod-interruptions",
        "featureGates": {"reservedCapacity": True},
    } == settings


def test_the_balancers_controller_only_binds() -> None:
    """No Service and no Ingress makes a balancer; what it cannot ask the node's metadata for, it is told."""
    values = _release(_controllers(), "aws-load-balancer-controller")["values"]

    assert (False, False) == (values["enableServiceMutatorWebhook"], values["createIngressClassResource"])
    assert ("eu-west-1", "vpc-1", "ip") == (values["region"], values["vpcId"], values["defaultTargetType"])


def test_two_of_each_run_under_the_accounts_that_get_their_roles() -> None:
    """EKS Pod Identity knows namespace and name."""
    declared = _controllers(unknown=True)

    for name in ("karpenter", "aws-load-balancer-controller"):
        values = _release(declared, name)["values"]
        assert {"create": True, "name": name} == values["serviceAccount"]
        assert 2 == values.get("replicas", values.get("replicaCount"))
