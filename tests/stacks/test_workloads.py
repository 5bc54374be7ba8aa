"""The layer workloads of each environment: what stands in its cluster, and that its neighbours agree."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from config.load import environments, load
from config.vocabulary import Layer, Runtime
from engine.standin_kubernetes.address import Cluster, chosen
from ops.verification.objects import at
from stacks.providers import cluster_provider
from stacks.references import Upstream
from tests.manifests import objects, of_kind, only, refused
from tests.stacks.test_environments import deployed
from tests.synth import Declared, synth

ENVIRONMENTS = environments()
RELEASE, PROVIDER = "kubernetes:helm.sh/v3:Release", "pulumi:providers:kubernetes"


@cache
def contracts(environment: str) -> dict[str, Any]:
    return deployed(environment).exports


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_api_server_takes_every_object(environment: str) -> None:
    """By Kubernetes' schemas and the definitions of the pinned charts."""
    assert objects(deployed(environment))
    assert [] == refused(deployed(environment))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_object_stands_in_the_environments_own_cluster(environment: str) -> None:
    """One provider, whose kubeconfig comes from the platform and holds no credential."""
    declared = deployed(environment)
    provider = declared.only(PROVIDER)
    kubeconfig = json.loads(provider["kubeconfig"])

    assert {True} == {resource.provider.startswith(f"{provider.urn}::") for resource in objects(declared)}
    cluster = contracts(environment)["platform"]["cluster"]
    assert cluster["endpoint"] == kubeconfig["clusters"][0]["cluster"]["server"]
    assert cluster["name"] in kubeconfig["users"][0]["user"]["exec"]["args"]
    assert {"exec"} == kubeconfig["users"][0]["user"].keys()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_contract_lists_every_object_and_release(environment: str) -> None:
    """What is deployed and not listed would never be verified."""
    declared, contract = deployed(environment), contracts(environment)["workloads"]
    listed = {(o["api_version"], o["kind"], o["namespace"], o["name"]) for o in contract["objects"]}
    stands = {
        (o["apiVersion"], o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"])
        for o in objects(declared)
        if o.type != RELEASE
    }

    assert stands == listed
    assert {(r["name"], r["version"]) for r in declared.of_type(RELEASE)} == {
        (r["name"], r["version"]) for r in contract["releases"]
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_is_promised_is_what_is_declared(environment: str) -> None:
    """A promise that the program itself does not keep would differ at once."""
    declared = deployed(environment)
    for listed in contracts(environment)["workloads"]["objects"]:
        held = only_object(declared, listed)
        for path, value in listed["promises"].items():
            found = at(held, path)
            assert value == (str(found).lower() if isinstance(found, bool) else str(found)), f"{listed['name']} {path}"


def only_object(declared: Declared, listed: dict[str, Any]) -> dict[str, Any]:
    (found,) = [
        o.inputs
        for o in of_kind(declared, listed["kind"])
        if (o["metadata"]["name"], o["metadata"].get("namespace")) == (listed["name"], listed["namespace"])
    ]
    return found


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_service_accounts_are_those_that_get_the_roles(environment: str) -> None:
    """EKS Pod Identity knows a namespace and a name: another name is a pod without credentials."""
    declared, platform = deployed(environment), contracts(environment)["platform"]
    accounts = {(a["metadata"]["namespace"], a["metadata"]["name"]) for a in of_kind(declared, "ServiceAccount")}
    charted = {(r["namespace"], r["values"].get("serviceAccount", {}).get("name")) for r in declared.of_type(RELEASE)}

    assert accounts == {(w["namespace"], w["name"]) for w in platform["weights"].values()}
    assert {(c["namespace"], c["name"]) for c in platform["controllers"].values()} <= charted


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_self_hosted_model_is_served_and_bound_to_its_way(environment: str) -> None:
    """On the port the platform's target group asks, with the weights that its card approves."""
    declared, platform = deployed(environment), contracts(environment)["platform"]
    hosted = [s for s in load(environment).cards if s.card.serve.runtime is Runtime.VLLM]

    assert hosted
    for system in hosted:
        way = platform["ingresses"][system.name]
        mine = [o for o in objects(declared) if o.inputs.get("metadata", {}).get("namespace") == system.name]
        (binding,) = [o for o in mine if o["kind"] == "TargetGroupBinding"]
        (served,) = [o for o in mine if o["kind"] == "Deployment"]
        (container,) = served["spec"]["template"]["spec"]["containers"]
        assert way["target_group"] == binding["spec"]["targetGroupARN"]
        assert [way["port"]] == [port["containerPort"] for port in container["ports"]]
        assert system.card.model.digest.replace(":", "/") in container["args"][0]
        assert container["image"].partition("@")[0].partition("/")[2] in {r["name"] for r in platform["repositories"]}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_pools_are_as_large_as_the_platform_says(environment: str) -> None:
    """The ceilings of the NodePools of a pool are together the limit that its cost is reckoned from."""
    declared, platform = deployed(environment), contracts(environment)["platform"]

    for pool in platform["pools"]:
        node_pools = [p for p in of_kind(declared, "NodePool") if p["metadata"]["name"].startswith(f"{pool['name']}-")]
        assert pool["limit"] == sum(p["spec"]["limits"]["nvidia.com/gpu"] for p in node_pools)
        node_class = only(declared, "EC2NodeClass", pool["name"])["spec"]
        assert pool["reservations"] == [t["id"] for t in node_class.get("capacityReservationSelectorTerms", [])]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_a_chart_defines_waits_for_the_chart(environment: str) -> None:
    """Applied together, the first deploy of an environment would fail: no matches for kind NodePool."""
    declared = deployed(environment)
    charts = {"keda.sh": "keda", "karpenter.sh": "karpenter", "karpenter.k8s.aws": "karpenter"}
    charts["elbv2.k8s.aws"] = "aws-load-balancer-controller"
    releases = {release.name: release.urn for release in declared.of_type(RELEASE)}

    for thing in objects(declared):
        chart = charts.get(thing.inputs.get("apiVersion", "").partition("/")[0])
        if chart is not None:
            assert releases[chart] in thing.dependencies, thing.name


def test_a_standby_runs_no_more_replicas_than_it_reserved_devices_for() -> None:
    """prod reserves four and prod-dr two: what is not there at a failover is bought then, if AWS has it."""
    for environment in ("prod", "prod-dr"):
        scaler = only(deployed(environment), "ScaledObject")["spec"]
        assert (2, 8) == (scaler["minReplicaCount"], scaler["maxReplicaCount"])


def test_the_kubeconfig_of_the_sandbox_is_read_by_the_stand_in() -> None:
    """What the program writes is what the provider reads: the cluster, by the address that EKS gave it."""
    cluster = Cluster("a" * 32, "lz-dev-cluster", "111111111111", "eu-west-1")
    zone = load("dev")

    def program() -> None:
        upstream = Upstream("dev", (Layer.PLATFORM,))
        published = dict(contracts("dev")["platform"])
        published["cluster"] = {**published["cluster"], "name": cluster.name, "endpoint": cluster.address}
        upstream.publish(Layer.PLATFORM, published)
        cluster_provider(zone, upstream)

    assert cluster == chosen(synth(program).only(PROVIDER)["kubeconfig"])
