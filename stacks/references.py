"""How a layer learns what the layers before it became: from this run, or from their stack.

`pulumi up -s prod` runs every layer in one stack; a large organisation gives each layer a stack of its own,
prod.network. The compositions are the same: they ask Upstream, which knows where the contract is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, get_args, get_origin

import pulumi
import pulumi_aws as aws
from pydantic import BaseModel

from config.contracts import CONTRACTS
from config.errors import ConfigurationError, Problem
from config.model import LandingZone
from config.vocabulary import Layer

Published = Mapping[str, Any]
"""A contract while its values are being resolved: the shape of the pydantic model, leaves may be Outputs."""

Composition = Callable[[LandingZone, aws.Provider, "Upstream"], Published]
"""A layer: from the environment, its provider and the contracts before it to its own contract."""


def parse_stack(stack: str) -> tuple[str, tuple[Layer, ...]]:
    """The environment and layers of a stack name: prod is every layer of prod, prod.network is one.

    Raises ConfigurationError for a layer that does not exist.
    """
    environment, _, layer = stack.partition(".")
    if not layer:
        return environment, tuple(Layer)
    if layer not in set(Layer):
        raise ConfigurationError(
            (
                Problem(
                    file="(stack)",
                    key="stack",
                    value=repr(stack),
                    reason=f"{layer!r} is not a layer",
                    fix=f"{environment}, or one of {', '.join(f'{environment}.{known}' for known in Layer)}",
                ),
            )
        )
    return environment, (Layer(layer),)


class Upstream:
    """The contracts this run can read."""

    def __init__(self, environment: str, layers: tuple[Layer, ...]) -> None:
        self._environment = environment
        self._here = set(layers)
        self._published: dict[Layer, Published] = {}
        self._stacks: dict[Layer, pulumi.StackReference] = {}

    def publish(self, layer: Layer, contract: Published) -> None:
        """Export a layer's contract under the layer's name, after holding its shape against the model."""
        _hold_shape(CONTRACTS[layer], contract, str(layer))
        self._published[layer] = contract
        pulumi.export(str(layer), contract)

    def value(self, layer: Layer, *path: str) -> Any:
        """A value of a layer's contract: as it is where this run holds the layer, else an Output from its stack."""
        if layer in self._here:
            return _below(self._published[layer], path)
        if layer not in self._stacks:
            self._stacks[layer] = pulumi.StackReference(
                str(layer),
                stack_name=f"{pulumi.get_organization()}/{pulumi.get_project()}/{self._environment}.{layer}",
            )
        return self._stacks[layer].get_output(str(layer)).apply(lambda contract: _below(contract, path))


def _below(contract: Any, path: tuple[str, ...]) -> Any:
    return reduce(lambda at, step: at[step], path, contract)


def _hold_shape(model: type[BaseModel], value: Any, where: str) -> None:
    """Raise TypeError where a contract lacks a field of its model or has one the model does not know."""
    fields = set(model.model_fields)
    if set(value) != fields:
        raise TypeError(
            f"contract {where}: missing {sorted(fields - set(value))}, unknown {sorted(set(value) - fields)}"
        )
    for name, info in model.model_fields.items():
        for candidate in (info.annotation, *get_args(info.annotation)):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                for key, element in _elements(get_origin(info.annotation), value[name]):
                    if element is not None:
                        _hold_shape(candidate, element, f"{where}.{name}{key}")


def _elements(origin: object, below: Any) -> Iterable[tuple[str, Any]]:
    """The contracts a field holds, each with how its place is written."""
    if origin is list:
        return ((f"[{index}]", element) for index, element in enumerate(below))
    if origin is dict:
        return ((f".{key}", element) for key, element in below.items())
    return (("", below),)
