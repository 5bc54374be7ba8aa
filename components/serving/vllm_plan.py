"""Arithmetic of a vLLM replica: how long it may load, how long it needs to end, what it takes of its machine.

The numbers without a source are the house's own margins; each says which way it errs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from config.vocabulary import DType

ENGINE_START = timedelta(minutes=3)
"""Importing, compiling and capturing CUDA graphs, with a margin: a probe that gives up too early restarts for ever."""

SHARE_OF_BANDWIDTH = 0.5
"""Of the network that always holds: the image's layers and a neighbour's weights come over the same wire."""

NODE = timedelta(minutes=10)
"""Until a node has come for a replica that finds none."""

PROBE_PERIOD = timedelta(seconds=5)

DEREGISTRATION = timedelta(seconds=15)
"""Endpoints and target groups hear of a pod that ends while it still answers; new requests go elsewhere meanwhile."""

MARGIN = timedelta(seconds=15)
"""What is left of the grace after the longest answer, before Kubernetes kills."""

WAITING_PER_REPLICA = 5
"""Requests that wait in a replica's queue before another replica is asked for.

Source: the default of https://github.com/vllm-project/production-stack, read 2026-11-25.
"""

SHARE_OF_CPU, SHARE_OF_MEMORY = 0.75, 0.7
"""Of the machine, for the replicas on it; the rest is the system's, the kubelet's, and Karpenter's own overhead."""

BUFFER_SHARE = 0.4
"""Of a replica's memory, for weights on their way to the device; vLLM's streamer would take 40 GB otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Machine:
    """An instance type that a replica may find itself on."""

    vcpus: int
    memory: int
    """Bytes of the machine's own memory."""
    devices: int
    bandwidth: int
    """Bytes a second of the network that always hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one replica takes of a machine."""

    cpu: int
    """Thousandths of a CPU."""
    memory: int
    """Bytes."""

    @property
    def buffer(self) -> int:
        """Bytes of memory for weights on their way to the device."""
        return int(self.memory * BUFFER_SHARE)


def part_of(machines: Iterable[Machine], devices: int) -> Part:
    """What a replica of so many devices can have on every one of the machines, whichever it gets."""
    shares = [min(devices, m.devices) / m.devices for m in machines if m.devices]
    known = [m for m in machines if m.devices]
    return Part(
        cpu=min(int(m.vcpus * 1000 * SHARE_OF_CPU * share) for m, share in zip(known, shares, strict=True)),
        memory=min(int(m.memory * SHARE_OF_MEMORY * share) for m, share in zip(known, shares, strict=True)),
    )


def slowest(machines: Iterable[Machine]) -> int:
    """Bytes a second of the machine with the narrowest network."""
    return min(machine.bandwidth for machine in machines)


def load(weights: int, bandwidth: int) -> timedelta:
    """How long a replica may need from its start until it serves: its weights over the network, and its engine."""
    return ENGINE_START + timedelta(seconds=-(-weights // max(1, int(bandwidth * SHARE_OF_BANDWIDTH))))


def probes(span: timedelta) -> int:
    """How often a probe may fail so that a container has at least `span`."""
    return max(1, -(-span // PROBE_PERIOD))


def grace(longest: timedelta) -> timedelta:
    """How long a pod may take to end: it is taken off, its longest answer is given, and there is a margin."""
    return DEREGISTRATION + longest + MARGIN


def progress(load: timedelta, hold: timedelta) -> timedelta:
    """How long a rollout may stand still before Kubernetes calls it failed: a replica that loads twice, a node, a hold.

    A replica that became ready counts as progress, and then waits for `hold`; more than `hold` is required.
    """
    return 2 * load + NODE + hold


def rollout(replicas: int, load: timedelta, hold: timedelta, longest: timedelta) -> timedelta:
    """How long a deploy waits for a new version: every replica ends, loads and is held, and the last one stands still.

    A bad version is waited for as long: Pulumi goes on after Kubernetes has called the rollout failed.
    """
    return replicas * (grace(longest) + load + hold) + progress(load, hold)


def arguments(dtype: DType) -> tuple[str, ...]:
    """What vLLM must be told of how weights are stored; what their own configuration says needs no word."""
    return {
        DType.FP32: ("--dtype=float32",),
        DType.BF16: ("--dtype=bfloat16",),
        DType.FP16: ("--dtype=float16",),
    }.get(dtype, ())
