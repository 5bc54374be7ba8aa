"""What an API server refuses in code, beyond its schemas."""

from __future__ import annotations

import copy
from typing import Any

import kubernetes.client
import pytest

from engine.standin_kubernetes import kinds, published
from engine.standin_kubernetes.definitions import definitions

_METADATA = {"name": "it", "namespace": "serving"}
_CONTAINER = {"name": "vllm", "image": "example.com/vllm"}


def _pods(**more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _METADATA,
        "spec": {
            "selector": {"matchLabels": {"app": "vllm"}},
            "template": {"metadata": {"labels": {"app": "vllm"}}, "spec": {"containers": [_CONTAINER], **more}},
        },
    }


def _container(**more: Any) -> dict[str, Any]:
    return _pods(containers=[{**_CONTAINER, **more}])


def _selecting(selector: dict[str, Any], **labels: str) -> dict[str, Any]:
    wanted = copy.deepcopy(_pods())
    wanted["spec"]["selector"] = selector
    wanted["spec"]["template"]["metadata"]["labels"] = labels
    return wanted


def _object(api_version: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": _METADATA, **more}


def _policy(*peers: dict[str, Any]) -> dict[str, Any]:
    spec = {"podSelector": {}, "ingress": [{"from": list(peers)}]}
    return _object("networking.k8s.io/v1", "NetworkPolicy", spec=spec)


def _refused(manifest: dict[str, Any]) -> list[str]:
    kind = kinds.find(manifest["apiVersion"], manifest["kind"])
    assert kind is not None
    return [str(problem) for problem in kinds.problems(kind, manifest)]


POD = "spec.template.spec"


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        (_selecting({"matchLabels": {"app": "vllm"}}), "spec.template.metadata.labels.app: is missing"),
        (_selecting({"matchLabels": {"app": "vllm"}}, app="other"), "labels.app: is not what the selector asks for"),
        (_selecting({}, app="vllm"), "spec.selector: must select something"),
        (_pods(containers=[]), f"{POD}.containers: must have at least 1 entries"),
        (_pods(restartPolicy="Never"), f"{POD}.restartPolicy: must be Always in a Deployment"),
        (_container(image=""), "[0].image: is required"),
        (_container(volumeMounts=[{"name": "cache", "mountPath": "/c"}]), "volumeMounts[0].name: is no volume"),
        (
            _pods(
                volumes=[{"name": "a", "emptyDir": {}}, {"name": "b", "emptyDir": {}}],
                containers=[
                    {
                        **_CONTAINER,
                        "volumeMounts": [{"name": "a", "mountPath": "/c"}, {"name": "b", "mountPath": "/c"}],
                    }
                ],
            ),
            "volumeMounts[1]: has the mountPath of an entry before it",
        ),
        (
            _container(env=[{"name": "A", "value": "1", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]),
            "env[0].valueFrom: may not stand beside value",
        ),
        (_container(livenessProbe={"periodSeconds": 1}), "livenessProbe: must have exactly one of exec, grpc"),
        (
            _container(startupProbe={"httpGet": {"port": 1}, "successThreshold": 2}),
            "startupProbe.successThreshold: must be 1",
        ),
        (
            _container(readinessProbe={"httpGet": {"port": 1}, "failureThreshold": 0}),
            "readinessProbe.failureThreshold: must be at least 1",
        ),
        (
            _container(securityContext={"privileged": True, "allowPrivilegeEscalation": False}),
            "allowPrivilegeEscalation: cannot be false in a privileged container",
        ),
        (_container(resources={"limits": {"cpu": "four"}}), "resources.limits.cpu: is no quantity"),
        (
            _container(resources={"limits": {"memory": "1Gi"}, "requests": {"memory": "1025Mi"}}),
            "resources.requests.memory: must be at most the limit",
        ),
        (
            _container(resources={"requests": {"nvidia.com/gpu": 1}}),
            'resources.limits["nvidia.com/gpu"]: is required',
        ),
        (
            _container(resources={"limits": {"nvidia.com/gpu": 2}, "requests": {"nvidia.com/gpu": 1}}),
            'resources.requests["nvidia.com/gpu"]: must equal the limit',
        ),
        (
            _container(resources={"limits": {"nvidia.com/gpu": "500m"}}),
            'resources.limits["nvidia.com/gpu"]: must be a whole number',
        ),
        (
            _object("batch/v1", "Job", spec={"template": {"spec": {"containers": [_CONTAINER]}}}),
            f"{POD}.restartPolicy: must be Never or OnFailure in a Job",
        ),
        (
            _object("v1", "Service", spec={"ports": [{"port": 80, "name": "a"}, {"port": 81}]}),
            "spec.ports[1].name: is required",
        ),
        (
            _object("v1", "Service", spec={"ports": [{"port": 80, "name": "a"}, {"port": 81, "name": "a"}]}),
            "spec.ports[1].name: is taken by a port before it",
        ),
        (
            _object("policy/v1", "PodDisruptionBudget", spec={"minAvailable": 1, "maxUnavailable": 1}),
            "spec.maxUnavailable: may not stand beside minAvailable",
        ),
        (
            _object(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                spec={"minReplicas": 3, "maxReplicas": 2, "scaleTargetRef": {"kind": "Deployment", "name": "vllm"}},
            ),
            "spec.maxReplicas: must be at least minReplicas",
        ),
        (_policy({"ipBlock": {"cidr": "10.0.0.1/8"}}), "from[0].ipBlock.cidr: must be an address block"),
        (
            _policy({"ipBlock": {"cidr": "10.0.0.0/8"}, "podSelector": {"matchLabels": {"a": "b"}}}),
            "from[0].ipBlock: may not stand beside a selector",
        ),
    ],
)
def test_what_a_server_refuses_in_code_is_refused(manifest: dict[str, Any], told: str) -> None:
    """At preview, where a real cluster would say so only at the deploy."""
    found = _refused(manifest)

    assert 1 == len(found), found
    assert told in found[0]


@pytest.mark.parametrize(
    "manifest",
    [
        _pods(),
        _selecting({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, app="vllm"),
        _container(resources={"limits": {"cpu": 4, "memory": "1Gi", "nvidia.com/gpu": 1}, "requests": {"cpu": "1e-1"}}),
        _container(volumeMounts=[]),
        _policy({"ipBlock": {"cidr": "fd00::/8"}}, {"podSelector": {}}),
        {**_object("v1", "Service", spec={"ports": [{"port": 80}]}), "metadata": {"name": "a-1"}},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "system:node"}},
    ],
)
def test_what_a_server_takes_is_taken(manifest: dict[str, Any]) -> None:
    """A false refusal would stop somebody's run."""
    assert [] == _refused(manifest)


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ({"name": "Settings"}, "metadata.name: must be lower-case"),
        ({"name": "a" * 254}, "metadata.name: must be lower-case"),
        ({"name": "a", "namespace": "a.b"}, "metadata.namespace: must be lower-case"),
        ({"name": "a", "labels": {"a b": "c"}}, "metadata.labels.a b: the key must be"),
        ({"name": "a", "labels": {"a": "-c"}}, "metadata.labels.a: must be letters"),
        ({"name": "a", "labels": {"A.com/b": "c"}}, 'metadata.labels["A.com/b"]: the key must be'),
        ({"name": "a", "annotations": {"a/b/c": "d"}}, "metadata.annotations.a/b/c: the key must be"),
    ],
)
def test_names_and_labels_have_a_form(metadata: dict[str, Any], told: str) -> None:
    """Whatever the kind; no message holds the value of a label."""
    (found,) = _refused({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata})

    assert found.startswith(told)


@pytest.mark.parametrize(
    ("api_version", "kind", "name"),
    [("v1", "Service", "1st"), ("v1", "Namespace", "a.b"), ("rbac.authorization.k8s.io/v1", "ClusterRole", "a/b")],
)
def test_some_kinds_have_names_of_their_own_form(api_version: str, kind: str, name: str) -> None:
    """A Service is a name in DNS, a Namespace a part of one, a ClusterRole a part of a path."""
    (found,) = _refused({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}})

    assert found.startswith("metadata.name: must be")


def test_what_belongs_to_no_namespace_may_name_none() -> None:
    """A server refuses it; a custom kind's definition says which it is."""
    pool = definitions()["karpenter.sh/v1", "NodePool"]
    assert not pool.namespaced
    placed = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "namespace": "b"}}

    assert ["metadata.namespace: Namespace belongs to no namespace"] == _refused(placed)


def test_metadata_of_a_custom_kind_is_held_too() -> None:
    """Its definition says no more of it than that it is an object."""
    auth = {"apiVersion": "keda.sh/v1alpha1", "kind": "TriggerAuthentication", "metadata": {"name": "a", "label": {}}}

    assert "metadata.label: is no property of it" in _refused(auth)


def test_which_kinds_belong_to_no_namespace_is_what_the_client_says() -> None:
    """Kubernetes' own client has create_namespaced_KIND for the others; the schemas do not tell."""
    scopes = {"namespaced": set[str](), "cluster": set[str]()}
    for api in (getattr(kubernetes.client, name) for name in dir(kubernetes.client) if name.endswith("Api")):
        for method in (name.removeprefix("create_") for name in dir(api) if name.startswith("create_")):
            scope = "namespaced" if method.startswith("namespaced_") else "cluster"
            scopes[scope].add(method.removeprefix("namespaced_").replace("_", ""))

    known = {kind for _, kind in published.kinds()}
    assert set() == {kind for kind in published.CLUSTER_SCOPED if kind.lower() in scopes["namespaced"]}
    assert set() == {kind for kind in known - published.CLUSTER_SCOPED if kind.lower() in scopes["cluster"]}
    assert known >= published.CLUSTER_SCOPED


def test_every_path_that_cannot_change_exists() -> None:
    """A path that no schema has would never be found changed."""
    for (group, name), paths in kinds.IMMUTABLE.items():
        schemas = [s for (version, kind), s in published.kinds().items() if kind == name and version.startswith(group)]
        assert schemas, f"{group} {name}"
        assert all(any(_has(schema, path.split(".")) for schema in schemas) for path in paths), f"{group} {name}"


def _has(schema: Any, steps: list[str]) -> bool:
    while "$ref" in schema:
        schema = published.resolve(schema["$ref"])
    if not steps:
        return True
    below = schema.get("properties", {}).get(steps[0])
    return below is not None and _has(below, steps[1:])
