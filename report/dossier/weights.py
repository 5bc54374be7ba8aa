"""The model of a system: what is deployed, who answered for it, and whether it fits, as arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from config.fit import KV_BYTES, USABLE, WEIGHT_BYTES, Fit
from config.system import System
from config.vocabulary.quantities import format_share
from report.dossier.model import Part, fact, part
from report.dossier.words import memory, spell


def its_model(system: System) -> Part:
    """Name, digest, approval, origin, and the memory it needs."""
    model, facts = system.card.model, system.model
    approval = facts.approval(model.digest)
    approved = f"approved by {approval.by} on {approval.approved}; evaluation {approval.evaluation}" if approval else ""
    return part(
        "Its model",
        [
            fact("model", f"{facts.name} ({facts.kind}), {facts.parameters:,} parameters", brief=True),
            fact("digest", model.digest, approved or "nobody approved this digest"),
            fact("examined for bias", (approval and approval.bias) or ""),
            fact("what its answers depend on", (approval and approval.explanations) or ""),
            fact("source", facts.source, f"licence: {facts.licence}"),
            fact("memory", *(_arithmetic(system, system.fit) if system.fit else ())),
            fact("does it fit", _verdict(system.fit) if system.fit else "", brief=True),
        ],
    )


def _arithmetic(system: System, fit: Fit) -> Iterator[str]:
    """Each line a product or a sum that a reader can check."""
    model, facts = system.card.model, system.model
    if model.dtype is not None:
        weight = WEIGHT_BYTES[model.dtype]
        yield f"weights: {facts.parameters:,} × {weight:g} byte ({model.dtype}) = {memory(fit.weights)}"  # noqa: RUF001  the sign of multiplication
    if (attention := facts.attention) is not None and model.context and model.concurrency:
        factors = (2, attention.layers, attention.kv_heads, attention.head_size, KV_BYTES)
        token = " × ".join(map(str, factors))  # noqa: RUF001
        yield (
            f"KV cache: {token} bytes a token (key and value, layers, heads, head size, bytes) "
            f"× {model.context:,} tokens × {model.concurrency} requests = {memory(fit.cache)}"  # noqa: RUF001
        )
    rate = f"{fit.bandwidth * 8 / 1e9:g} Gbps"
    yield f"a replica reads its weights in {spell(fit.load_time)} at {rate}"


def _verdict(fit: Fit) -> str:
    have = f"{fit.devices} × {memory(fit.device)} × {format_share(USABLE)}"  # noqa: RUF001
    verdict = "fits" if fit.fits else "does not fit"
    parts = f"weights {memory(fit.weights)} + KV cache {memory(fit.cache)}"
    return f"{verdict}: {parts} = {memory(fit.needed)} of {memory(fit.usable)} usable ({have})"
