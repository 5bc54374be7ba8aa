"""The comment under a pull request: what is new by system, the rest apart, and never more than a forge takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from markdown_it import MarkdownIt

from graph.model import SourcePosition
from policies.finding import Finding, Kind
from policies.levels import Level
from report.assessment import Baseline
from report.changes import Changes
from report.markdown import to_markdown
from tests.report.diagram.graphs import component, graph, resource
from tests.report.dossier.judged import HIGH, judged
from tests.report.sample import (
    BUCKET,
    KEYED,
    PUBLIC,
    RETENTION,
    TODAY,
    a_finding,
    a_full_assessment,
    an_assessment,
    an_exemption,
    urn,
)
from tests.report.test_html import Page

_FORGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Renders as a forge does: GitHub's tables, and HTML (details) let through."""


def headings(source: str) -> list[str]:
    """The headings below the verdict."""
    return [line.removeprefix("#### ") for line in source.splitlines() if line.startswith("#### ")]


def test_a_forge_renders_the_comment_as_one_well_formed_page() -> None:
    """Tables are tables, what is folded away opens and closes, and every code span ends."""
    known = a_finding(name="known")
    full = a_full_assessment()
    page = Page(
        _FORGE.render(
            to_markdown([replace(full, report=replace(full.report, findings=(*full.report.findings, known)))])
        )
    )

    assert page.tags["details"] == page.tags["summary"] == 3
    assert 3 == page.tags["table"], "what a reviewer reads first, exemptions, cost"
    assert "`" not in page.text
    assert "**" not in page.text


def test_new_findings_stand_under_the_system_they_are_about() -> None:
    """With its risk tier where the card is at hand; what serves all stands under its part of the zone."""
    tagged = resource(BUCKET, "answers", tags={"lz:system": HIGH})
    shared = resource(BUCKET, "logs", component("lz:storage:LogArchive", "log-archive"))
    found = [a_finding(PUBLIC, one.name, urn=one.urn) for one in (tagged, shared)]

    assert [f"{HIGH} (high risk): 1 high", "landing zone · storage: 1 high"] == headings(
        to_markdown([judged(tagged, shared, findings=tuple(found))])
    )
    assert [f"{HIGH}: 1 high", "landing zone · storage: 1 high"] == headings(
        to_markdown([an_assessment(*found, graph=graph(tagged, shared))])
    )


def test_a_finding_names_its_line_and_the_composition_it_is_part_of() -> None:
    """The line to change may be either: that of the component, or that which composes it."""
    outer = component("lz:storage:LogArchive", "log-archive")
    placed = replace(outer, source=SourcePosition("stacks/foundation.py", 30))
    bucket = resource(BUCKET, "logs", outer)
    found = a_finding(name="logs", urn=bucket.urn, source=SourcePosition("components/storage/retained_bucket.py", 41))
    source = to_markdown([an_assessment(found, graph=graph(placed, bucket))])

    assert (
        "(`components/storage/retained_bucket.py` line 41; part of `log-archive`, `stacks/foundation.py` line 30)"
        in (source)
    )


def test_resources_with_the_same_wrong_share_a_line() -> None:
    """Ten queues of one component are one thing to mend; another property, or another line, is another."""
    outer = component("lz:storage:Table", "tables")
    placed = replace(outer, source=SourcePosition("stacks/data.py", 30))
    found = [
        *(a_finding(name=name, urn=resource(BUCKET, name, outer).urn) for name in ("a", "b")),
        a_finding(name="c", path="acl"),
        a_finding(name="d", source=SourcePosition("stacks/data.py", 99)),
    ]
    built = graph(placed, *(resource(BUCKET, name, outer) for name in ("a", "b")))
    source = to_markdown([an_assessment(*found, graph=built)])
    lines = [line for line in source.splitlines() if line.startswith("- ")]

    wrong = "`rule.defaultRetention.days`: is 30, and the class decisions needs 2555"
    assert {
        f"- `a`, `b` (s3.Bucket), {wrong} (`stacks/data.py` line 41; part of `tables`, `stacks/data.py` line 30)",
        f"- `d` (s3.Bucket), {wrong} (`stacks/data.py` line 99)",
        "- `c` (s3.Bucket), `acl`: is 30, and the class decisions needs 2555 (`stacks/data.py` line 41)",
    } == set(lines)


def test_known_exempt_and_what_is_not_checkable_are_folded_away_apart() -> None:
    """Each with its number; the exemption that ends first says so in the title."""
    known = a_finding()
    exempt = [
        a_finding(PUBLIC, name, exemption=an_exemption(PUBLIC, name, expires=TODAY + timedelta(days=days)))
        for name, days in (("a", 40), ("b", 0))
    ]
    unknown = a_finding(KEYED, "flow", kind=Kind.UNKNOWN, level=Level.ADVISORY)
    source = to_markdown([an_assessment(known, *exempt, unknown, baseline=Baseline.of([known]))])

    assert [
        "1 known from the earlier report",
        "2 exempt, the next ends today",
        "1 not checkable before deploy",
    ] == re.findall(r"<summary>(.*)</summary>", source)
    assert [] == headings(source), "nothing is new"
    assert "(in 40 days)" in source


def many(count: int) -> list[Finding]:
    return [a_finding(name=f"bucket-{number:04}") for number in range(count)]


@pytest.mark.parametrize(("count", "limit"), [(400, 65_000), (2_000, 65_000), (50, 3_000)])
def test_a_comment_is_never_longer_than_the_forge_takes(count: int, limit: int) -> None:
    """Fewer findings are told in full, and how many are left out is said."""
    source = to_markdown([an_assessment(*many(count))], limit=limit)

    shown = len(set(re.findall(r"`bucket-\d+`", source)))
    assert limit >= len(source)
    assert 0 < shown
    assert count == shown + int((re.search(r"^(\d+) more: see", source, re.MULTILINE) or ["", "0"])[1])


def test_what_is_new_gives_way_last() -> None:
    """Where there is little room, the known and the exempt ones are counted instead of told."""
    known, new = many(300), a_finding(PUBLIC, "new")
    source = to_markdown([an_assessment(*known, new, baseline=Baseline.of(known))], limit=8_000)

    assert "`new` (s3.Bucket)" in source
    assert "<summary>300 known from the earlier report</summary>" in source
    assert "- and 250 more" in source


def test_however_many_stacks_and_losses_there_are_the_limit_holds() -> None:
    """It is cut after a whole line, and says so; the first verdicts are there."""
    steps = [(urn(BUCKET, f"bucket-{number}"), "delete", []) for number in range(3_000)]
    stacks = [an_assessment(*many(3), stack=f"s{n}", changes=Changes.of(steps, {BUCKET})) for n in range(10)]
    source = to_markdown(stacks, limit=4_000)

    assert 4_000 >= len(source)
    assert source.startswith("### s0: blocked — 3 findings, 3000 stateful deletions\n")
    assert source.endswith("The rest has no room here: see findings.html, findings.json or the terminal.\n")
    assert "and 2995 more |" in source


def test_what_is_to_be_typed_is_shown_as_code() -> None:
    """The configuration line or the property a fix names, in the fix and in the reason."""
    rule = replace(RETENTION, why="Under dynamodb:GetItem anybody reads.", fix="Set kms_key_arn, or call trust().")
    source = to_markdown([an_assessment(a_finding(rule))])

    assert "Why it matters: Under `dynamodb:GetItem` anybody reads.\\\n" in source
    assert "Fix: Set `kms_key_arn`, or call `trust()`.\\\n" in source
