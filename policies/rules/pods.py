"""Pods: what runs, with which rights, and with how much of its machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.controls import supports
from policies.pods import GPU, SERVING, WORKLOADS, absent, containers, entry, given, has_budget, own_or_pods, pod
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, SERVED, WEB
from policies.secret_text import carries, reveals
from policies.value import Outcome, at_least, is_false, is_true, one_of
from policies.verdict import Verdict, some
from policies.view import View

_POD: Final = ("spec", "template", "spec")
_AT: Final = "vllm.spec.template.spec.containers[0]"
_CONTEXT: Final = (*CONTAINER, "securityContext")
_PINNED: Final = re.compile(r".+@sha256:[0-9a-f]{64}")


@resource_rule(
    id="LZ-K8S-001",
    title="A container's image is pinned by digest",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-01",
    why="A tag names whatever somebody pushed last; a digest is what was scanned and reviewed.",
    fix="Write the image as REPOSITORY@sha256:DIGEST; the digest is in the registry and in the pipeline's record.",
    frameworks=supports("K8S-01"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "image"), "example.com/vllm:latest"),
    offending=f"{_AT}.image",
)
def image_is_pinned(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        image = container.at("image")
        yield image.must(lambda raw: _PINNED.fullmatch(str(raw)) is not None, "is not pinned by digest")


@resource_rule(
    id="LZ-K8S-002",
    title="A container has no rights over its host and gains none",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-02",
    why="A privileged container is root on its machine, and a machine with GPUs holds other systems' models too.",
    fix="Set privileged and allowPrivilegeEscalation false and drop ALL capabilities; container_security() does.",
    frameworks=supports("K8S-02"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "privileged"), True),
    offending=f"{_AT}.securityContext.privileged",
)
def container_has_no_rights(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        context = container.at("securityContext")
        yield context.at("privileged").must(is_false, "is privileged", when_missing=False)
        yield context.at("allowPrivilegeEscalation").must(is_false, "may gain privileges", when_missing=True)
        dropped = context.at("capabilities.drop")
        everything = some(each.holds(lambda raw: str(raw).upper() == "ALL") for each in dropped.each())
        yield dropped.outcome(everything, "keeps the capabilities of the runtime")
        for added in context.at("capabilities.add").each():
            yield added.must(one_of("NET_BIND_SERVICE"), "adds a capability")


@resource_rule(
    id="LZ-K8S-003",
    title="A container runs as a user without name, under the runtime's own filter of system calls",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-02",
    why="Root inside is root outside when the kernel has a hole; seccomp keeps most holes out of reach.",
    fix="Set runAsNonRoot true and seccompProfile RuntimeDefault; pod_security() does.",
    frameworks=supports("K8S-02"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "runAsNonRoot"), False),
    offending=f"{_AT}.securityContext.runAsNonRoot",
)
def container_runs_as_nobody(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        user = own_or_pods(workload, container, "securityContext.runAsUser")
        yield user.must(at_least(1), "runs as root", when_missing=1)
        nobody = own_or_pods(workload, container, "securityContext.runAsNonRoot")
        yield nobody.must(is_true, "may run as root", when_missing=False)
        profile = own_or_pods(workload, container, "securityContext.seccompProfile.type")
        yield profile.must(one_of("RuntimeDefault", "Localhost"), "filters no system calls")


@resource_rule(
    id="LZ-K8S-004",
    title="A container's root file system is read-only",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-02",
    why="What cannot be written cannot be replaced: neither the server's code nor a tool left behind.",
    fix="Set readOnlyRootFilesystem true, and mount an emptyDir where the program writes.",
    frameworks=supports("K8S-02"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "readOnlyRootFilesystem"), False),
    offending=f"{_AT}.securityContext.readOnlyRootFilesystem",
)
def root_is_read_only(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        context = container.at("securityContext")
        yield context.at("readOnlyRootFilesystem").must(is_true, "its root can be written", when_missing=False)


@resource_rule(
    id="LZ-K8S-005",
    title="A pod shares nothing with its host",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-03",
    why="The host's network answers with the node's credentials, its paths hold every other pod's secrets.",
    fix="Take hostNetwork, hostPID, hostIPC, hostPath and hostPort out; what must have them is an EKS add-on.",
    frameworks=supports("K8S-03"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_POD, "volumes", 0, "hostPath"), {"path": "/"}),
    offending="vllm.spec.template.spec.volumes[0].hostPath",
)
def pod_shares_nothing(workload: View) -> Iterator[Outcome]:
    spec = pod(workload)
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        yield spec.at(field).must(is_false, "shares it with the host", when_missing=False)
    for volume in spec.at("volumes").each():
        path = volume.at("hostPath")
        yield path.outcome(absent(path), "mounts a path of the host")
    for container in containers(workload):
        for port in container.at("ports").each():
            taken = port.at("hostPort")
            yield taken.outcome(absent(taken), "takes a port of the host")


@resource_rule(
    id="LZ-K8S-006",
    title="A container is bounded in CPU and memory, and gets the devices it asks for",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-04",
    why="One long prompt takes the machine's memory, and with it every other pod on a node that costs by the hour.",
    fix="Set resources.limits for cpu, memory and nvidia.com/gpu; a request of devices must equal its limit.",
    frameworks=supports("K8S-04"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "resources", "limits"), {"cpu": "3", GPU: "1"}),
    offending=f"{_AT}.resources.limits",
)
def container_is_bounded(workload: View) -> Iterator[Outcome]:
    for container in pod(workload).at("containers").each():
        limits, requests = container.at("resources.limits"), container.at("resources.requests")
        for name in ("cpu", "memory"):
            yield limits.outcome(given(entry(limits, name)), f"has no limit of {name}")
        asked, limit = entry(requests, GPU), entry(limits, GPU)
        equal = absent(asked) | asked.holds(lambda raw, limit=limit: limit.unknown or str(raw) == str(limit.raw))
        yield requests.outcome(equal, "asks for other devices than it is limited to")


@resource_rule(
    id="LZ-K8S-007",
    title="A container that serves says when it is ready, and when it is stuck",
    severity=Severity.LOW,
    types=SERVING,
    control="K8S-18",
    why="Without them traffic reaches a model that still loads, and nobody restarts one that hangs.",
    fix="Give it a readiness and a liveness probe, and a startup probe sized for its weights where it has a device.",
    frameworks=supports("K8S-18"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "readinessProbe"), None),
    offending=f"{_AT}.readinessProbe",
)
def container_is_probed(workload: View) -> Iterator[Outcome]:
    for container in pod(workload).at("containers").each():
        for name in ("readinessProbe", "livenessProbe"):
            yield container.at(name).outcome(given(container.at(name)), "is missing")
        start, device = container.at("startupProbe"), entry(container.at("resources.limits"), GPU)
        yield start.outcome(absent(device) | given(start), "is missing, and the container loads a model")


@resource_rule(
    id="LZ-K8S-008",
    title="A pod gets no token for the API server",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-13",
    why="A model that runs what it wrote finds the token first; AWS is reached by EKS Pod Identity without it.",
    fix="Set automountServiceAccountToken false in the pod's specification.",
    frameworks=supports("K8S-13"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_POD, "automountServiceAccountToken"), True),
    offending="vllm.spec.template.spec.automountServiceAccountToken",
)
def pod_has_no_token(workload: View) -> Iterator[Outcome]:
    token = pod(workload).at("automountServiceAccountToken")
    yield token.must(is_false, "mounts a token", when_missing=True)


@resource_rule(
    id="LZ-K8S-009",
    title="No secret is written into an environment variable",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-17",
    why="It stands in the object, in every copy of it and in the process list; whoever reads the one has the other.",
    fix="Use valueFrom.secretKeyRef, or better a role by EKS Pod Identity that needs no secret.",
    frameworks=supports("K8S-17"),
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "env", 0, "name"), "HF_TOKEN"),
    offending=f"{_AT}.env[0].name",
    decides=(f"{_AT}.env[0].value",),
)
def no_secret_in_a_variable(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        for variable in container.at("env").each():
            name, value = variable.at("name"), variable.at("value")
            carried = reveals(value) if name.unknown else carries(str(name.raw), value)
            perhaps = Verdict.UNKNOWN & given(value) if name.unknown else Verdict.FAIL
            yield name.outcome(~(carried | perhaps), "carries a secret as text")


@resource_rule(
    id="LZ-K8S-010",
    title="Replicas are disturbed within a budget",
    severity=Severity.MEDIUM,
    types=SERVING,
    control="K8S-10",
    why="A drain takes as many replicas as stand on a node; without a budget that may be all of them.",
    fix="Declare a PodDisruptionBudget in the same namespace whose selector takes the pods' labels.",
    frameworks=supports("K8S-10"),
    good=WEB,
    bad=placed(WEB, "budget", ("spec", "selector"), {"matchLabels": {"app": "other"}}),
    offending="budget.spec.selector",
    decides=("vllm.spec.replicas", "vllm.spec.template.metadata.labels"),
)
def replicas_have_a_budget(workload: View) -> Iterator[Outcome]:
    several = workload["spec.replicas"].holds(at_least(2), when_missing=1)
    yield workload.outcome(~several | has_budget(workload), "no PodDisruptionBudget selects its pods")
