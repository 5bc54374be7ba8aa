"""Ways to reach what a rule looks at: properties by a path through lists, and resources of every type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.value import Value
from policies.view import StackView, View


def select(view: View, path: str) -> Iterator[Value]:
    """Every value at a path such as `rules[].destination.bucket`.

    Nothing where a list is missing, one unknown where a list is unknown.
    """
    return view.select(path)


def leaves(value: Value) -> Iterator[Value]:
    """Everything below a value that is neither a list nor a mapping, unknowns among it; nothing where it is missing."""
    if isinstance(value.raw, list):
        yield from (leaf for element in value.each() for leaf in leaves(element))
    elif isinstance(value.raw, dict):
        yield from (leaf for _, below in value.entries() for leaf in leaves(below))
    elif not value.missing:
        yield value


def every_aws_resource(stack: StackView) -> Iterator[View]:
    """The resources of AWS that the stack makes, whatever their type."""
    yield from every_resource(stack, "aws")


def every_resource(stack: StackView, package: str) -> Iterator[View]:
    """The resources of a provider that the stack makes, whatever their type."""
    for resource in stack.graph:
        managed = resource.custom and not resource.external and resource.type.startswith(f"{package}:")
        if managed and (view := stack.find(resource.urn)) is not None:
            yield view


def top(path: str) -> str:
    """The top-level property of a path: the one edges are recorded for."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]
