"""Findings by what they are about: the system, the part of the zone, the rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Graph, Resource, SourcePosition
from policies.finding import Finding, Kind
from policies.levels import Level
from policies.rule import Rule
from report.groups import by_place, by_rule, composed, type_name
from report.html import to_html
from report.markdown import to_markdown
from tests.report.diagram.graphs import component, graph, resource
from tests.report.sample import BUCKET, KEYED, PUBLIC, RETENTION, a_finding, an_assessment

TAGGED = resource(BUCKET, "answers", tags={"lz:system": "support"})
SHARED = resource(BUCKET, "logs", component("lz:storage:LogArchive", "log-archive"))


def about(found: Resource | None, rule: Rule = RETENTION, **over: object) -> Finding:
    return a_finding(rule, found.name if found else "", urn=found.urn if found else "", **over)


def test_a_finding_stands_under_its_system_or_its_part_of_the_zone() -> None:
    """What serves no one system stands under the family of its component, what is about no resource under the stack."""
    built = graph(TAGGED, SHARED)
    found = [about(TAGGED), about(SHARED), about(None)]
    places = by_place(an_assessment(*found, graph=built), found)

    assert ["support", "the stack as a whole", "landing zone · storage"] == [place.title for place in places]
    assert ["1 critical"] * 3 == [place.counts for place in places]


def test_the_place_with_the_worst_finding_comes_first() -> None:
    """A reviewer reads from the top."""
    built = graph(TAGGED, SHARED)
    found = [about(TAGGED, KEYED), about(SHARED, RETENTION), about(SHARED, PUBLIC)]
    first, second = by_place(an_assessment(*found, graph=built), found)

    assert ("landing zone · storage", "1 critical, 1 high") == (first.title, first.counts)
    assert ("support", "1 low") == (second.title, second.counts)


def test_an_urn_that_is_none_is_the_stacks() -> None:
    """A finding of a broken pack may carry anything."""
    found = [a_finding(urn="nonsense")]

    assert ["the stack as a whole"] == [place.title for place in by_place(an_assessment(*found), found)]


def test_findings_of_one_rule_are_told_together_and_those_that_ask_for_something_else_apart() -> None:
    """Kind, level and fix keep two groups apart; the order of resources does not."""
    found = [a_finding(name="a"), a_finding(name="a", kind=Kind.UNKNOWN), a_finding(name="b"), a_finding(PUBLIC)]

    assert [["a", "b"], ["a"], ["decisions"]] == [[one.resource_name for one in g.findings] for g in by_rule(found)]


@pytest.mark.parametrize(
    ("kind", "level", "note"),
    [
        (Kind.FAIL, Level.MANDATORY, ""),
        (Kind.FAIL, Level.ADVISORY, "advisory"),
        (Kind.UNKNOWN, Level.MANDATORY, "not checkable before deploy"),
        (Kind.UNKNOWN, Level.ADVISORY, "not checkable before deploy, advisory"),
        (Kind.ERROR, Level.MANDATORY, "the rule broke"),
        (Kind.EXEMPTION_EXPIRED, Level.MANDATORY, "exemption expired"),
        (Kind.EXEMPTION_UNMATCHED, Level.ADVISORY, "exemption without a finding, advisory"),
    ],
)
def test_a_group_says_what_it_is_where_it_is_not_plainly_a_failure(kind: Kind, level: Level, note: str) -> None:
    """A reader must not take what is not known, or a fault of the pack, for a violation."""
    (group,) = by_rule([a_finding(kind=kind, level=level)])

    assert note == group.note


def test_a_finding_names_the_composition_its_resource_is_part_of() -> None:
    """The outermost component that the program declares at a line; a resource alone is part of nothing."""
    outer = component("lz:storage:LogArchive", "log-archive")
    inner = component("lz:storage:RetainedBucket", "logs", outer)
    bucket = resource(BUCKET, "logs", inner)
    placed = replace(outer, source=SourcePosition("stacks/foundation.py", 30))
    built = Graph("p", "s", {one.urn: one for one in (placed, inner, bucket)})

    assert placed is composed(built, about(bucket))
    assert composed(built, about(placed)) is None
    assert composed(graph(outer, inner, bucket), about(bucket)) is None, "no line is known"
    assert composed(built, about(None)) is None


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:s3/bucket:Bucket", "s3.Bucket"),
        ("kubernetes:apps/v1:Deployment", "apps/v1.Deployment"),
        ("lz:decision:Function", "decision.Function"),
        ("pulumi:providers:aws", "providers.aws"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_a_type_is_named_without_what_goes_without_saying(token: str, name: str) -> None:
    """And whatever it is, it is named."""
    assert name == type_name(token)


def test_a_finding_that_a_tier_makes_stricter_says_so() -> None:
    """A reviewer asks why the same rule is advisory elsewhere: in the text, on the terminal and on the page."""
    finding = replace(a_finding(PUBLIC, "prices"), tier="high")
    group = by_rule([finding, a_finding(PUBLIC, "tariffs")])[0]

    assert ("mandatory for high risk", (finding,)) == (group.note, group.findings)
    assert "(mandatory for high risk)" in to_markdown([an_assessment(finding)])
    assert "mandatory for high risk: stops the run" in to_html([an_assessment(finding)])
