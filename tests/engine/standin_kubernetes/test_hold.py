"""Values against schemas: with Kubernetes' own validator as the judge, and in words that a person can act on."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import kubernetes_validate
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.standin_kubernetes import published
from engine.standin_kubernetes.definitions import definitions
from engine.standin_kubernetes.hold import problems
from graph.model import UNKNOWN

GOOD: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "vllm", "namespace": "serving", "labels": {"app": "vllm"}},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "vllm"}},
        "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
        "template": {
            "metadata": {"labels": {"app": "vllm"}},
            "spec": {
                "containers": [
                    {
                        "name": "vllm",
                        "image": "example.com/vllm",
                        "ports": [{"containerPort": 8000, "name": "http"}],
                        "resources": {"limits": {"cpu": 4, "memory": "16Gi", "nvidia.com/gpu": "1"}},
                        "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True},
                        "startupProbe": {"httpGet": {"path": "/health", "port": "http"}, "failureThreshold": 60},
                    }
                ],
                "terminationGracePeriodSeconds": 120,
            },
        },
    },
}


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in items:
        yield from _places(below, (*path, step))


PLACES = [path for path in _places(GOOD) if path and path[0] not in {"apiVersion", "kind"}]
VALUES = st.one_of(
    st.booleans(),
    st.integers(-3, 3),
    st.just(1.5),
    st.text("ab%1", max_size=3),
    st.just({}),
    st.just([]),
    st.just({"made-up": 1}),
    st.just(["ALL"]),
)


def _put(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(GOOD)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def _refused(manifest: Mapping[str, Any]) -> list[str]:
    schema = published.kinds()["apps/v1", "Deployment"]
    return [str(problem) for problem in problems(schema, manifest, published.resolve)]


def _judged(manifest: dict[str, Any]) -> bool:
    try:
        kubernetes_validate.validate(manifest, published.KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError:
        return False
    return True


@settings(deadline=None, max_examples=60)
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_the_verdict_is_that_of_kubernetes_validate(place: tuple[Any, ...], value: Any) -> None:
    """Whatever is put wherever, both refuse or both do not: by the same schemas, one at run time, one as a judge."""
    changed = _put(place, value)

    assert _judged(changed) == (not _refused(changed)), _refused(changed)


@settings(deadline=None, max_examples=30)
@given(place=st.sampled_from(PLACES))
def test_what_does_not_exist_yet_is_refused_nowhere(place: tuple[Any, ...]) -> None:
    """At a preview any value may be unknown."""
    assert [] == _refused(_put(place, UNKNOWN))


def test_every_problem_is_found_with_its_path() -> None:
    """Not the first one alone, and an unknown beside them hides none."""
    container = {
        "name": "vllm",
        "imagePullPolicy": "Sometimes",
        "image": UNKNOWN,
        "ports": [{"containerPort": "http"}, {}],
        "resources": {"limits": {"nvidia.com/gpu": True}},
        "made": 1,
    }
    wrong = _put(("spec", "template", "spec", "containers"), [container, {"name": "vllm"}])

    assert {
        "imagePullPolicy: must be one of Always, IfNotPresent, Never",
        "made: is no property of it",
        "ports[0].containerPort: must be a whole number",
        "ports[1].containerPort: is required",
        'resources.limits["nvidia.com/gpu"]: must be a string or a number',
    } == {each.removeprefix("spec.template.spec.containers[0].") for each in _refused(wrong) if "[0]." in each}
    assert "spec.template.spec.containers[1]: has the name of an entry before it" in _refused(wrong)


@pytest.mark.parametrize(
    ("schema", "value", "reason"),
    [
        ({"type": "string", "pattern": "^(([0-9]+(s|m|h))+|Never)$"}, "3 days", "must match"),
        ({"type": "string", "maxLength": 2}, "abc", "at most 2 characters"),
        ({"type": "string", "minLength": 1}, "", "at least 1 characters"),
        ({"type": "integer", "minimum": 1}, 0, "at least 1"),
        ({"type": "integer", "maximum": 100}, 101, "at most 100"),
        ({"type": "integer", "format": "int32"}, 2**31, "must fit int32"),
        ({"type": "array", "maxItems": 1}, [1, 2], "at most 1 entries"),
        ({"type": "array", "minItems": 1}, [], "at least 1 entries"),
        ({"type": "object", "maxProperties": 1, "additionalProperties": True}, {"a": 1, "b": 2}, "at most 1 entries"),
        ({"type": "object", "minProperties": 1}, {}, "at least 1 entries"),
        ({"x-kubernetes-int-or-string": True}, 1.5, "a whole number or a string"),
        ({"anyOf": [{"type": "string", "pattern": "^a"}, {"type": "integer"}]}, "b", "none of the forms"),
        ({"allOf": [{"type": "string", "pattern": "^a"}, {"maxLength": 9}]}, "b", "must match"),
        ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, {}, "is required"),
    ],
)
def test_a_bound_of_a_definition_is_held(schema: dict[str, Any], value: Any, reason: str) -> None:
    """What CustomResourceDefinitions use beyond Kubernetes' own schemas."""
    (found,) = problems(schema, value)

    assert reason in found.reason


def test_an_object_that_keeps_what_it_does_not_know_keeps_it() -> None:
    """`x-kubernetes-preserve-unknown-fields`, and an object whose properties nobody names."""
    assert [] == list(problems({"type": "object", "x-kubernetes-preserve-unknown-fields": True}, {"a": 1}))
    open_schema = {"type": "object", "properties": {"a": {}}, "x-kubernetes-preserve-unknown-fields": True}
    assert [] == list(problems(open_schema, {"b": 1}))
    assert ["b: is no property of it"] == [str(p) for p in problems({"properties": {"a": {}}}, {"b": 1})]


def test_every_pattern_can_be_read() -> None:
    """They are written for Go's regular expressions; one that Python cannot read would fail in somebody's run."""
    found = {pattern for definition in definitions().values() for pattern in _patterns(definition.schema)}

    assert found
    for pattern in found:
        re.compile(pattern)


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _patterns(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for each in schema.values():
            yield from _patterns(each)
