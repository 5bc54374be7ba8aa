"""Does a model fit: weights and KV cache at the declared context and concurrency against the memory of a device.

Memory of weights is parameters times bytes of a weight. Each token in flight keeps a key and a value of every layer and
KV head in 16 bits, which is vLLM's default (`--kv-cache-dtype auto` with a 16-bit or FP8 model,
https://docs.vllm.ai/en/stable/features/quantization/quantized_kvcache.html, read 2026-11-25). vLLM uses 0.9 of a device
(`--gpu-memory-utilization`, the same documentation); the rest is for activations and the CUDA context.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from config.vocabulary import GIB, DType

USABLE: Final = 0.9
"""The share of a device's memory that vLLM plans with."""

KV_BYTES: Final = 2
"""Bytes of one element of the KV cache."""

WEIGHT_BYTES: Final[dict[DType, float]] = {
    DType.FP32: 4,
    DType.BF16: 2,
    DType.FP16: 2,
    DType.FP8: 1,
    DType.INT4: 0.5,
}
"""Bytes of one weight."""

BANDWIDTH: Final = 312_500_000
"""Bytes a second where no instance type is known: 2.5 Gbps, the baseline of the smallest types with a GPU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The memory a replica needs, and has; all in bytes."""

    weights: int
    token: int
    """The KV cache of one token of one request."""
    context: int
    """Tokens of one request at most."""
    concurrency: int
    """Requests at once."""
    device: int
    """Memory of one device."""
    devices: int
    """Devices that share one replica (tensor parallelism)."""
    bandwidth: int = BANDWIDTH
    """Bytes a second at which a replica reads its weights: the network's baseline of the slowest type it may get."""

    @property
    def cache(self) -> int:
        """The KV cache of all requests, each as long as the context."""
        return self.token * self.context * self.concurrency

    @property
    def needed(self) -> int:
        """Weights and cache."""
        return self.weights + self.cache

    @property
    def usable(self) -> int:
        """What vLLM plans with, of all devices together."""
        return int(self.device * self.devices * USABLE)

    @property
    def fits(self) -> bool:
        """Whether the model can serve what the card declares."""
        return self.needed <= self.usable

    @property
    def load_time(self) -> timedelta:
        """How long a replica reads its weights from the model store."""
        return timedelta(seconds=self.weights / self.bandwidth)

    @property
    def most_requests(self) -> int:
        """The largest concurrency that fits at this context; 0 where not even one request fits."""
        return max(0, self.usable - self.weights) // (self.token * self.context)

    @property
    def longest_context(self) -> int:
        """The longest context that fits at this concurrency, in whole 1024 tokens; 0 where not even those fit."""
        return max(0, self.usable - self.weights) // (self.token * self.concurrency) // 1024 * 1024

    @property
    def smallest_device(self) -> int:
        """The memory a device would need, in whole GiB."""
        return ceil(self.needed / USABLE / self.devices / GIB) * GIB

    @property
    def arithmetic(self) -> str:
        """The sum in words."""
        parts = f"weights {_gib(self.weights)} GiB + KV cache {_gib(self.cache)} GiB = {_gib(self.needed)}"
        return f"{parts} of {_gib(self.usable)} GiB usable"


def _gib(value: int) -> str:
    return f"{value / GIB:.1f}"


def weight_bytes(parameters: int, dtype: DType) -> int:
    """Memory of the weights."""
    return int(parameters * WEIGHT_BYTES[dtype])


def token_bytes(*, layers: int, kv_heads: int, head_size: int) -> int:
    """The KV cache of one token: a key and a value a layer, head and element."""
    return 2 * layers * kv_heads * head_size * KV_BYTES
