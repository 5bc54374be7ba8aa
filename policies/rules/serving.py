"""A model's server on Kubernetes: who may ask it, and what it may change.

Sources: https://docs.vllm.ai/en/v0.30.0/usage/security.html (an API key guards only the paths below /v1) and
https://kubernetes.io/docs/concepts/services-networking/network-policies/ (policies add up); noted 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policies.admission.conditions import TRUE, literal
from policies.admission.statements import Holds, one, path
from policies.admission.statements import given as given_in
from policies.pods import (
    AUTHORIZATION,
    NETWORK_POLICY,
    SERVING,
    WORKLOADS,
    asks_for_gpu,
    beside,
    given,
    models,
    pod,
    selects,
)
from policies.rule import Severity, Validation, resource_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, MOUNTED, SERVED
from policies.value import Outcome, Value, is_true, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

_KEY: Final = re.compile(r"(VLLM|SGLANG|OPENAI|TGI)?_?API_KEY")
_OF_WEIGHTS: Final = "(?i)(^|[/_.-])(models?|weights?|checkpoints?)([/_.-]|$)"
_WEIGHTS: Final = re.compile(_OF_WEIGHTS)
_VOLUME: Final = one(
    *(Holds(path(f"{kind}.readOnly"), TRUE) for kind in ("persistentVolumeClaim", "csi", "nfs")), given_in("image")
)
_READ_ONLY: Final = (
    "variables.pod.containers.all(e1, !has(e1.volumeMounts) || e1.volumeMounts.all(mount,"
    f" !(mount.name.matches({literal(_OF_WEIGHTS)}) || mount.mountPath.matches({literal(_OF_WEIGHTS)}))"
    " || (has(mount.readOnly) && mount.readOnly == true)"
    " || (has(variables.pod.volumes) && variables.pod.volumes.exists(volume,"
    f" volume.name == mount.name && {_VOLUME.cel('volume')}))))"
)
_ANYWHERE: Final = frozenset({"0.0.0.0/0", "::/0"})
_AT: Final = "vllm.spec.template.spec.containers[0]"


@resource_rule(
    id="LZ-K8S-017",
    title="A model's server is asked by those somebody named",
    severity=Severity.HIGH,
    types=SERVING,
    control="K8S-07",
    why="An OpenAI-compatible server answers whoever reaches its port: every pod, and whatever a pod is talked into.",
    fix="Give VLLM_API_KEY from a Secret, or let NetworkPolicies name in `from` who may come in; VllmService does.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*CONTAINER, "env", 1, "name"), "HF_TOKEN"),
    offending=f"{_AT}.env[1].name",
    decides=(f"{_AT}.args[0]", f"{_AT}.env[0]", f"{_AT}.resources"),
    beyond="The policies that say who may come in are other objects.",
)
def server_is_asked_by_the_named(workload: View) -> Iterator[Outcome]:
    loads = some(given(model) for model in models(workload)) & asks_for_gpu(workload)
    guarded = _has_a_key(workload) | _is_fenced(workload) | _is_authorized(workload)
    yield workload.outcome(~loads | guarded, "answers whoever reaches its port", "spec.template.spec.containers")


def _has_a_key(workload: View) -> Verdict:
    """Whether a variable that servers take their key from comes out of a Secret."""
    return some(
        variable.at("name").holds(lambda raw: _KEY.fullmatch(str(raw)) is not None)
        & given(variable.at("valueFrom.secretKeyRef"))
        for container in pod(workload).at("containers").each()
        for variable in container.at("env").each()
    )


def _is_fenced(workload: View) -> Verdict:
    """Whether a policy takes what comes in, and no policy lets in what it does not name."""
    labels = workload["spec.template.metadata.labels"]
    over = [
        (policy, here & _takes(policy["spec.podSelector"], labels) & _is_about_ingress(policy))
        for policy, here in beside(workload, NETWORK_POLICY)
    ]
    return some(applies for _, applies in over) & every(~applies | _names_sources(policy) for policy, applies in over)


def _takes(selector: Value, labels: Value) -> Verdict:
    """Whether the selector of a policy takes the pods; an empty one takes all."""
    return Verdict.PASS if selector.raw == {} else selects(selector, labels)


def _is_about_ingress(policy: View) -> Verdict:
    return some(each.holds(one_of("Ingress")) for each in policy["spec.policyTypes"].each())


def _names_sources(policy: View) -> Verdict:
    ways = [way.at("from") for way in policy["spec.ingress"].each()]
    return every(way.holds(non_empty) & every(~_is_anywhere(source) for source in way.each()) for way in ways)


def _is_anywhere(source: Value) -> Verdict:
    return source.at("ipBlock.cidr").holds(one_of(*_ANYWHERE)) | source.holds(lambda raw: raw == {})


def _is_authorized(workload: View) -> Verdict:
    """Whether a policy of the mesh allows callers that it names, and so refuses all others."""
    return some(
        here
        & _chosen(policy["spec.selector"], workload["spec.template.metadata.labels"])
        & policy["spec.action"].holds(one_of("ALLOW"), when_missing="ALLOW")
        & every(rule.at("from").holds(non_empty) for rule in policy["spec.rules"].each())
        for policy, here in beside(workload, *AUTHORIZATION)
    )


def _chosen(selector: Value, labels: Value) -> Verdict:
    return Verdict.PASS if selector.missing else selects(selector, labels)


@resource_rule(
    id="LZ-K8S-018",
    title="A model's weights are mounted to be read",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-15",
    why="A server that can write its weights serves tomorrow what somebody wrote into them today, under one digest.",
    fix="Set readOnly on the mount, or on the volume's claim; only the job that fetches weights writes them.",
    good=MOUNTED,
    bad=placed(MOUNTED, "vllm", (*CONTAINER, "volumeMounts", 0, "readOnly"), False),
    offending=f"{_AT}.volumeMounts[0].readOnly",
    decides=(f"{_AT}.volumeMounts[0].name", "vllm.spec.template.spec.volumes[1]"),
    cel=(Validation(_READ_ONLY, "lets the server write its model's weights", "containers[].volumeMounts[]"),),
)
def weights_are_read_only(workload: View) -> Iterator[Outcome]:
    volumes = list(pod(workload).at("volumes").each())
    for container in pod(workload).at("containers").each():
        for mount in container.at("volumeMounts").each():
            held = some(mount.at(path).holds(_is_of_weights) for path in ("name", "mountPath"))
            kept = mount.at("readOnly").holds(is_true) | _cannot_be_written(mount, volumes)
            yield mount.at("readOnly").outcome(~held | kept, "lets the server write its model's weights")


def _is_of_weights(raw: Any) -> bool:
    return isinstance(raw, str) and _WEIGHTS.search(raw) is not None


def _cannot_be_written(mount: Value, volumes: list[Value]) -> Verdict:
    """Whether the volume itself is read-only: an image always is, a claim or a driver where it says so."""
    name = mount.at("name")
    named = [volume for volume in volumes if name.known and volume.at("name").raw == name.raw]
    if not named:
        return some(Verdict.UNKNOWN for volume in volumes if name.unknown or volume.at("name").unknown)
    sources = [volume.at(f"{kind}.readOnly") for volume in named for kind in ("persistentVolumeClaim", "csi", "nfs")]
    return some([*(source.holds(is_true) for source in sources), *(given(volume.at("image")) for volume in named)])
