"""Findings as Markdown: the verdict first, what could be lost in bold, and nothing a name says becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policies.finding import Kind
from policies.levels import Level
from report.assessment import Baseline
from report.changes import Changes
from report.cost.delta import Before
from report.markdown import to_markdown
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate
from tests.report.golden import GOLDEN, text
from tests.report.sample import (
    BUCKET,
    KEYED,
    PUBLIC,
    a_finding,
    a_full_assessment,
    a_report,
    an_assessment,
    an_exemption,
    urn,
)
from tests.report.test_escape import HOSTILE, any_text

_GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def kinds(source: str) -> list[str]:
    """Every piece of markup in a text, in order; text itself left out."""
    found = list[str]()
    for token in _GFM.parse(source):
        found += [token.type] if token.type != "inline" else [leaf.type for leaf in token.children or []]
    return [kind for kind in found if kind not in {"text", "softbreak"}]


def bold(source: str) -> list[str]:
    """What stands in bold."""
    found = list[str]()
    for token in _GFM.parse(source):
        leaves: list[Token] = token.children or []
        opened = [place for place, leaf in enumerate(leaves) if leaf.type == "strong_open"]
        closed = [place for place, leaf in enumerate(leaves) if leaf.type == "strong_close"]
        found += ["".join(leaf.content for leaf in leaves[a:b]) for a, b in zip(opened, closed, strict=True)]
    return found


def test_the_report_reads_as_it_was_reviewed() -> None:
    """One of everything. Changed on purpose: python -m tests.report.golden, and read the difference."""
    assert GOLDEN.read_text(encoding="utf-8") == text()


def test_the_verdict_is_the_first_line() -> None:
    """A reviewer reads one line before deciding to read more."""
    first = to_markdown([a_full_assessment()]).splitlines()[0]

    assert "### prod: blocked — 2 findings, 1 advisory, 1 stateful replacement" == first


def test_what_could_be_lost_stands_in_bold_and_what_is_only_updated_does_not() -> None:
    """A replaced or deleted stateful resource is the one thing that cannot be taken back."""
    steps = [(urn(BUCKET, "a"), "replace", []), (urn(BUCKET, "b"), "delete", []), (urn(BUCKET, "c"), "update", [])]
    said = bold(to_markdown([an_assessment(changes=Changes.of(steps, {BUCKET}))]))

    assert any("replace a" in one for one in said)
    assert any("delete b" in one for one in said)
    assert not any("update" in one for one in said)


def test_a_finding_says_what_where_why_and_how_to_fix_it() -> None:
    """Rule, severity, title, resource, property, message, fix, reason, frameworks, and the line of the program."""
    source = to_markdown([an_assessment(a_finding())])

    for part in (
        "**LZ-LOG-004 · critical · Decision records are kept as long as their class says**",
        "`decisions` (s3.Bucket), `rule.defaultRetention.days`: is 30, and the class decisions needs 2555",
        "`stacks/data.py` line 41",
        "Fix: Raise `retention.decisions.days` in `config/environments/prod.yaml`.",
        "Why it matters: Records could be deleted before a regulator may ask for them.",
        "EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8",
    ):
        assert part in source, part


def test_an_exemption_says_who_answers_until_when_and_how_long_that_is() -> None:
    """A reviewer sees the next one coming."""
    exempted = a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices"))
    source = to_markdown([an_assessment(exempted)])

    assert "1 exempt (next expiry in 12 days)" in source
    assert "<summary>1 exempt, the next ends in 12 days</summary>" in source
    assert "| 2026-12-04 (in 12 days) | web@\u200bexample.com, OPS-123 | The bucket holds" in source


def test_what_cannot_be_checked_is_listed() -> None:
    """Not knowing is not passing."""
    unknown = a_finding(kind=Kind.UNKNOWN, level=Level.ADVISORY, message="not known before the deploy")
    source = to_markdown([an_assessment(unknown)])

    assert "1 not checkable before deploy" in source
    assert "- LZ-LOG-004 `decisions`" in source


def test_what_must_be_known_and_is_not_stands_among_the_findings() -> None:
    """It blocks, so it is not folded away."""
    source = to_markdown([an_assessment(a_finding(kind=Kind.UNKNOWN))])

    assert "**LZ-LOG-004 · critical" in source
    assert "<details>" not in source


def test_only_new_findings_are_told_in_full_when_there_is_an_earlier_report() -> None:
    """The known ones are folded away, and counted."""
    known, new = a_finding(), a_finding(PUBLIC, "prices", message="the ACL is public")
    source = to_markdown([an_assessment(known, new, baseline=Baseline.of([known]))])

    assert ["LZ-S3-001 · high · A bucket is closed to the public"] == [one for one in bold(source) if "LZ-" in one]
    assert "1 new, 1 known, 0 fixed" in source
    assert "<summary>1 known from the earlier report</summary>\n\n- critical LZ-LOG-004 `decisions`" in source


def test_no_change_is_claimed_where_no_engine_was_asked() -> None:
    """The offline tier knows findings, not changes."""
    assert "| changes |" not in to_markdown([an_assessment()])


def test_recovery_parity_stands_in_the_table_when_it_is_known() -> None:
    """One sentence."""
    source = to_markdown([an_assessment(parity="prod-dr holds the same resources")])

    assert "| recovery | prod-dr holds the same resources |" in source


def test_a_run_that_ended_early_says_so() -> None:
    """Its silence is no promise."""
    assert "there may be more findings" in to_markdown([an_assessment(report=a_report(complete=False))])


@settings(max_examples=60)
@given(any_text(), any_text(), any_text())
def test_nothing_a_stranger_wrote_changes_the_shape_of_the_report(name: str, path: str, words: str) -> None:
    """Resource names, properties, messages and an exemption's reason: the report has the markup of the harmless one."""
    reason = f"{words} because of it"

    def shaped(name: str, path: str, words: str, reason: str) -> list[str]:
        exempted = a_finding(KEYED, name, exemption=an_exemption(KEYED, "x", reason=reason))
        lost = Changes.of([(urn(BUCKET, name), "delete", [path])], {BUCKET})
        findings = [a_finding(name=f"x{name}", path=f"x{path}", message=f"x {words}"), exempted]
        return kinds(to_markdown([an_assessment(*findings, changes=lost)]))

    assert shaped("n", "p", "words", "a good reason") == shaped(name, path, words, reason)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_shows_as_it_is_and_does_nothing(hostile: str) -> None:
    """The cases by name, so that a failure says which."""
    source = to_markdown([an_assessment(a_finding(name=f"x{hostile}", message=f"x {hostile}"))])

    assert kinds(to_markdown([an_assessment(a_finding(name="x", message="x"))])) == kinds(source)
    assert not re.search(r"@\w", re.sub(r"`+[^`]*`+", "", source)), "a mention outside a code span"


def test_several_stacks_are_several_sections() -> None:
    """Each with its verdict."""
    source = to_markdown([an_assessment(), an_assessment(a_finding(), stack="dev")])

    assert ["### prod: passes — no findings", "### dev: blocked — 1 finding"] == [
        line for line in source.splitlines() if line.startswith("### ")
    ]


def test_a_cost_is_told_beside_what_it_was() -> None:
    """The row says how much more, and the details which resource."""
    before = Baseline.of([], Before.of(an_estimate(a_resource(NAT, "egress"))))
    after = an_estimate(a_resource(NAT, "egress"), a_resource(ALARM, "late"))

    text = to_markdown([an_assessment(cost=after, baseline=before)])

    assert "| cost | 123 → 125 USD/month (+2.00: late +2.00) |" in text
    assert f"| `late` ({ALARM}) | +2.00 |" in text


def test_a_stack_without_an_estimate_has_no_row_of_costs() -> None:
    """Nothing is not zero."""
    assert "cost" not in to_markdown([an_assessment()])


@given(any_text())
def test_what_has_no_price_breaks_nothing(name: str) -> None:
    """Its name is the program's, and stays text."""
    plain = to_markdown([an_assessment(cost=an_estimate(a_resource("aws:mystery/thing:Thing", "x")))])

    hostile = to_markdown([an_assessment(cost=an_estimate(a_resource("aws:mystery/thing:Thing", name)))])

    assert kinds(plain) == kinds(hostile)
