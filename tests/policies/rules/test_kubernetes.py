"""What the soundness suite cannot know of the rules about Kubernetes objects."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.pods import AUTOSCALER, DEPLOYMENT, selects
from policies.rule import Examples, Rule
from policies.rules.examples.build import kubernetes, placed
from policies.rules.examples.kubernetes import CONTAINER, POOLS, SCALED, SERVED
from policies.value import wrap
from policies.verdict import Verdict
from policies.view import StackView
from tests.policies.rules.judged import RULES, verdict

POD = ("spec", "template", "spec")


def _rule(number: str) -> Rule:
    return RULES[number]


def test_a_container_inherits_from_its_pod_and_may_say_otherwise() -> None:
    """The seccomp profile of the example is the pod's; a container's own comes before it."""
    own = placed(SERVED, "vllm", (*CONTAINER, "securityContext", "seccompProfile"), {"type": "Unconfined"})

    assert (Verdict.PASS, Verdict.FAIL) == (verdict(_rule("LZ-K8S-003"), SERVED), verdict(_rule("LZ-K8S-003"), own))


@pytest.mark.parametrize("number", ["LZ-K8S-001", "LZ-K8S-002", "LZ-K8S-003", "LZ-K8S-004"])
def test_what_runs_first_is_held_too(number: str) -> None:
    """An init container has the pod's rights for as long as it likes."""
    first = placed(SERVED, "vllm", (*POD, "initContainers"), [{"name": "first", "image": "example.com/tool:1"}])

    assert Verdict.FAIL is verdict(_rule(number), first)


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        ("kubernetes:core/v1:Pod", ("spec",)),
        ("kubernetes:batch/v1:CronJob", ("spec", "jobTemplate", "spec", "template", "spec")),
        ("kubernetes:extensions/v1beta1:DaemonSet", POD),
    ],
)
def test_a_pod_is_found_wherever_a_kind_keeps_it(type_: str, path: tuple[str, ...]) -> None:
    """Former versions of a kind among them."""
    spec: Any = {"hostNetwork": True}
    for step in reversed(path[1:]):
        spec = {step: spec}

    assert Verdict.FAIL is verdict(_rule("LZ-K8S-005"), (kubernetes(type_, "it", spec=spec),))


@pytest.mark.parametrize(
    "spec",
    [
        {"metrics": [{"type": "Resource", "resource": {"name": "cpu"}}]},
        {"targetCPUUtilizationPercentage": 70},
        {"triggers": [{"type": "prometheus", "metadata": {"query": "avg(DCGM_FI_DEV_GPU_UTIL)"}}]},
    ],
)
def test_every_way_to_scale_by_utilisation_is_one(spec: dict[str, Any]) -> None:
    """KEDA's, Kubernetes' own, and a query that asks the device; what has no device may scale so."""
    scaler = kubernetes(
        AUTOSCALER,
        "scaler",
        metadata={"name": "vllm", "namespace": "assistant"},
        spec={"maxReplicas": 8, "scaleTargetRef": {"name": "vllm"}, **spec},
    )

    assert Verdict.FAIL is verdict(_rule("LZ-GPU-001"), (*SERVED, scaler))
    web = placed(SERVED, "vllm", (*CONTAINER, "resources"), {"limits": {"cpu": "1", "memory": "1Gi"}})
    assert Verdict.PASS is verdict(_rule("LZ-GPU-001"), (*web, scaler))


def test_another_namespaces_scaler_is_not_the_models() -> None:
    """Names are unique within a namespace alone."""
    elsewhere = placed(SCALED, "scaler", ("metadata", "namespace"), "other")

    assert Verdict.PASS is verdict(
        _rule("LZ-GPU-001"), placed(elsewhere, "scaler", ("spec", "triggers", 0, "type"), "cpu")
    )


def test_a_pool_that_consolidates_what_is_used_disturbs_models() -> None:
    """Annotation, budget and pool are one thought; a pool without devices is nobody's concern here."""
    busy = placed(POOLS, "on-demand", ("spec", "disruption"), {"consolidateAfter": "5m"})
    never = placed(busy, "on-demand", ("spec", "disruption"), {"consolidateAfter": "Never"})

    verdicts = [verdict(_rule("LZ-GPU-009"), (*SERVED, *pools)) for pools in (POOLS, busy, never)]
    assert [Verdict.PASS, Verdict.FAIL, Verdict.PASS] == verdicts


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["serve", "meta-llama/Llama-3.1-8B"], Verdict.FAIL),
        (["--model", "https://example.com/weights"], Verdict.FAIL),
        (["--model=hf://meta-llama/Llama-3.1-8B"], Verdict.FAIL),
        (["--model", f"oci://registry.example.com/llama@sha256:{'0' * 64}"], Verdict.PASS),
        (["--port=8000"], Verdict.PASS),
        ([UNKNOWN, "--port=8000"], Verdict.UNKNOWN),
    ],
)
def test_weights_are_found_wherever_the_command_line_names_them(words: list[Any], expected: Verdict) -> None:
    """After serve, after --model, behind its equals sign, or first of all."""
    assert expected is verdict(_rule("LZ-GPU-010"), placed(SERVED, "vllm", (*CONTAINER, "args"), words))


def test_a_pool_of_several_ways_is_judged_by_its_best() -> None:
    """Karpenter takes what is reserved first within a pool, too."""
    both = placed(POOLS, "reserved", (*POD, "requirements", 0, "values"), ["reserved", "on-demand"])

    assert Verdict.PASS is verdict(_rule("LZ-GPU-008"), both)


def test_expressions_of_a_selector_are_not_guessed() -> None:
    """What is not understood is unknown, never a pass."""
    selector = wrap("urn", "selector", {"matchExpressions": [{"key": "app", "operator": "Exists"}]})

    assert Verdict.UNKNOWN is selects(selector, wrap("urn", "labels", {"app": "vllm"}))


def test_no_message_holds_a_value() -> None:
    """A variable's text may be a secret: neither it nor its name is said."""
    stack: Examples = placed(SERVED, "vllm", (*CONTAINER, "env"), [{"name": "PLANTED_TOKEN", "value": "hunter2"}])
    check = _rule("LZ-K8S-009").resource_check
    assert check is not None
    views = StackView(graph_of(stack)).of_type(DEPLOYMENT)
    said = [outcome.message for view in views for outcome in check(view)]
    assert said
    assert not any("hunter2" in message or "PLANTED" in message for message in said)
