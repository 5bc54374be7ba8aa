"""Models on GPUs: what they load, how they are bounded, and what may disturb them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.admission.conditions import at_least, matches, not_beginning, without
from policies.admission.demands import CONTAINERS, Demand, object_rule
from policies.admission.statements import Holds, Path, is_, path
from policies.admission.words import ASKS, begins, every_model, names_a_model
from policies.pods import (
    AUTOSCALER,
    NODE_POOL,
    SCALED_OBJECT,
    SERVING,
    WORKLOADS,
    arguments,
    asks_for_gpu,
    given,
    has_budget,
    is_gpu_pool,
    models,
    same,
    same_namespace,
)
from policies.rule import Severity, Validation, graph_rule, resource_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CONTAINER, SCALED, SERVED
from policies.value import Outcome, is_true, one_of
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_ARGS: Final = "vllm.spec.template.spec.containers[0].args"
_LIMITS: Final = "vllm.spec.template.spec.containers[0].resources"
_ARGUMENTS: Final = (*CONTAINER, "args")
_WORDS: Final[tuple[tuple[Path, ...], ...]] = ((CONTAINERS, path("command")), (CONTAINERS, path("args")))
_STORE: Final = "(s3|oci)://.*sha256[:/@-]?[0-9a-f]{64}.*"
_STORED: Final = matches(_STORE)
_BOUNDS: Final = ("--max-model-len", "--max-num-seqs")
_BUSY: Final = re.compile(r"dcgm|gpu_?util|utili[sz]ation|cpu_|memory_", re.IGNORECASE)
_KEPT: Final = "karpenter.sh/do-not-disrupt"


@graph_rule(
    id="LZ-GPU-001",
    title="A model on GPUs scales by its queue",
    severity=Severity.HIGH,
    types=(AUTOSCALER, SCALED_OBJECT),
    control="K8S-09",
    why="A GPU that serves well is busy, and so is one that is overrun: utilisation cannot tell them apart.",
    fix="Trigger on vllm:num_requests_waiting; VllmService does.",
    good=SCALED,
    bad=placed(SCALED, "scaler", ("spec", "triggers", 0, "type"), "cpu"),
    offending="scaler.spec.triggers[0].type",
    decides=("scaler.metadata", "scaler.spec.scaleTargetRef.name", "vllm.metadata", _LIMITS),
    beyond="Whether what it scales is a model on GPUs is said by another object.",
)
def model_scales_by_its_queue(stack: StackView) -> Iterator[Outcome]:
    for scaler in stack.of_type(AUTOSCALER, SCALED_OBJECT):
        busy = some(_by_utilisation(scaler))
        name = scaler["spec.scaleTargetRef.name"]
        for workload in stack.where("metadata.name", name, *SERVING):
            target = same(name, workload["metadata.name"])
            aimed = target & same_namespace(scaler, workload) & asks_for_gpu(workload)
            yield scaler.outcome(~(aimed & busy), "scales a model by how busy its machine is", "spec")


def _by_utilisation(scaler: View) -> Iterator[Verdict]:
    """What version 1 of the autoscaler calls targetCPUUtilizationPercentage, version 2 a metric, KEDA a trigger."""
    yield given(scaler["spec.targetCPUUtilizationPercentage"])
    for metric in scaler["spec.metrics"].each():
        yield metric.at("type").holds(one_of("Resource", "ContainerResource"))
    for trigger in scaler["spec.triggers"].each():
        yield trigger.at("type").holds(one_of("cpu", "memory"))
        query = trigger.at("metadata.query")
        yield query.holds(lambda raw: _BUSY.search(str(raw)) is not None)


autoscaling_ends = object_rule(
    Demand(Holds(path("spec.maxReplicas"), at_least(1)), "has no upper bound", only=(AUTOSCALER,)),
    Demand(Holds(path("spec.maxReplicaCount"), at_least(1)), "has no upper bound", only=(SCALED_OBJECT,)),
    id="LZ-GPU-002",
    title="Autoscaling ends somewhere",
    severity=Severity.MEDIUM,
    types=(AUTOSCALER, SCALED_OBJECT),
    control="K8S-09",
    why="A flood of requests should meet a limit before it meets the budget.",
    fix="Set maxReplicaCount (maxReplicas) to serve.replicas.max of the card.",
    good=SCALED,
    bad=placed(SCALED, "scaler", ("spec", "maxReplicaCount"), None),
    offending="scaler.spec.maxReplicaCount",
)


@graph_rule(
    id="LZ-GPU-009",
    title="Nothing takes a model away while it loads or serves",
    severity=Severity.HIGH,
    types=SERVING,
    control="K8S-10",
    why="A replica that took ten minutes to load is gone in a second when a node is consolidated under it.",
    fix="Annotate the pods karpenter.sh/do-not-disrupt, give them a budget, and consolidate GPU pools WhenEmpty.",
    good=SERVED,
    bad=placed(SERVED, "vllm", ("spec", "template", "metadata", "annotations"), {}),
    offending="vllm.spec.template.metadata.annotations",
    decides=(_LIMITS,),
    beyond="The budget and the pools are other objects.",
)
def model_is_left_alone(stack: StackView) -> Iterator[Outcome]:
    calm = every(~is_gpu_pool(pool) | _is_calm(pool) for pool in stack.of_type(NODE_POOL))
    for workload in stack.of_type(*SERVING):
        annotations = workload["spec.template.metadata.annotations"]
        kept = annotations.under(_KEPT).holds(is_true)
        alone = kept & has_budget(workload) & calm
        yield annotations.outcome(~asks_for_gpu(workload) | alone, "may be disturbed: annotation, budget or pool")


def _is_calm(pool: View) -> Verdict:
    """Whether only empty nodes of a pool are consolidated, or none; Karpenter by itself empties those that idle."""
    disruption = pool["spec.disruption"]
    empty = disruption.at("consolidationPolicy").holds(one_of("WhenEmpty"))
    return empty | disruption.at("consolidateAfter").holds(one_of("Never"))


@resource_rule(
    id="LZ-GPU-010",
    title="A model's weights come from a store of ours, by digest",
    severity=Severity.HIGH,
    types=WORKLOADS,
    control="K8S-05",
    why="A name on a public hub is whatever its owner uploaded last, and the hub is asked at every start.",
    fix="Name the weights as s3://STORE/MODEL/sha256/DIGEST; the card's approved digest is in config/models.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_ARGUMENTS, 0), "meta-llama/Llama-3.1-8B-Instruct"),
    offending=f"{_ARGS}[0]",
    decides=(_LIMITS,),
    cel=(Validation(f"!{ASKS} || {every_model(_STORE)}", "names no digest in a store", "containers[].args[]"),),
)
def weights_are_ours(workload: View) -> Iterator[Outcome]:
    gpu = asks_for_gpu(workload)
    for model in models(workload):
        stored = model.holds(_STORED.holds)
        yield model.outcome(~gpu | stored, "names no digest in a store")


no_code_comes_with_weights = object_rule(
    *(Demand(is_(without("--trust-remote-code")), "runs code out of the model's repository", way) for way in _WORDS),
    id="LZ-GPU-011",
    title="No code comes with the weights",
    severity=Severity.CRITICAL,
    types=WORKLOADS,
    control="K8S-06",
    why="--trust-remote-code runs Python out of the model's repository with the rights of the server.",
    fix="Take --trust-remote-code out; choose an engine that knows the model's architecture.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_ARGUMENTS, 1), "--trust-remote-code"),
    offending=f"{_ARGS}[1]",
)


@resource_rule(
    id="LZ-GPU-012",
    title="A model is bounded in context and in requests at once",
    severity=Severity.MEDIUM,
    types=SERVING,
    control="K8S-08",
    why="Without bounds one caller's long prompts take the memory that the card promised to many.",
    fix="Pass --max-model-len and --max-num-seqs; they are the context and the concurrency of the card.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_ARGUMENTS, 3), "--seed=1"),
    offending=f"{_ARGS}[3]",
    decides=(_LIMITS, _ARGS),
    cel=tuple(
        Validation(f"!({ASKS} && {names_a_model()}) || {begins(option)}", f"{option} is not given", "containers[].args")
        for option in _BOUNDS
    ),
)
def model_is_bounded(workload: View) -> Iterator[Outcome]:
    words, loads = list(arguments(workload)), some(model.holds(lambda _: True) for model in models(workload))
    for option in _BOUNDS:
        bounded = some(word.holds(lambda raw, option=option: str(raw).startswith(option)) for word in words)
        yield workload.outcome(~(asks_for_gpu(workload) & loads) | bounded, f"{option} is not given", "spec")


prompts_are_not_logged = object_rule(
    *(Demand(is_(not_beginning("--enable-log-requests")), "logs what is asked", way) for way in _WORDS),
    id="LZ-GPU-013",
    title="What people ask a model stays out of its log",
    severity=Severity.MEDIUM,
    types=WORKLOADS,
    control="K8S-16",
    why="A prompt holds what its writer never meant to publish, and a log is read by many and kept for long.",
    fix="Take --enable-log-requests out; the decision record keeps what may be kept, redacted.",
    good=SERVED,
    bad=placed(SERVED, "vllm", (*_ARGUMENTS, 1), "--enable-log-requests"),
    offending=f"{_ARGS}[1]",
)
