"""A manifest with one thing changed: what is there taken away, turned, doubled, or said in another word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_REQUIRED = {"apiVersion", "containers", "kind", "metadata", "mountPath", "name", "spec", "template"}
"""What an API server asks for before any policy."""

_STORE = f"s3://store/model/sha256/{'b' * 64}"
_DIGEST = f"registry.example.com/tool@sha256:{'b' * 64}"

WORDS = (
    "*",
    "--enable-log-requests=true",
    "--max-model-len",
    "--max-num-seqs=1",
    "--model",
    "--model=meta/llama",
    f"--model={_STORE}",
    "--trust-remote-code",
    "API_TOKEN",
    "ClusterIP",
    "LoadBalancer",
    "Localhost",
    "NET_BIND_SERVICE",
    "all",
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x",
    "bottlerocket@latest",
    "data://secret",
    "hunter-Two",
    "internal",
    "meta/llama",
    "nvidia.com/gpu",
    "p5.48xlarge",
    "restricted",
    "serve",
    "true",
    "weights-of-mine",
    _DIGEST,
    _STORE,
)
"""Words that rules know, and words that are near them."""


def variants(manifest: Any) -> Iterator[tuple[str, Any]]:
    """The manifest once for each change, with what was changed; types stay what they are."""
    yield from _variants(manifest, "")


def _variants(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from _of_mapping(value, at)
    elif isinstance(value, list):
        yield from _of_list(value, at)
    elif isinstance(value, bool):
        yield f"{at} turned", not value
    elif isinstance(value, int):
        yield from ((f"{at} {number}", number) for number in (0, 1, 2, 100) if number != value)
    elif isinstance(value, str) and not at.endswith("metadata.name"):
        yield from ((f"{at} {word!r}", word) for word in WORDS if word != value)


def _of_mapping(value: dict[str, Any], at: str) -> Iterator[tuple[str, Any]]:
    for key, below in value.items():
        if at == "" and key in {"apiVersion", "kind"}:
            continue
        if key not in _REQUIRED:
            yield f"{at}.{key} taken away", {name: other for name, other in value.items() if name != key}
        yield from ((said, {**value, key: changed}) for said, changed in _variants(below, f"{at}.{key}"))
    if "containers" in value:
        for field in ("initContainers", "ephemeralContainers"):
            yield f"{at}.{field} added", {**value, field: [{"name": "more", "image": _DIGEST}]}
            yield f"{at}.{field} doubled", {**value, field: value["containers"]}


def _of_list(value: list[Any], at: str) -> Iterator[tuple[str, Any]]:
    yield f"{at} emptied", []
    for place, below in enumerate(value):
        changed = _variants(below, f"{at}[{place}]")
        yield from ((said, [*value[:place], other, *value[place + 1 :]]) for said, other in changed)
        yield f"{at}[{place}] doubled", [*value[: place + 1], *value[place:]]
