"""Pods: what runs, with which rights, and with how much of its machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.admission.conditions import FALSE, TRUE, at_least, matches, one_of
from policies.admission.demands import CONTAINERS, Demand, object_rule
from policies.admission.statements import Holds, Inherited, Path, Same, Some, absent, given, is_, one, path
from policies.admission.variables import BEYOND, no_secret
from policies.pods import GPU, SERVING, WORKLOADS, containers, has_budget
from policies.pods import given as has_value
from policies.rule import Severity, Validation, resource_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, SERVED, WEB
from policies.secret_text import carries, reveals
from policies.value import Outcome
from policies.value import at_least as counts
from policies.verdict import Verdict
from policies.view import View

_POD: Final = ("spec", "template", "spec")
_AT: Final = "vllm.spec.template.spec.containers[0]"
_CONTEXT: Final = (*CONTAINER, "securityContext")
_OWN: Final = "securityContext"
_GAINS: Final = path(f"{_OWN}.allowPrivilegeEscalation")
_DROPPED: Final = path(f"{_OWN}.capabilities.drop")
_PROFILE: Final = path(f"{_OWN}.seccompProfile.type")
_LIMITS: Final = path("resources.limits")
_MAIN: Final[tuple[Path, ...]] = (path("containers"),)


image_is_pinned = object_rule(
    Demand(Holds(path("image"), matches(".+@sha256:[0-9a-f]{64}")), "is not pinned by digest", (CONTAINERS,)),
    id="LZ-K8S-001",
    title="A container's image is pinned by digest",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-01",
    why="A tag names whatever somebody pushed last; a digest is what was scanned and reviewed.",
    fix="Write the image as REPOSITORY@sha256:DIGEST; the digest is in the registry and in the pipeline's record.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "image"), "example.com/vllm:latest"),
    offending=f"{_AT}.image",
)


container_has_no_rights = object_rule(
    Demand(Holds(path(f"{_OWN}.privileged"), FALSE, missing=False), "is privileged", (CONTAINERS,)),
    Demand(Holds(_GAINS, FALSE), "may gain privileges", (CONTAINERS,)),
    Demand(
        Some(_DROPPED, is_(matches("(?i)ALL"))), "keeps the capabilities of the runtime", (CONTAINERS,), at=_DROPPED
    ),
    Demand(is_(one_of("NET_BIND_SERVICE")), "adds a capability", (CONTAINERS, path(f"{_OWN}.capabilities.add"))),
    id="LZ-K8S-002",
    title="A container has no rights over its host and gains none",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-02",
    why="A privileged container is root on its machine, and a machine with GPUs holds other systems' models too.",
    fix="Set privileged and allowPrivilegeEscalation false and drop ALL capabilities; container_security() does.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "allowPrivilegeEscalation"), True),
    offending=f"{_AT}.securityContext.allowPrivilegeEscalation",
)


container_runs_as_nobody = object_rule(
    Demand(Inherited(path(f"{_OWN}.runAsUser"), at_least(1), missing=1), "runs as root", (CONTAINERS,)),
    Demand(Inherited(path(f"{_OWN}.runAsNonRoot"), TRUE), "may run as root", (CONTAINERS,)),
    Demand(Inherited(_PROFILE, one_of("RuntimeDefault", "Localhost")), "filters no system calls", (CONTAINERS,)),
    id="LZ-K8S-003",
    title="A container runs as a user without name, under the runtime's own filter of system calls",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-02",
    why="Root inside is root outside when the kernel has a hole; seccomp keeps most holes out of reach.",
    fix="Set runAsNonRoot true and seccompProfile RuntimeDefault; pod_security() does.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "runAsNonRoot"), False),
    offending=f"{_AT}.securityContext.runAsNonRoot",
)


root_is_read_only = object_rule(
    Demand(Holds(path(f"{_OWN}.readOnlyRootFilesystem"), TRUE), "its root can be written", (CONTAINERS,)),
    id="LZ-K8S-004",
    title="A container's root file system is read-only",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-02",
    why="What cannot be written cannot be replaced: neither the server's code nor a tool left behind.",
    fix="Set readOnlyRootFilesystem true, and mount an emptyDir where the program writes.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_CONTEXT, "readOnlyRootFilesystem"), False),
    offending=f"{_AT}.securityContext.readOnlyRootFilesystem",
)


pod_shares_nothing = object_rule(
    Demand(Holds(path("hostNetwork"), FALSE, missing=False), "shares it with the host"),
    Demand(Holds(path("hostPID"), FALSE, missing=False), "shares it with the host"),
    Demand(Holds(path("hostIPC"), FALSE, missing=False), "shares it with the host"),
    Demand(absent("hostPath"), "mounts a path of the host", (path("volumes"),), at=path("hostPath")),
    Demand(absent("hostPort"), "takes a port of the host", (CONTAINERS, path("ports")), at=path("hostPort")),
    id="LZ-K8S-005",
    title="A pod shares nothing with its host",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-03",
    why="The host's network answers with the node's credentials, its paths hold every other pod's secrets.",
    fix="Take hostNetwork, hostPID, hostIPC, hostPath and hostPort out; what must have them is an EKS add-on.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_POD, "volumes", 0), {"name": "scratch", "hostPath": {"path": "/"}}),
    offending="vllm.spec.template.spec.volumes[0].hostPath",
)


container_is_bounded = object_rule(
    Demand(given("resources.limits", "cpu"), "has no limit of cpu", _MAIN, at=_LIMITS),
    Demand(given("resources.limits", "memory"), "has no limit of memory", _MAIN, at=_LIMITS),
    Demand(
        one(absent("resources.requests", GPU), Same(path("resources.requests", GPU), path("resources.limits", GPU))),
        "asks for other devices than it is limited to",
        _MAIN,
        at=path("resources.requests"),
    ),
    id="LZ-K8S-006",
    title="A container is bounded in CPU and memory, and gets the devices it asks for",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-04",
    why="One long prompt takes the machine's memory, and with it every other pod on a node that costs by the hour.",
    fix="Set resources.limits for cpu, memory and nvidia.com/gpu; a request of devices must equal its limit.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "resources", "limits"), {"cpu": "3", GPU: "1"}),
    offending=f"{_AT}.resources.limits",
)


container_is_probed = object_rule(
    Demand(given("readinessProbe"), "is missing", _MAIN),
    Demand(given("livenessProbe"), "is missing", _MAIN),
    Demand(
        one(absent("resources.limits", GPU), given("startupProbe")),
        "is missing, and the container loads a model",
        _MAIN,
        at=path("startupProbe"),
    ),
    id="LZ-K8S-007",
    title="A container that serves says when it is ready, and when it is stuck",
    severity=Severity.LOW,
    types=SERVING,
    control="K8S-18",
    why="Without them traffic reaches a model that still loads, and nobody restarts one that hangs.",
    fix="Give it a readiness and a liveness probe, and a startup probe sized for its weights where it has a device.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "readinessProbe"), None),
    offending=f"{_AT}.readinessProbe",
)


pod_has_no_token = object_rule(
    Demand(Holds(path("automountServiceAccountToken"), FALSE), "mounts a token"),
    id="LZ-K8S-008",
    title="A pod gets no token for the API server",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-13",
    why="A model that runs what it wrote finds the token first; AWS is reached by EKS Pod Identity without it.",
    fix="Set automountServiceAccountToken false in the pod's specification.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_POD, "automountServiceAccountToken"), True),
    offending="vllm.spec.template.spec.automountServiceAccountToken",
)


@resource_rule(
    id="LZ-K8S-009",
    title="No secret is written into an environment variable",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-17",
    why="It stands in the object, in every copy of it and in the process list; whoever reads the one has the other.",
    fix="Use valueFrom.secretKeyRef, or better a role by EKS Pod Identity that needs no secret.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "env", 0, "name"), "HF_TOKEN"),
    offending=f"{_AT}.env[0].name",
    decides=(f"{_AT}.env[0].value",),
    cel=(Validation(no_secret(), "carries a secret as text", "containers[].env[]"),),
    beyond=BEYOND,
)
def no_secret_in_a_variable(workload: View) -> Iterator[Outcome]:
    for container in containers(workload):
        for variable in container.at("env").each():
            name, value = variable.at("name"), variable.at("value")
            carried = reveals(value) if name.unknown else carries(str(name.raw), value)
            perhaps = Verdict.UNKNOWN & has_value(value) if name.unknown else Verdict.FAIL
            yield name.outcome(~(carried | perhaps), "carries a secret as text")


@resource_rule(
    id="LZ-K8S-010",
    title="Replicas are disturbed within a budget",
    severity=Severity.MEDIUM,
    types=SERVING,
    control="K8S-10",
    why="A drain takes as many replicas as stand on a node; without a budget that may be all of them.",
    fix="Declare a PodDisruptionBudget in the same namespace whose selector takes the pods' labels.",
    good=WEB,
    bad=placed(WEB, "budget", ("spec", "selector"), {"matchLabels": {"app": "other"}}),
    offending="budget.spec.selector",
    decides=("vllm.spec.replicas", "vllm.spec.template.metadata.labels"),
    beyond="The budget is another object, and may be made after its workload.",
)
def replicas_have_a_budget(workload: View) -> Iterator[Outcome]:
    several = workload["spec.replicas"].holds(counts(2))
    yield workload.outcome(~several | has_budget(workload), "no PodDisruptionBudget selects its pods")
