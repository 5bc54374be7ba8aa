"""Pools of GPU nodes: what they may cost, what their nodes start from, and in which order they are bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policies.controls import supports
from policies.pods import GPU, NODE_CLASS, NODE_POOL, entry, given, is_gpu_pool, same
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import placed
from policies.rules.examples.kubernetes import POOLS
from policies.value import Outcome, Value, is_true, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import StackView, View

_CLASS: Final = "spec.template.spec.nodeClassRef.name"
_ORDER: Final = ("reserved", "on-demand", "spot")
"""What is paid for already first, what may go with two minutes' notice last."""


@resource_rule(
    id="LZ-GPU-003",
    title="A node pool has a ceiling",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="Karpenter makes a node for every pod that waits: without limits a loop buys GPUs all night.",
    fix="Set spec.limits, for a GPU pool of nvidia.com/gpu; they follow from pools in config/environments.",
    frameworks=supports("CST-04"),
    good=POOLS,
    bad=placed(POOLS, "reserved", ("spec", "limits"), None),
    offending="reserved.spec.limits",
)
def pool_has_a_ceiling(pool: View) -> Iterator[Outcome]:
    limits = pool["spec.limits"]
    counted = limits.holds(non_empty) & (~is_gpu_pool(pool) | given(entry(limits, GPU)))
    yield limits.outcome(counted, "limits nothing, or not its devices")


@resource_rule(
    id="LZ-GPU-004",
    title="A node gives its credentials to no pod",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="EKS-04",
    why="The node's role pulls every image and joins clusters; a request forged inside a pod must not reach it.",
    fix="Set metadataOptions httpTokens required and httpPutResponseHopLimit 1.",
    frameworks=supports("EKS-04"),
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "metadataOptions", "httpPutResponseHopLimit"), 2),
    offending="class.spec.metadataOptions.httpPutResponseHopLimit",
)
def node_keeps_its_credentials(node_class: View) -> Iterator[Outcome]:
    options = node_class["spec.metadataOptions"]
    yield options.at("httpTokens").must(one_of("required"), "answers without a token", when_missing="required")
    hops = options.at("httpPutResponseHopLimit")
    yield hops.must(lambda raw: str(raw) == "1", "answers pods too", when_missing=1)


@resource_rule(
    id="LZ-GPU-005",
    title="A node's volumes are encrypted",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="EKS-04",
    why="Images, caches and what pods write to scratch lie there, and a volume outlives its node when it is copied.",
    fix="Set ebs.encrypted true, and kmsKeyID to the platform's key, for each device.",
    frameworks=supports("EKS-04"),
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "blockDeviceMappings", 0, "ebs", "encrypted"), False),
    offending="class.spec.blockDeviceMappings[0].ebs.encrypted",
)
def volumes_are_encrypted(node_class: View) -> Iterator[Outcome]:
    for device in node_class["spec.blockDeviceMappings"].each():
        yield device.at("ebs.encrypted").must(is_true, "is not encrypted", when_missing=False)


@resource_rule(
    id="LZ-GPU-006",
    title="Nodes start from a pinned image",
    severity=Severity.HIGH,
    types=(NODE_CLASS,),
    control="K8S-01",
    why="A driver that changes by itself changes every model at once, and nobody reviewed it.",
    fix="Write amiSelectorTerms as an alias with a version (bottlerocket@v1.57.0), or as an id.",
    frameworks=supports("K8S-01"),
    good=POOLS,
    bad=placed(POOLS, "class", ("spec", "amiSelectorTerms", 0, "alias"), "bottlerocket@latest"),
    offending="class.spec.amiSelectorTerms[0].alias",
)
def node_image_is_pinned(node_class: View) -> Iterator[Outcome]:
    for term in node_class["spec.amiSelectorTerms"].each():
        alias = term.at("alias").holds(lambda raw: "@" in str(raw) and not str(raw).endswith("@latest"))
        yield term.outcome(alias | given(term.at("id")), "matches whatever is newest")


@resource_rule(
    id="LZ-GPU-007",
    title="Only pods that ask for a GPU come to a GPU node",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="A web server on a GPU node keeps it alive, and the model that needs it out.",
    fix="Taint the pool nvidia.com/gpu with effect NoSchedule.",
    frameworks=supports("CST-04"),
    good=POOLS,
    bad=placed(POOLS, "reserved", ("spec", "template", "spec", "taints"), []),
    offending="reserved.spec.template.spec.taints",
)
def gpu_pool_is_tainted(pool: View) -> Iterator[Outcome]:
    taints = pool["spec.template.spec.taints"]
    kept_off = some(
        taint.at("key").holds(one_of(GPU)) & taint.at("effect").holds(one_of("NoSchedule", "NoExecute"))
        for taint in taints.each()
    )
    yield taints.outcome(~is_gpu_pool(pool) | kept_off, "any pod may come")


@graph_rule(
    id="LZ-GPU-008",
    title="What is reserved is used before anything is bought",
    severity=Severity.MEDIUM,
    types=(NODE_POOL,),
    control="CST-04",
    why="A reservation costs the same empty; on-demand beside an empty one is paid twice.",
    fix="Give the NodePools of one class weights that fall from reserved over on-demand to spot.",
    frameworks=supports("CST-04"),
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
        requirement.at("key").holds(one_of("karpenter.sh/capacity-type"))
        & some(value.holds(one_of(way)) for value in requirement.at("values").each())
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
