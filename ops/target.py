"""The stacks a person may name: an environment (prod) or one layer of it (prod.network)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from config.vocabulary import Layer
from ops.exits import UsageError


def check_stack(name: str, environments: Iterable[str]) -> str:
    """The name itself when it is a stack of one of these environments; UsageError with the nearest name otherwise."""
    known = list(environments)
    environment, (_, dot, layer) = environment_of(name), name.partition(".")
    if environment not in known:
        raise UsageError(f"there is no environment {environment or name!r}", _choose(environment, known))
    layers = [str(layer) for layer in Layer]
    if dot and layer not in layers:
        raise UsageError(f"there is no layer {layer!r} in {environment}", _choose(layer, layers))
    return name


T = TypeVar("T")


def chosen_system(verb: str, stack: str, name: str, systems: Mapping[str, T]) -> T:
    """What stands under the name of an AI system of a stack; UsageError with the nearest name otherwise."""
    if name in systems:
        return systems[name]
    fix = _choose(name, list(systems)) if systems else "name one in the key systems of its file"
    raise UsageError(f"lz {verb}: {stack} has no AI system {name!r}", fix)


def _choose(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}"


def environment_of(stack: str) -> str:
    """The environment a stack belongs to: prod for prod and for prod.network."""
    return stack.partition(".")[0]
