"""Does a model fit: weights and KV cache at the declared context and concurrency against the memory of a device.

Memory of weights is parameters times bytes of a weight. Each token in flight keeps a key and a value of every layer and
KV head in 16 bits, which is vLLM's default (`--kv-cache-dtype auto` with a 16-bit or FP8 model,
https://docs.vllm.ai/en/stable/features/quantization/quantized_kvcache.html, read 2026-11-25). vLLM uses 0.9 of a device
(`--gpu-memory-utilization`, the same documentation); the rest is for activations and the CUDA context.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from config.vocabulary import DType

USABLE = 0.9
"""The share of a device's memory that vLLM plans with."""

KV_BYTES = 2
"""Bytes of one element of the KV cache."""

WEIGHT_BYTES: dict[DType, float] = {
    DType.FP32: 4,
    DType.BF16: 2,
    DType.FP16: 2,
    DType.FP8: 1,
    DType.INT4: 0.5,
}
"""Bytes of one weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The memory a replica needs, and has; all in bytes."""

    weights: int
    cache: int
    device: int
    """Memory of one device."""
    devices: int
    """Devices that share one replica (tensor parallelism)."""
    bandwidth: int
    """Bytes a second at which a replica reads its weights: the network's baseline of the slowest type it may get."""

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


def weight_bytes(parameters: int, dtype: DType) -> int:
    """Memory of the weights."""
    return int(parameters * WEIGHT_BYTES[dtype])


def cache_bytes(*, layers: int, kv_heads: int, head_size: int, tokens: int, concurrency: int) -> int:
    """Memory of the KV cache of requests as long as the context: a key and a value a layer, head and token."""
    return 2 * layers * kv_heads * head_size * KV_BYTES * tokens * concurrency
