"""What a Kubernetes API server does with a ValidatingAdmissionPolicy, as far as one policy and one object go.

The expressions are evaluated by an independent implementation of CEL. What it does not know (types, costs) the test
against a real API server does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import cel

from graph.model import Graph
from policies.admission.policy import plural
from policies.example import graph_of
from policies.rule import Example


def refusals(policy: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[str]:
    """The messages of what is false of the object; an expression that breaks refuses too, with its error."""
    spec = policy["spec"]
    if not _is_asked(spec, manifest):
        return []
    known: dict[str, Any] = {"object": manifest}
    variables = dict[str, Any]()
    for variable in spec.get("variables", ()):
        variables[variable["name"]] = evaluated(variable["expression"], {**known, "variables": variables})
    known["variables"] = variables
    return [refusal for one in spec["validations"] for refusal in _refusal(one, known)]


def _refusal(validation: Mapping[str, str], known: Mapping[str, Any]) -> Iterator[str]:
    if evaluated(validation["expression"], known) is not True:
        yield validation["message"]


def _is_asked(spec: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    group, _, version = manifest["apiVersion"].rpartition("/")
    name = plural(manifest["kind"])
    matched = any(
        group in rule["apiGroups"] and version in rule["apiVersions"] and name in rule["resources"]
        for rule in spec["matchConstraints"]["resourceRules"]
    )
    return matched and all(evaluated(one["expression"], {"object": manifest}) for one in spec["matchConditions"])


def evaluated(expression: str, known: Mapping[str, Any]) -> Any:
    """What an expression comes to."""
    return _program(expression).execute(dict(known))


@cache
def _program(expression: str) -> Any:
    return cel.compile(expression)


def manifest_of(example: Example) -> dict[str, Any]:
    """The object of an example; every object has a name."""
    properties = dict(example.properties)
    return {**properties, "metadata": {"name": example.name, **properties.get("metadata", {})}}


def alone(example: Example, manifest: Mapping[str, Any]) -> Graph:
    """A program that declares this object and nothing else."""
    return graph_of((replace(example, properties=manifest, refs={}),))
