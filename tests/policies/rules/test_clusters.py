"""What stands around the pods of a cluster: the cases that the rules' own examples leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN, Graph, Resource
from policies.example import graph_of
from policies.pods import NAMESPACE
from policies.rules.examples.build import changed, kubernetes, placed
from policies.rules.examples.kubernetes import CHARTS, CLOSED, ROLES
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CLUSTER = "pulumi:providers:kubernetes"


def test_a_namespace_is_known_by_an_edge_while_its_name_is_not() -> None:
    """At a first preview the policy's metadata may come from the namespace."""
    space, policy, service = CLOSED
    linked = placed(
        (replace(policy, refs={"metadata": "assistant"}),), "default-deny", ("metadata", "namespace"), UNKNOWN
    )

    assert PASS is said("LZ-K8S-011", (space, *linked, service))
    assert UNSAID is said("LZ-K8S-011", (space, replace(linked[0], refs={}), service))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("spec", "podSelector"), {"matchLabels": {"app": "vllm"}}, FAIL),
        (("spec", "podSelector"), UNKNOWN, UNSAID),
        (("metadata", "namespace"), "other", FAIL),
        (("spec", "policyTypes"), ["Ingress"], FAIL),
        (("spec", "policyTypes"), ["Egress"], FAIL),
        (("spec", "policyTypes"), ["Egress", "Ingress"], PASS),
        (("spec", "policyTypes"), ["Ingress", UNKNOWN], UNSAID),
        (("spec", "ingress"), None, PASS),
        (("spec", "egress"), None, PASS),
        (("spec", "ingress"), [{}], FAIL),
        (("spec", "egress"), [{"to": []}], FAIL),
        (("spec", "egress"), UNKNOWN, UNSAID),
    ],
)
def test_a_namespace_is_closed_for_all_pods_both_ways(path: tuple[str, ...], value: Any, expected: Verdict) -> None:
    """A policy of some pods, of another namespace, of one direction or with an exception closes none."""
    assert expected is said("LZ-K8S-011", placed(CLOSED, "default-deny", path, value))


def test_every_namespace_has_a_policy_of_its_own() -> None:
    """And one that closes is enough, whatever others let through."""
    second = kubernetes(NAMESPACE, "second", metadata={"name": "second"})
    opens = replace(placed(CLOSED, "default-deny", ("spec", "egress"), [{}])[1], name="opens")

    assert FAIL is said("LZ-K8S-011", (*CLOSED, second))
    assert PASS is said("LZ-K8S-011", (*CLOSED, opens))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"pod-security.kubernetes.io/enforce": "restricted"}, PASS),
        ({"pod-security.kubernetes.io/enforce": "privileged"}, FAIL),
        ({"pod-security.kubernetes.io/warn": "restricted"}, FAIL),
        ({"pod-security.kubernetes.io/enforce": UNKNOWN}, UNSAID),
        ({}, FAIL),
        (None, FAIL),
    ],
)
def test_a_namespace_enforces_the_restricted_standard(labels: Any, expected: Verdict) -> None:
    """To warn of what is not restricted lets it run."""
    assert expected is said("LZ-K8S-012", placed(CLOSED, "assistant", ("metadata", "labels"), labels))


@pytest.mark.parametrize(
    ("kind", "annotations", "expected"),
    [
        (None, {}, PASS),
        ("ClusterIP", {}, PASS),
        ("ExternalName", {}, PASS),
        ("NodePort", {}, FAIL),
        ("NodePort", {"aws-load-balancer-scheme": "internal"}, FAIL),
        ("LoadBalancer", {}, FAIL),
        ("LoadBalancer", {"aws-load-balancer-scheme": "internal"}, PASS),
        ("LoadBalancer", {"aws-load-balancer-internal": "true"}, PASS),
        ("LoadBalancer", {"aws-load-balancer-scheme": "internet-facing"}, FAIL),
        ("LoadBalancer", {"aws-load-balancer-internal": "false"}, FAIL),
        ("LoadBalancer", {"aws-load-balancer-scheme": UNKNOWN}, UNSAID),
        (UNKNOWN, {}, UNSAID),
    ],
)
def test_a_balancer_inside_is_inside(kind: Any, annotations: dict[str, Any], expected: Verdict) -> None:
    """By either of the annotations of AWS's controller; a port of every node is the outside."""
    prefixed = {f"service.beta.kubernetes.io/{key}": value for key, value in annotations.items()}
    stack = placed(CLOSED, "service", ("spec", "type"), kind)

    assert expected is said("LZ-K8S-013", placed(stack, "service", ("metadata", "annotations"), prefixed))


@pytest.mark.parametrize(
    ("chart", "repository", "expected"),
    [
        ("oci://public.ecr.aws/karpenter/karpenter", None, PASS),
        ("oci://public.ecr.aws/karpenter-evil/karpenter", None, FAIL),
        ("./charts/own", None, PASS),
        ("keda", None, FAIL),
        ("keda", "https://charts.example.com", FAIL),
        ("keda", "https://kedacore.github.io/charts", PASS),
        ("https://kedacore.github.io/charts/keda-2.19.0.tgz", None, FAIL),
        (UNKNOWN, None, UNSAID),
        ("keda", UNKNOWN, UNSAID),
    ],
)
def test_a_repository_is_one_that_the_organisation_chose(chart: Any, repository: Any, expected: Verdict) -> None:
    """An OCI registry is part of the chart's name; a chart of this repository needs none."""
    stack = placed(CHARTS, "keda", ("chart",), chart)
    stack = placed(stack, "keda", ("repositoryOpts",), {"repo": repository} if repository else None)

    assert expected is said("LZ-K8S-014", stack)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.19.0", PASS),
        ("v2.19.0", PASS),
        ("2.19.0-rc.1", PASS),
        ("2.19.0+build.5", PASS),
        ("2.19", FAIL),
        (">=2.19.0", FAIL),
        ("2.19.0 - 2.20.0", FAIL),
        (None, FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_version_of_a_chart_is_exact(version: Any, expected: Verdict) -> None:
    """A range is whatever is newest in it."""
    assert expected is said("LZ-K8S-014", changed(CHARTS, "keda", version=version))


@pytest.mark.parametrize(
    ("name", "expected"), [("default", FAIL), ("default_4_24_0", FAIL), ("lz-prod", PASS), ("default-cluster", PASS)]
)
def test_an_object_goes_to_a_cluster_somebody_named(name: str, expected: Verdict) -> None:
    """Pulumi calls the provider that it makes by itself after its version."""
    urn = f"urn:pulumi:prod::example::{CLUSTER}::{name}"
    graph = graph_of(CHARTS)
    resources = {
        key: replace(resource, provider=urn) for key, resource in graph.resources.items() if resource.type != CLUSTER
    }
    made = Resource(urn=urn, type=CLUSTER, name=name, properties={})

    assert expected is said("LZ-K8S-015", Graph(graph.project, graph.stack, {**resources, urn: made}))


@pytest.mark.parametrize("kind", ["Role", "ClusterRole"])
@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("verbs", ["get", "*"], FAIL),
        ("resources", ["*"], FAIL),
        ("apiGroups", ["*"], FAIL),
        ("apiGroups", ["", "apps"], PASS),
        ("verbs", [UNKNOWN], UNSAID),
        ("verbs", ["get", UNKNOWN, "*"], FAIL),
    ],
)
def test_no_right_of_a_role_is_a_star(kind: str, field: str, value: Any, expected: Verdict) -> None:
    """Neither what it does, nor to what, nor of which API."""
    roles = tuple(replace(role, type=f"kubernetes:rbac.authorization.k8s.io/v1:{kind}") for role in ROLES)

    assert expected is said("LZ-K8S-016", placed(roles, "reader", ("rules", 0, field), value))
