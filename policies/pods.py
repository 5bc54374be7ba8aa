"""Kubernetes objects as rules see them: where each kind holds its pods, and how objects find each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policies.admission.conditions import matches, one_of
from policies.admission.statements import Holds, Some, both, is_, one, path
from policies.admission.statements import given as given_in
from policies.value import Value
from policies.verdict import Verdict, every, some
from policies.view import View

DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
STATEFUL_SET: Final = "kubernetes:apps/v1:StatefulSet"
NAMESPACE: Final = "kubernetes:core/v1:Namespace"
NETWORK_POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
SERVICE: Final = "kubernetes:core/v1:Service"
AUTHORIZATION: Final = (
    "kubernetes:security.istio.io/v1:AuthorizationPolicy",
    "kubernetes:security.istio.io/v1beta1:AuthorizationPolicy",
)
AUTOSCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SCALED_OBJECT: Final = "kubernetes:keda.sh/v1alpha1:ScaledObject"
NODE_POOL: Final = "kubernetes:karpenter.sh/v1:NodePool"
NODE_CLASS: Final = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
RELEASE: Final = "kubernetes:helm.sh/v3:Release"

PODS: Final[Mapping[str, str]] = {
    "kubernetes:core/v1:Pod": "spec",
    DEPLOYMENT: "spec.template.spec",
    STATEFUL_SET: "spec.template.spec",
    "kubernetes:apps/v1:DaemonSet": "spec.template.spec",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.spec",
    "kubernetes:batch/v1:Job": "spec.template.spec",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
}

WORKLOADS: Final = tuple(PODS)
"""Kinds that make pods."""

SERVING: Final = (DEPLOYMENT, STATEFUL_SET)
"""Kinds whose pods are meant to run for ever, as many as are asked for."""

CONTAINER_LISTS: Final = ("containers", "initContainers", "ephemeralContainers")
"""Where a pod lists what runs in it."""

GPU: Final = "nvidia.com/gpu"


def pod(workload: View) -> Value:
    """The specification of the pods that a workload makes."""
    return workload[PODS[workload.type]]


def containers(workload: View) -> Iterator[Value]:
    """Every container of the pods, those that run first and those added to look among them."""
    for field in CONTAINER_LISTS:
        yield from pod(workload).at(field).each()


def given(value: Value) -> Verdict:
    """Whether there is a value."""
    return value.holds(lambda _: True)


def absent(value: Value) -> Verdict:
    """Whether there is no value."""
    return ~given(value)


def own_or_pods(workload: View, container: Value, path: str) -> Value:
    """A setting of a container, or of its pod where the container says nothing."""
    own = container.at(path)
    return pod(workload).at(path) if own.missing else own


def arguments(workload: View) -> Iterator[Value]:
    """Every word of the containers' command lines."""
    for container in containers(workload):
        for field in ("command", "args"):
            yield from container.at(field).each()


def models(workload: View) -> Iterator[Value]:
    """What the words of the command lines name as a model: the value of --model, or the first that is no option."""
    for container in containers(workload):
        words = list(container.at("args").each())
        for index, word in enumerate(words):
            text = word.raw if isinstance(word.raw, str) else ""
            before = words[index - 1].raw if index else "serve"
            if text.startswith("--model="):
                yield word.replaced(text.partition("=")[2])
            elif word.unknown or (before in ("serve", "--model") and not text.startswith("-") and text != "serve"):
                yield word


ASKS_FOR_GPU: Final = Some(
    path("containers"), one(given_in("resources.limits", GPU), given_in("resources.requests", GPU))
)
"""Of a pod: it gets devices of its own."""


def asks_for_gpu(workload: View) -> Verdict:
    """Whether a pod gets devices of its own."""
    return ASKS_FOR_GPU.holds(pod(workload), pod(workload))


def same(one: Value, other: Value, *, otherwise: Any = None) -> Verdict:
    """Whether two values are equal; `otherwise` stands in for one that is missing."""
    if one.unknown or other.unknown:
        return Verdict.UNKNOWN
    left, right = (otherwise if value.missing else value.raw for value in (one, other))
    return Verdict.of(left is not None and left == right)


def same_namespace(one: View, other: View) -> Verdict:
    """Whether two objects stand in one namespace."""
    return same(one["metadata.namespace"], other["metadata.namespace"], otherwise="default")


def beside(workload: View, *types: str) -> Iterator[tuple[View, Verdict]]:
    """Objects of these types, each with whether it stands in the workload's namespace."""
    for other in workload.stack.where(_namespace, _namespace(workload), *types):
        yield other, same_namespace(other, workload)


def _namespace(view: View) -> tuple[Value]:
    named = view["metadata.namespace"]
    return (named.replaced("default") if named.missing else named,)


def stands_in(view: View, namespace: View) -> Verdict:
    """Whether an object stands in a namespace: by its name, or by an edge while the name is not known."""
    own = view["metadata.namespace"]
    if own.unknown and any(source.urn == namespace.urn for source in view.sources("metadata")):
        return Verdict.PASS
    return same(own, namespace["metadata.name"], otherwise="default")


def selects(selector: Value, labels: Value) -> Verdict:
    """Whether the labels of a selector are all among these; expressions are not understood, and unknown."""
    if not selector.at("matchExpressions").missing:
        return Verdict.UNKNOWN
    wanted = selector.at("matchLabels")
    if wanted.unknown or labels.unknown:
        return Verdict.UNKNOWN
    return every(same(value, labels.under(key)) for key, value in wanted.entries())


def has_budget(workload: View) -> Verdict:
    """Whether a PodDisruptionBudget selects the workload's pods."""
    labels = workload["spec.template.metadata.labels"]
    return some(here & selects(budget["spec.selector"], labels) for budget, here in beside(workload, BUDGET))


IS_GPU_POOL: Final = one(
    given_in("spec.limits", GPU),
    Some(
        path("spec.template.spec.requirements"),
        both(
            Holds(path("key"), one_of("node.kubernetes.io/instance-type")),
            Some(path("values"), is_(matches(r"[gp][0-9].*"))),
        ),
    ),
)
"""Of a NodePool: it makes nodes with devices, because it has a limit of them or names instance types that have some."""


def is_gpu_pool(pool: View) -> Verdict:
    """Whether a NodePool makes nodes with devices."""
    return IS_GPU_POOL.holds(pool.whole, pool.whole)
