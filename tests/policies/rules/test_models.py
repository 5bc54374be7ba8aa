"""Models on GPUs: what counts as being busy, what disturbs a replica, and which words of a command line matter."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.pods import AUTOSCALER, SCALED_OBJECT
from policies.rule import Example, Examples
from policies.rules.examples.build import kubernetes, placed
from policies.rules.examples.kubernetes import CONTAINER, POOLS, SCALED, SERVED, WEB
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ARGUMENTS = SERVED[0].properties["spec"]["template"]["spec"]["containers"][0]["args"]
CPU = {"type": "cpu", "metadata": {"value": "80"}}


def scaler(type_: str, **spec: Any) -> Example:
    """Something that scales the model."""
    place = {"name": "vllm", "namespace": "assistant"}
    return kubernetes(type_, "scaler", metadata=place, spec={"scaleTargetRef": {"name": "vllm"}, **spec})


def asked(query: str) -> list[dict[str, Any]]:
    return [{"type": "prometheus", "metadata": {"query": query}}]


@pytest.mark.parametrize(
    ("type_", "spec", "expected"),
    [
        (AUTOSCALER, {}, PASS),
        (AUTOSCALER, {"targetCPUUtilizationPercentage": 80}, FAIL),
        (AUTOSCALER, {"targetCPUUtilizationPercentage": UNKNOWN}, UNSURE),
        (AUTOSCALER, {"metrics": [{"type": "Resource", "resource": {"name": "cpu"}}]}, FAIL),
        (AUTOSCALER, {"metrics": [{"type": "ContainerResource"}]}, FAIL),
        (AUTOSCALER, {"metrics": [{"type": "Pods"}, {"type": "External"}]}, PASS),
        (AUTOSCALER, {"metrics": UNKNOWN}, UNSURE),
        (SCALED_OBJECT, {"triggers": [CPU]}, FAIL),
        (SCALED_OBJECT, {"triggers": [{"type": "memory"}]}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("sum(vllm:num_requests_waiting)")}, PASS),
        (SCALED_OBJECT, {"triggers": asked("avg(DCGM_FI_DEV_FB_USED)")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("avg(gpu_util)")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("avg(gpuutil)")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("node_utilisation")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("node_utilization")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("node_cpu_seconds_total")}, FAIL),
        (SCALED_OBJECT, {"triggers": asked("container_memory_rss")}, FAIL),
        (SCALED_OBJECT, {"triggers": [*asked("sum(vllm:num_requests_waiting)"), CPU]}, FAIL),
    ],
)
def test_a_model_is_not_scaled_by_how_busy_its_machine_is(type_: str, spec: dict[str, Any], expected: Verdict) -> None:
    """However the scaler spells it, and if it is only one of its reasons."""
    assert expected is said("LZ-GPU-001", (*SERVED, scaler(type_, **spec)))


def test_what_is_no_model_on_gpus_scales_as_it_likes() -> None:
    """Another workload's scaler, one in another namespace, and that of a server without devices."""
    busy = scaler(SCALED_OBJECT, triggers=[CPU])
    elsewhere = placed((*SERVED, busy), "scaler", ("metadata", "namespace"), "other")
    of_another = placed((*SERVED, busy), "scaler", ("spec", "scaleTargetRef", "name"), "web")

    assert [PASS] * 3 == [said("LZ-GPU-001", stack) for stack in (elsewhere, of_another, (*WEB, busy))]


@pytest.mark.parametrize(
    ("type_", "field"), [(AUTOSCALER, "maxReplicas"), (SCALED_OBJECT, "maxReplicaCount")], ids=["autoscaler", "keda"]
)
@pytest.mark.parametrize(("most", "expected"), [(1, PASS), (0, FAIL), (None, FAIL), (UNKNOWN, UNSURE)])
def test_a_bound_is_a_number_of_one_or_more(type_: str, field: str, most: Any, expected: Verdict) -> None:
    """Under the name that the kind gives it; another kind's name bounds nothing."""
    spec = {} if most is None else {field: most}
    stack = (scaler(type_, **spec),)

    assert expected is said("LZ-GPU-002", stack)
    assert {f"spec.{field}"} == {outcome.path for outcome in outcomes(RULES["LZ-GPU-002"], graph_of(stack))}


@pytest.mark.parametrize(
    ("disruption", "expected"),
    [
        ({"consolidationPolicy": "WhenEmpty", "consolidateAfter": "30m"}, PASS),
        ({"consolidationPolicy": "WhenEmptyOrUnderutilized", "consolidateAfter": "Never"}, PASS),
        ({"consolidationPolicy": "WhenEmptyOrUnderutilized", "consolidateAfter": "30m"}, FAIL),
        ({"consolidateAfter": "30m"}, FAIL),
        (None, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_pool_of_gpus_empties_no_node(disruption: Any, expected: Verdict) -> None:
    """Karpenter by itself does; a pool without devices may."""
    pool = placed(POOLS[1:2], "reserved", ("spec", "disruption"), disruption)
    limited = placed(pool, "reserved", ("spec", "limits"), {"cpu": 64})
    plain = placed(limited, "reserved", ("spec", "template", "spec", "requirements"), [])

    assert expected is said("LZ-GPU-009", (*SERVED, *pool))
    assert PASS is said("LZ-GPU-009", (*SERVED, *plain))


@pytest.mark.parametrize(("kept", "expected"), [("true", PASS), ("false", FAIL), (None, FAIL), (UNKNOWN, UNSURE)])
def test_a_replica_says_that_it_is_not_to_be_disturbed(kept: Any, expected: Verdict) -> None:
    """By the annotation of its pods; what asks for no device need not."""
    way = ("spec", "template", "metadata", "annotations", "karpenter.sh/do-not-disrupt")

    assert expected is said("LZ-GPU-009", placed(SERVED, "vllm", way, kept))
    assert PASS is said("LZ-GPU-009", placed(WEB, "vllm", way, kept))


def test_a_model_without_a_budget_may_be_taken_away() -> None:
    """Whatever the annotation says: Karpenter is not the only one who drains nodes."""
    assert FAIL is said("LZ-GPU-009", SERVED[:1])


def worded(field: str, *words: Any, among: str = "containers") -> Examples:
    """The model's container with these words, or one more among those that run first."""
    if among == "containers":
        return placed(SERVED, "vllm", (*CONTAINER, field), list(words))
    return placed(SERVED, "vllm", ("spec", "template", "spec", among), [{"name": "more", field: list(words)}])


@pytest.mark.parametrize(
    ("rule", "word"), [("LZ-GPU-011", "--trust-remote-code"), ("LZ-GPU-013", "--enable-log-requests")]
)
@pytest.mark.parametrize("field", ["command", "args"])
@pytest.mark.parametrize("among", ["containers", "initContainers"])
def test_a_word_is_refused_wherever_it_stands(rule: str, word: str, field: str, among: str) -> None:
    """In the command or its arguments, of every container; with a value behind it as well."""
    assert FAIL is said(rule, worded(field, "vllm", word, among=among))
    assert FAIL is said(rule, worded(field, f"{word}=true", among=among))
    assert PASS is said(rule, worded(field, "vllm", "--seed=1", among=among))
    assert UNSURE is said(rule, worded(field, UNKNOWN, among=among))


def test_what_a_word_says_of_not_logging_is_no_logging() -> None:
    """The option that refuses it has the same ending."""
    assert PASS is said("LZ-GPU-013", worded("args", "--no-enable-log-requests"))


@pytest.mark.parametrize("bound", ["--max-model-len", "--max-num-seqs"])
def test_a_model_has_both_bounds(bound: str) -> None:
    """In its context and in its requests at once; said in the command or in the arguments."""
    unbounded = [word for word in ARGUMENTS if not word.startswith(bound)]
    stack = worded("args", *unbounded)
    told = [outcome for outcome in outcomes(RULES["LZ-GPU-012"], graph_of(stack)) if outcome.verdict is FAIL]

    assert [("spec", True)] == [(outcome.path, bound in outcome.message) for outcome in told]
    assert PASS is said("LZ-GPU-012", placed(stack, "vllm", (*CONTAINER, "command"), ["vllm", f"{bound}=8"]))


def test_what_loads_no_model_needs_no_bounds() -> None:
    """A device alone is no model, and a model without a device is small."""
    small = placed(SERVED, "vllm", (*CONTAINER, "resources"), {"limits": {"cpu": "1"}})

    assert PASS is said("LZ-GPU-012", worded("args", "--seed=1"))
    assert FAIL is said("LZ-GPU-012", worded("args", "--model=s3://store/llama"))
    assert PASS is said("LZ-GPU-012", placed(small, "vllm", (*CONTAINER, "args"), ["--model=s3://store/llama"]))


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (f"s3://lz-prod-models/llama/sha256/{'a' * 64}", PASS),
        (f"oci://example.com/llama@sha256:{'0' * 64}", PASS),
        (f"s3://lz-prod-models/llama/sha256/{'a' * 63}", FAIL),
        (f"hf://lz-prod-models/llama/sha256/{'a' * 64}", FAIL),
        ("s3://lz-prod-models/llama", FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_weights_are_named_by_a_digest_in_a_store(model: Any, expected: Verdict) -> None:
    """As an option or as a word; without a device they may come from anywhere."""
    small = placed(SERVED, "vllm", (*CONTAINER, "resources"), {"limits": {"cpu": "1"}})

    assert expected is said("LZ-GPU-010", worded("args", model))
    assert PASS is said("LZ-GPU-010", placed(small, "vllm", (*CONTAINER, "args"), [model]))


def test_a_scaler_is_told_where_it_scales() -> None:
    """The finding stands at the specification of the scaler."""
    stack = placed(SCALED, "scaler", ("spec", "triggers"), [CPU])

    assert {"spec"} == {outcome.path for outcome in outcomes(RULES["LZ-GPU-001"], graph_of(stack))}
