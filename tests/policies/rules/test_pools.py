"""What the rules about pools, clusters and autoscalers say of each property they look at, and where."""

from __future__ import annotations

from typing import Any, Final

import pytest

from policies.example import graph_of
from policies.pods import GPU
from policies.rule import Examples
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import CLOSED, CONTAINER, POOLS, ROLES, SCALED, SERVED
from policies.verdict import Verdict, every
from tests.policies.rules.judged import RULES, outcomes

Way = tuple[str | int, ...]

TEMPLATE: Final[Way] = ("spec", "template", "spec")
TYPES: Final[Way] = (*TEMPLATE, "requirements", 1)
IN_SPEC = "spec.template.spec"
LABELS: Final[Way] = ("metadata", "labels")
SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"
INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal"
OPTIONS: Final[Way] = ("spec", "metadataOptions")
AMI: Final[Way] = ("spec", "amiSelectorTerms", 0)
VOLUME: Final[Way] = ("spec", "blockDeviceMappings", 0, "ebs")

NO_LIMIT = placed(POOLS, "reserved", ("spec", "limits"), {"cpu": 100})
"""A pool that is one of GPUs by the types of its instances alone."""
BALANCED = placed(CLOSED, "service", ("spec", "type"), "LoadBalancer")

CASES: list[tuple[str, Examples, str, Way, Any, str | None]] = [
    ("LZ-GPU-003", POOLS, "reserved", ("spec", "limits"), {}, "spec.limits"),
    ("LZ-GPU-003", POOLS, "reserved", ("spec", "limits"), {"cpu": 100}, "spec.limits"),
    ("LZ-GPU-003", NO_LIMIT, "reserved", (*TYPES, "values"), ["m7i.large"], None),
    ("LZ-GPU-003", NO_LIMIT, "reserved", (*TYPES, "values"), ["m7i.large", "p5.48xlarge"], "spec.limits"),
    ("LZ-GPU-003", NO_LIMIT, "reserved", (*TYPES, "values"), ["gp.large"], None),
    ("LZ-GPU-003", NO_LIMIT, "reserved", (*TYPES, "key"), "karpenter.k8s.aws/instance-family", None),
    ("LZ-GPU-004", POOLS, "class", (*OPTIONS, "httpTokens"), "optional", "spec.metadataOptions.httpTokens"),
    ("LZ-GPU-004", POOLS, "class", OPTIONS, None, None),
    ("LZ-GPU-005", POOLS, "class", (*VOLUME, "encrypted"), None, "spec.blockDeviceMappings[0].ebs.encrypted"),
    ("LZ-GPU-005", POOLS, "class", ("spec", "blockDeviceMappings"), None, None),
    ("LZ-GPU-006", POOLS, "class", (*AMI, "alias"), "bottlerocket", "spec.amiSelectorTerms[0]"),
    ("LZ-GPU-006", POOLS, "class", AMI, {"id": "ami-0123456789abcdef0"}, None),
    ("LZ-GPU-006", POOLS, "class", AMI, {"name": "al2023-*"}, "spec.amiSelectorTerms[0]"),
    ("LZ-GPU-007", POOLS, "reserved", (*TEMPLATE, "taints", 0, "key"), "other", f"{IN_SPEC}.taints"),
    ("LZ-GPU-007", POOLS, "reserved", (*TEMPLATE, "taints", 0, "effect"), "PreferNoSchedule", f"{IN_SPEC}.taints"),
    ("LZ-GPU-007", POOLS, "reserved", (*TEMPLATE, "taints", 0, "effect"), "NoExecute", None),
    ("LZ-GPU-007", NO_LIMIT, "reserved", (*TEMPLATE, "taints"), None, f"{IN_SPEC}.taints"),
    ("LZ-GPU-002", SCALED, "scaler", ("spec", "maxReplicaCount"), 1, None),
    ("LZ-GPU-002", SCALED, "scaler", ("spec", "maxReplicaCount"), 0, "spec.maxReplicaCount"),
    *(
        ("LZ-GPU-011", SERVED, "vllm", (*CONTAINER, field), [word], f"{IN_SPEC}.containers[0].{field}[0]")
        for field in ("args", "command")
        for word in ("--trust-remote-code", "python -m vllm --trust-remote-code=true")
    ),
    *(
        ("LZ-GPU-013", SERVED, "vllm", (*CONTAINER, field), [word], f"{IN_SPEC}.containers[0].{field}[0]")
        for field in ("args", "command")
        for word in ("--enable-log-requests", "--enable-log-requests=true")
    ),
    ("LZ-GPU-013", SERVED, "vllm", (*CONTAINER, "args", 1), "--no-enable-log-requests", None),
    ("LZ-K8S-012", CLOSED, "assistant", LABELS, None, "metadata.labels"),
    ("LZ-K8S-013", CLOSED, "service", ("spec", "type"), None, None),
    ("LZ-K8S-013", CLOSED, "service", ("spec", "type"), "ExternalName", None),
    ("LZ-K8S-013", CLOSED, "service", ("spec", "type"), "NodePort", "spec.type"),
    ("LZ-K8S-013", BALANCED, "service", ("metadata", "annotations"), {SCHEME: "internal"}, None),
    ("LZ-K8S-013", BALANCED, "service", ("metadata", "annotations"), {SCHEME: "internet-facing"}, "spec.type"),
    ("LZ-K8S-013", BALANCED, "service", ("metadata", "annotations"), {INTERNAL: "true"}, None),
    ("LZ-K8S-013", BALANCED, "service", ("metadata", "annotations"), {INTERNAL: "false"}, "spec.type"),
    *(
        ("LZ-K8S-016", ROLES, "reader", ("rules", 0, field), ["x", "*"], f"rules[0].{field}[1]")
        for field in ("verbs", "resources", "apiGroups")
    ),
]
"""Rule, example, object, what is set anew in it (None: not given), and where the rule then fails, if it does."""


@pytest.mark.parametrize(("rule", "stack", "name", "way", "value", "place"), CASES)
def test_a_property_is_judged_where_it_stands(
    *, rule: str, stack: Examples, name: str, way: Way, value: Any, place: str | None
) -> None:
    """One change of an object; the finding names the property, and there is no other."""
    said = outcomes(RULES[rule], graph_of(placed(stack, name, way, value)))
    failed = [outcome.path for outcome in said if outcome.verdict is Verdict.FAIL]

    assert ([] if place is None else [place]) == failed


def test_a_pool_that_names_no_devices_is_none_of_gpus() -> None:
    """The taint keeps pods off that no GPU was bought for."""
    plain = placed(
        placed(NO_LIMIT, "reserved", (*TYPES, "values"), ["m7i.large"]), "reserved", (*TEMPLATE, "taints"), None
    )

    assert GPU not in plain[1].properties["spec"]["limits"]
    assert {Verdict.PASS} == {outcome.verdict for outcome in outcomes(RULES["LZ-GPU-007"], graph_of(plain))}


WAY: Final[Way] = (*TEMPLATE, "requirements", 0, "values")


@pytest.mark.parametrize(
    ("first", "then", "weights", "expected"),
    [
        ("reserved", "on-demand", (100, 50), Verdict.PASS),
        ("reserved", "spot", (50, 100), Verdict.FAIL),
        ("on-demand", "spot", (100, 50), Verdict.PASS),
        ("on-demand", "spot", (50, 100), Verdict.FAIL),
        ("on-demand", "spot", (50, 50), Verdict.FAIL),
        ("on-demand", "spot", (1, None), Verdict.PASS),
        ("on-demand", "spot", (None, None), Verdict.FAIL),
        ("spot", "spot", (50, 50), Verdict.PASS),
    ],
)
def test_what_costs_less_is_tried_first(
    first: str, then: str, weights: tuple[int | None, int | None], expected: Verdict
) -> None:
    """Reserved before on-demand before spot; equal weights are tried in any order, and none is the least."""
    stack = placed(placed(POOLS, "reserved", WAY, [first]), "on-demand", WAY, [then])
    for name, weight in zip(("reserved", "on-demand"), weights, strict=True):
        stack = placed(stack, name, ("spec", "weight"), weight)

    assert expected is every(outcome.verdict for outcome in outcomes(RULES["LZ-GPU-008"], graph_of(stack)))
