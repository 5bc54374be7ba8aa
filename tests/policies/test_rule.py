"""A rule that cannot be explained fails at import."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies import registry, rule
from policies.controls import supports
from policies.example import graph_of, unknown_case
from policies.rule import ID_GRAMMAR, Example, Rule, RuleError, graph_rule, resource_rule
from tests.policies.sample import BUCKET, a_graph_rule, a_rule, metadata, private


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"id": "S3-1"}, "outside the grammar"),
        ({"id": "LZ-S3-1"}, "outside the grammar"),
        ({"title": "Ensure buckets are private"}, "begins with Ensure"),
        ({"title": ""}, "has no title"),
        ({"types": ()}, "has no types"),
        ({"good": ()}, "has no good"),
        ({"bad": ()}, "has no bad"),
        ({"offending": ""}, "has no offending"),
        ({"frameworks": {}}, "has no frameworks"),
        ({"frameworks": {"PCI": ("1",)}}, r"unknown frameworks \['PCI'\]"),
        ({"good": (Example("aws:kms/key:Key"),)}, "good example without a resource of its types"),
        ({"bad": (Example(BUCKET), Example(BUCKET))}, "two resources of one name in its bad example"),
        ({"bad": (Example(BUCKET, name="a"), Example(BUCKET, name="b"))}, "does not begin with the name"),
        ({"types": ("kubernetes:core/v1:Pod",)}, "says neither in cel"),
        ({"graph_check": lambda _: ()}, "exactly one of"),
        ({"resource_check": None}, "exactly one of"),
    ],
)
def test_incomplete_metadata_is_refused_with_its_fault(over: dict[str, Any], expected: str) -> None:
    """The message names the rule and everything that is wrong with it."""
    given: dict[str, Any] = {"resource_check": private, **metadata(), **over}

    with pytest.raises(RuleError, match=expected) as caught:
        Rule(**given)

    assert repr(given["id"]) in str(caught.value)


def test_a_decorator_makes_and_registers_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name then means the rule; a second of the same id is an error that names both titles."""
    monkeypatch.setattr(rule, "_declared", {})
    first = resource_rule(**_said(id="LZ-T-002"))(private)
    second = graph_rule(**_said(id="LZ-T-001"))(lambda _: ())

    assert (second, first) == rule.declared(), "in the order of their ids"
    assert supports("S3-01") == first.frameworks, "what its control says"
    with pytest.raises(RuleError, match="'A bucket is private' and 'Another'"):
        resource_rule(**_said(id="LZ-T-001", title="Another"))(private)


def test_a_control_that_nobody_mapped_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that belongs to no requirement would be missing from every report to an auditor."""
    monkeypatch.setattr(rule, "_declared", {})

    with pytest.raises(RuleError, match=r"'LZ-T-002' has the control 'S3-99'.*controls\.yaml"):
        resource_rule(**_said(id="LZ-T-002", control="S3-99"))(private)


def _said(**over: Any) -> Any:
    """What a program tells a decorator: a rule's frameworks are its control's."""
    return {key: value for key, value in metadata(**over).items() if key != "frameworks"}


def test_the_registry_finds_every_rule_of_the_pack_once() -> None:
    """Every module of policies/rules is imported; ids are in order, unique, and stay the same when asked again."""
    ids = [found.id for found in registry.all_rules()]

    assert sorted(set(ids)) == ids
    assert len(ids) >= 30
    assert all(ID_GRAMMAR.fullmatch(id_) for id_ in ids)
    assert registry.all_rules() is registry.all_rules()


def test_examples_become_a_stack() -> None:
    """A property that comes from another resource is unknown and has an edge, as at the first preview."""
    graph = graph_of(
        (
            Example("aws:kms/key:Key", name="key"),
            Example(
                BUCKET, {"acl": "private"}, name="store", refs={"kmsKeyId": "key"}, provider={"region": "eu-west-1"}
            ),
        )
    )

    key, provider, store = graph
    assert {"acl": "private", "kmsKeyId": UNKNOWN} == store.properties
    assert {"kmsKeyId": (key.urn,)} == store.property_dependencies
    assert (provider.urn, {"region": "eu-west-1"}) == (store.provider, provider.properties)


def test_a_reference_to_no_example_is_refused() -> None:
    """A misspelt name would make an example that proves nothing."""
    with pytest.raises(ValueError, match=r"refers to \['kex'\]"):
        graph_of((Example(BUCKET, refs={"kmsKeyId": "kex"}),))


@pytest.mark.parametrize(
    ("bad", "offending", "expected"),
    [
        ((Example(BUCKET, {"acl": "public-read", "x": 1}),), "acl", {"acl": "?", "x": 1}),
        ((Example(BUCKET, {"a": {"b": 1, "c": 2}}),), "a.b", {"a": {"b": "?", "c": 2}}),
        ((Example(BUCKET, {"a": [{"b": 1}, {"b": 2}]}),), "a[1].b", {"a": [{"b": 1}, {"b": "?"}]}),
        ((Example(BUCKET, {}),), "a.b", {"a": {"b": "?"}}),
        ((Example(BUCKET, {"acl": 1}, name="s"), Example(BUCKET, {"acl": 2}, name="t")), "s.acl", {"acl": "?"}),
        ((Example(BUCKET, {"acl": 1}, name="s"),), "s.acl", {"acl": "?"}),
    ],
)
def test_the_unknown_case_is_the_bad_example_with_its_offending_value_unknown(
    bad: tuple[Example, ...], offending: str, expected: dict[str, Any]
) -> None:
    """Only that value; levels that were missing are made."""
    found = next(iter(unknown_case(a_rule(bad=bad, offending=offending))))

    assert expected == shown(found.properties)


def shown(value: Any) -> Any:
    """A value with its unknowns as question marks."""
    if isinstance(value, dict):
        return {key: shown(element) for key, element in value.items()}
    if isinstance(value, list):
        return [shown(element) for element in value]
    return "?" if value is UNKNOWN else value


def test_a_graph_rule_may_have_an_example_without_its_types() -> None:
    """What is bad may be that the resource is not there at all."""
    assert a_graph_rule(lambda _: (), bad=(Example("aws:ec2/vpc:Vpc", name="vpc"),), offending="vpc.id")
