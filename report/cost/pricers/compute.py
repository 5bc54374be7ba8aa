"""Clusters, nodes, pools, reservations and model endpoints: what computes."""

from __future__ import annotations

from collections.abc import Iterator

from config.instances import instance_table
from graph.model import UNKNOWN, Resource
from report.cost.charge import HOURS, Found, Free, NoPrice, Place, amount, ceiling, elements, fixed, priced, text, value

_GPU = "nvidia.com/gpu"


@priced("aws:eks/cluster:Cluster")
def cluster(_: Resource, __: Place) -> Iterator[Found]:
    """The control plane, while its version is in standard support."""
    yield fixed("eks.cluster", "control plane", HOURS, note="0.60 USD an hour once its version is in extended support")


@priced("aws:ec2/instance:Instance")
def instance(instance: Resource, _: Place) -> Iterator[Found]:
    """By its type."""
    if kind := text(instance, "instanceType"):
        yield fixed(f"ec2.{kind}", kind, HOURS)
    else:
        yield NoPrice("its type is known only after the deploy")


@priced("aws:ebs/volume:Volume")
def volume(volume: Resource, _: Place) -> Iterator[Found]:
    """By its size."""
    size, kind = amount(volume, "size"), text(volume, "type") or "gp2"
    if size is None:
        yield NoPrice("its size is known only after the deploy")
    else:
        yield fixed(f"ebs.{kind}", f"{kind} storage", size)


@priced("aws:ec2/capacityReservation:CapacityReservation")
def reservation(reservation: Resource, _: Place) -> Iterator[Found]:
    """Paid as if every instance ran, from the first minute to the last."""
    kind, count = text(reservation, "instanceType"), amount(reservation, "instanceCount")
    if not kind or count is None:
        yield NoPrice("its type or number is known only after the deploy")
    else:
        yield fixed(f"ec2.{kind}", f"{kind} reserved", HOURS * count, note="used or not")


@priced("aws:eks/nodeGroup:NodeGroup")
def node_group(group: Resource, place: Place) -> Iterator[Found]:
    """The nodes it always has, and those it may grow to; nodes in a reservation are paid there."""
    least, most = amount(group, "scalingConfig.minSize"), amount(group, "scalingConfig.maxSize")
    kinds = elements(group, "instanceTypes")
    if least is None or most is None or not kinds or UNKNOWN in kinds:
        yield NoPrice("its size or instance types are known only after the deploy")
        return
    kind = str(kinds[0])
    others = f"the first of {len(kinds)} types" if len(kinds) > 1 else ""
    spot = "Spot costs less" if text(group, "capacityType") == "SPOT" else ""
    note = "; ".join(part for part in (others, spot) if part)
    paid = _reserved(group, place, kind)
    always = max(least - paid, 0)
    if always:
        yield fixed(f"ec2.{kind}", f"{kind} nodes, at least {least:g}", HOURS * always, note=note)
    on_top = most - max(least, paid)
    if on_top > 0:
        yield ceiling(f"ec2.{kind}", f"{kind} nodes, up to {most:g}", HOURS * on_top, note=note)
    size = _disks(group, place)
    if size is None:
        yield NoPrice("the disks of its nodes are known only after the deploy")
    elif size and least:
        yield fixed("ebs.gp3", "disks of the nodes", size * least, note="as gp3")


def _disks(group: Resource, place: Place) -> float | None:
    """GB of the disks of one node: of its launch template, otherwise of the group."""
    templates = _reached(group, place, "aws:ec2/launchTemplate:LaunchTemplate")
    if not templates:
        return amount(group, "diskSize", 20) if value(group, "launchTemplate") is None else 0
    mappings = elements(templates[0], "blockDeviceMappings")
    sizes = [mapping.get("ebs", {}).get("volumeSize", 0) for mapping in mappings or [] if isinstance(mapping, dict)]
    known = [float(size) for size in sizes if isinstance(size, int | float)]
    return sum(known) if mappings is not None and len(known) == len(sizes) else None


def _reserved(group: Resource, place: Place, kind: str) -> float:
    """How many nodes of a group stand in a reservation that it, or its launch template, refers to."""
    found = _reached(group, place, "aws:ec2/capacityReservation:CapacityReservation")
    return sum(amount(one, "instanceCount") or 0 for one in found if text(one, "instanceType") == kind)


def _reached(group: Resource, place: Place, wanted: str) -> list[Resource]:
    """The resources of a type that a group refers to, by itself or through its launch template."""
    seen, waiting, found = set[str](), list(group.dependencies), list[Resource]()
    while waiting:
        urn = waiting.pop(0)
        other = place.graph.resources.get(urn)
        if urn in seen or other is None:
            continue
        seen.add(urn)
        if other.type == wanted:
            found.append(other)
        if other.type == "aws:ec2/launchTemplate:LaunchTemplate":
            waiting += other.dependencies
    return found


@priced("kubernetes:karpenter.sh/v1:NodePool")
def node_pool(pool: Resource, _: Place) -> Iterator[Found]:
    """Nothing until a pod waits; then as many nodes as its limit of devices has room for."""
    wanted = {
        str(one.get("key")): one.get("values")
        for one in elements(pool, "spec.template.spec.requirements") or []
        if isinstance(one, dict)
    }
    if wanted.get("karpenter.sh/capacity-type") == ["reserved"]:
        yield Free("its nodes stand in a reservation, which is paid used or not")
        return
    limits = value(pool, "spec.limits")
    devices = limits.get(_GPU) if isinstance(limits, dict) else None
    kinds = wanted.get("node.kubernetes.io/instance-type")
    kind = str(kinds[0]) if isinstance(kinds, list) and kinds and kinds[0] is not UNKNOWN else ""
    facts = instance_table().types.get(kind)
    if facts is None or not facts.count or not isinstance(devices, int | float):
        yield NoPrice("its limit of devices, or the devices of its instance types, are not known")
        return
    nodes = devices // facts.count
    spot = ["Spot costs less"] if wanted.get("karpenter.sh/capacity-type") == ["spot"] else []
    more = [f"the preferred of {len(kinds)} types"] if isinstance(kinds, list) and len(kinds) > 1 else []
    note = "; ".join([*more, *spot, "without their disks"])
    yield ceiling(f"ec2.{kind}", f"{kind} nodes, up to {nodes:g}", HOURS * nodes, note=note)


@priced("aws:sagemaker/endpoint:Endpoint")
def endpoint(endpoint: Resource, place: Place) -> Iterator[Found]:
    """The instances of its configuration's variants, as they start."""
    configurations = [
        other
        for urn in endpoint.dependencies
        if (other := place.graph.resources.get(urn)) and other.type.startswith("aws:sagemaker/endpointConfiguration:")
    ]
    if not configurations:
        yield NoPrice("its configuration is not in this stack")
    for configuration in configurations:
        for path in ("productionVariants", "shadowProductionVariants"):
            for variant in elements(configuration, path) or []:
                yield from _variant(variant)


def _variant(variant: object) -> Iterator[Found]:
    kind = variant.get("instanceType") if isinstance(variant, dict) else None
    count = variant.get("initialInstanceCount", 1) if isinstance(variant, dict) else None
    if not isinstance(kind, str) or not isinstance(count, int | float):
        yield NoPrice("a variant's instances are serverless, or known only after the deploy")
    else:
        yield fixed(f"sagemaker.{kind}", f"{kind} instances", HOURS * count)


@priced("aws:appautoscaling/target:Target")
def scaling_target(target: Resource, place: Place) -> Iterator[Found]:
    """What an endpoint may grow to beyond the instances it starts with."""
    if not text(target, "scalableDimension").startswith("sagemaker:variant"):
        yield NoPrice("what it scales is not modelled")
        return
    least, most = amount(target, "minCapacity"), amount(target, "maxCapacity")
    kinds = {
        str(variant.get("instanceType"))
        for configuration in place.graph.of_type("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
        if _serves(target, configuration, place)
        for variant in elements(configuration, "productionVariants") or []
        if isinstance(variant, dict)
    }
    if least is None or most is None or len(kinds) != 1:
        yield NoPrice("what it scales is not known from this stack")
    elif most > least:
        kind = kinds.pop()
        yield ceiling(f"sagemaker.{kind}", f"{kind} instances, up to {most:g}", HOURS * (most - least))


def _serves(target: Resource, configuration: Resource, place: Place) -> bool:
    """Whether the target's endpoint runs this configuration."""
    endpoints = [place.graph.resources[urn] for urn in target.dependencies if urn in place.graph.resources]
    return any(configuration.urn in one.dependencies for one in endpoints if one.type.startswith("aws:sagemaker/"))
