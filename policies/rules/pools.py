"""Pools of GPU nodes: what they may cost, what their nodes start from, and in which order they are bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policies.admission.conditions import NON_EMPTY, TRUE, Condition, exactly, one_of
from policies.admission.demands import Demand, object_rule
from policies.admission.statements import Holds, Not, Some, both, given, one, path
from policies.pods import GPU, IS_GPU_POOL, NODE_CLASS, NODE_POOL, same
from policies.rule import Severity, graph_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import POOLS
from policies.value import Outcome, Value
from policies.value import one_of as among
from policies.verdict import Verdict, some
from policies.view import StackView, View

_LIMITS: Final = path("spec.limits")
_OPTIONS: Final = "spec.metadataOptions"
_TAINTS: Final = path("spec.template.spec.taints")
_OF_GPUS: Final = Holds(path("key"), one_of(GPU))
_VERSIONED: Final = Condition(
    lambda raw: "@" in str(raw) and not str(raw).endswith("@latest"),
    lambda it: f'({it}.contains("@") && !{it}.endsWith("@latest"))',
)
_CLASS: Final = "spec.template.spec.nodeClassRef.name"
_ORDER: Final = ("reserved", "on-demand", "spot")
"""What is paid for already first, what may go with two minutes' notice last."""


pool_has_a_ceiling = object_rule(
    Demand(
        both(Holds(_LIMITS, NON_EMPTY), one(Not(IS_GPU_POOL), given("spec.limits", GPU))),
        "limits nothing, or not its devices",
        at=_LIMITS,
    ),
    id="LZ-GPU-003",
    title="A node pool has a ceiling",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="Karpenter makes a node for every pod that waits: without limits a loop buys GPUs all night.",
    fix="Set spec.limits, for a GPU pool of nvidia.com/gpu; they follow from pools in config/environments.",
    good=POOLS,
    bad=placed(POOLS, "reserved", ("spec", "limits"), None),
    offending="reserved.spec.limits",
)


node_keeps_its_credentials = object_rule(
    Demand(Holds(path(f"{_OPTIONS}.httpTokens"), one_of("required"), missing="required"), "answers without a token"),
    Demand(Holds(path(f"{_OPTIONS}.httpPutResponseHopLimit"), exactly(1), missing=1), "answers pods too"),
    id="LZ-GPU-004",
    title="A node gives its credentials to no pod",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="EKS-04",
    why="The node's role pulls every image and joins clusters; a request forged inside a pod must not reach it.",
    fix="Set metadataOptions httpTokens required and httpPutResponseHopLimit 1.",
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "metadataOptions", "httpPutResponseHopLimit"), 2),
    offending="class.spec.metadataOptions.httpPutResponseHopLimit",
)


volumes_are_encrypted = object_rule(
    Demand(Holds(path("ebs.encrypted"), TRUE), "is not encrypted", (path("spec.blockDeviceMappings"),)),
    id="LZ-GPU-005",
    title="A node's volumes are encrypted",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="EKS-04",
    why="Images, caches and what pods write to scratch lie there, and a volume outlives its node when it is copied.",
    fix="Set ebs.encrypted true, and kmsKeyID to the platform's key, for each device.",
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "blockDeviceMappings", 0, "ebs", "encrypted"), False),
    offending="class.spec.blockDeviceMappings[0].ebs.encrypted",
)


node_image_is_pinned = object_rule(
    Demand(
        one(given("id"), Holds(path("alias"), _VERSIONED)),
        "matches whatever is newest",
        (path("spec.amiSelectorTerms"),),
    ),
    id="LZ-GPU-006",
    title="Nodes start from a pinned image",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="K8S-01",
    why="A driver that changes by itself changes every model at once, and nobody reviewed it.",
    fix="Write amiSelectorTerms as an alias with a version (bottlerocket@v1.57.0), or as an id.",
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "amiSelectorTerms", 0, "alias"), "bottlerocket@latest"),
    offending="class.spec.amiSelectorTerms[0].alias",
)


gpu_pool_is_tainted = object_rule(
    Demand(
        one(Not(IS_GPU_POOL), Some(_TAINTS, both(_OF_GPUS, Holds(path("effect"), one_of("NoSchedule", "NoExecute"))))),
        "any pod may come",
        at=_TAINTS,
    ),
    id="LZ-GPU-007",
    title="Only pods that ask for a GPU come to a GPU node",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="A web server on a GPU node keeps it alive, and the model that needs it out.",
    fix="Taint the pool nvidia.com/gpu with effect NoSchedule.",
    good=POOLS,
    bad=placed(POOLS, "reserved", ("spec", "template", "spec", "taints"), []),
    offending="reserved.spec.template.spec.taints",
)


@graph_rule(
    id="LZ-GPU-008",
    title="What is reserved is used before anything is bought",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="A reservation costs the same empty; on-demand beside an empty one is paid twice.",
    fix="Give the NodePools of one class weights that fall from reserved over on-demand to spot.",
    good=POOLS,
    bad=placed(POOLS, "reserved", ("spec", "weight"), 10),
    offending="reserved.spec.weight",
    decides=(
        "reserved.spec.template.spec.nodeClassRef.name",
        "reserved.spec.template.spec.requirements[0]",
        "on-demand.spec.weight",
        "on-demand.spec.template.spec.nodeClassRef.name",
        "on-demand.spec.template.spec.requirements[0]",
        "on-demand.spec.template.spec.requirements[1]",
    ),
    beyond="It compares the pools of one class with each other.",
)
def reserved_comes_first(stack: StackView) -> Iterator[Outcome]:
    bought = {pool.urn: _ways(pool) for pool in stack.of_type(NODE_POOL)}
    for pool in stack.of_type(NODE_POOL):
        for other in stack.where(_CLASS, pool[_CLASS], NODE_POOL):
            worse = same(pool[_CLASS], other[_CLASS]) & _precedes(bought[pool.urn], bought[other.urn])
            yield pool["spec.weight"].outcome(~worse | _outweighs(pool, other), "comes after what costs more")


def _precedes(one: Sequence[Verdict], other: Sequence[Verdict]) -> Verdict:
    """Whether the one buys in a way that comes before the other's."""
    return some(first & then for place, first in enumerate(one) for then in other[place + 1 :])


def _ways(pool: View) -> list[Verdict]:
    """Whether each way is the first of a pool's requirement; a pool of several ways is judged by its best."""
    held = [_may_buy(pool, way) for way in _ORDER]
    return [own & ~some(held[:place]) for place, own in enumerate(held)]


def _may_buy(pool: View, way: str) -> Verdict:
    return some(
        requirement.at("key").holds(among("karpenter.sh/capacity-type"))
        & some(value.holds(among(way)) for value in requirement.at("values").each())
        for requirement in pool["spec.template.spec.requirements"].each()
    )


def _outweighs(pool: View, other: View) -> Verdict:
    """Whether the one is tried before the other; without a weight a pool has none."""
    own, its = pool["spec.weight"], other["spec.weight"]
    if own.unknown or its.unknown:
        return Verdict.UNKNOWN
    return Verdict.of(_weight(own) > _weight(its))


def _weight(value: Value) -> float:
    return float(value.raw) if isinstance(value.raw, int | float) else 0
