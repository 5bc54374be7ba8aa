"""What every Kubernetes object of the zone has in common."""

from __future__ import annotations

from datetime import timedelta

import pulumi
import pulumi_kubernetes as k8s
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import kit_kubernetes as kit
from components.kit_kubernetes import Chart, Object, Release
from tests.manifests import refused
from tests.synth import Declared, synth

NAMESPACE = kit.restricted_namespace("serving", "assistant")


def _declared(build: object) -> Declared:
    assert callable(build)
    return synth(build)


@pytest.mark.parametrize(
    ("manifest", "typed"),
    [
        (
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}},
            lambda: k8s.core.v1.Namespace("it", metadata={"name": "n"}),
        ),
        (
            {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {"maxUnavailable": 1}},
            lambda: k8s.policy.v1.PodDisruptionBudget("it", spec={"max_unavailable": 1}),
        ),
        (
            {"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "metadata": {"name": "n"}, "spec": {"weight": 1}},
            lambda: k8s.apiextensions.CustomResource(
                "it", "karpenter.sh/v1", "NodePool", metadata={"name": "n"}, spec={"weight": 1}
            ),
        ),
    ],
)
def test_an_object_registers_what_the_sdks_own_class_registers(manifest: kit.Manifest, typed: object) -> None:
    """Type and inputs are equal, so that the real provider sees no difference; only the import is spared."""
    ours = _declared(lambda: Object("it", manifest, pulumi.ResourceOptions())).all
    theirs = _declared(typed).all

    assert [(r.type, r.inputs) for r in theirs] == [(r.type, r.inputs) for r in ours]


def test_a_release_registers_what_the_sdks_own_class_registers() -> None:
    """The same, with a repository and without."""
    charts = (
        Chart(name="keda", version="2.19.0", repository="https://example.com"),
        Chart(name="oci://e/k", version="1", repository=None),
    )

    def theirs() -> None:
        for index, chart in enumerate(charts):
            k8s.helm.v3.Release(
                f"r{index}",
                chart=chart.name,
                version=chart.version,
                repository_opts={"repo": chart.repository} if chart.repository else None,
                name=f"r{index}",
                namespace="n",
                values={"a": {"b": 1}},
                atomic=True,
                cleanup_on_fail=True,
                max_history=10,
                timeout=600,
            )

    def ours() -> None:
        for index, chart in enumerate(charts):
            Release(f"r{index}", chart, "n", {"a": {"b": 1}}, pulumi.ResourceOptions())

    wanted = [(r.type, {k: v for k, v in r.inputs.items() if k != "compat"}) for r in synth(theirs).all]
    assert wanted == [(r.type, r.inputs) for r in synth(ours).all]


def test_a_namespace_admits_only_restricted_pods() -> None:
    """Enforced, and told of where it is not yet."""
    labels = NAMESPACE["metadata"]["labels"]

    assert {"restricted"} == {labels[f"pod-security.kubernetes.io/{mode}"] for mode in ("enforce", "audit", "warn")}
    assert "assistant" == labels["lz/system"]
    assert "lz/system" not in kit.restricted_namespace("keda")["metadata"]["labels"]


def test_nothing_passes_by_default() -> None:
    """Neither in nor out, for every pod: the first policy of a namespace."""
    spec = kit.nothing_passes("serving")["spec"]

    assert ({}, ["Ingress", "Egress"], [], []) == (
        spec["podSelector"],
        spec["policyTypes"],
        spec["ingress"],
        spec["egress"],
    )


def test_the_manifests_of_the_kit_are_good() -> None:
    """By Kubernetes' own schemas, security contexts among them."""
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": kit.metadata("it", "serving", component="test"),
        "spec": {
            **kit.on_pool("inference"),
            "securityContext": kit.pod_security(),
            "containers": [{"name": "c", "image": "i", "securityContext": kit.container_security()}],
        },
    }
    policy = kit.network_policy("dns", "serving", {"podSelector": {}, "egress": [kit.to_dns()]})

    def build() -> None:
        for index, manifest in enumerate((NAMESPACE, kit.nothing_passes("serving"), policy, pod)):
            Object(f"o{index}", manifest, pulumi.ResourceOptions())

    assert [] == refused(synth(build))


def test_a_kept_object_says_where_it_stands_and_what_is_promised() -> None:
    """The contract lists it."""
    found: list[kit.Kept] = []
    synth(lambda: found.append(Object("it", kit.nothing_passes("serving"), pulumi.ResourceOptions()).kept({"a": "b"})))

    assert [
        kit.Kept(
            api_version="networking.k8s.io/v1",
            kind="NetworkPolicy",
            namespace="serving",
            name="default-deny",
            promises={"a": "b"},
        )
    ] == found


@given(seconds=st.integers(0, 10**6))
def test_a_span_reads_back_to_itself(seconds: int) -> None:
    """Whole seconds in hours, minutes and seconds; nothing is lost."""
    text = kit.go_duration(timedelta(seconds=seconds))

    units, number, total = {"h": 3600, "m": 60, "s": 1}, "", 0
    for character in text:
        number, total = (
            (number + character, total) if character.isdigit() else ("", total + int(number) * units[character])
        )
    assert seconds == total
