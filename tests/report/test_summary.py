"""The verdict in words."""

from __future__ import annotations

import pytest

from ops.findings import Format, render
from policies.finding import Kind
from policies.levels import Level
from report.assessment import Baseline
from report.changes import Changes
from report.summary import headline, tail, unjudged
from tests.report.sample import BUCKET, KEYED, PUBLIC, a_finding, a_report, an_assessment, an_exemption, urn

ADVISORY = a_finding(KEYED, "flow", level=Level.ADVISORY)
EXEMPT = a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices"))


def test_nothing_wrong_passes() -> None:
    """And says so."""
    assert "passes — no findings" == headline(an_assessment())


def test_a_mandatory_finding_blocks() -> None:
    """The number comes first."""
    assert "blocked — 2 findings" == headline(an_assessment(a_finding(), a_finding(name="archive")))


def test_an_advisory_finding_blocks_nothing() -> None:
    """And is not passed over."""
    assert "passes — 1 advisory finding" == headline(an_assessment(ADVISORY))
    assert "blocked — 1 finding, 1 advisory" == headline(an_assessment(ADVISORY, a_finding()))


def test_an_exempted_finding_blocks_nothing() -> None:
    """Somebody answers for it."""
    assert "passes — no findings" == headline(an_assessment(EXEMPT))
    assert "no findings · 1 exempt" == tail(an_assessment(EXEMPT))


def test_what_must_be_known_and_is_not_blocks_and_says_why() -> None:
    """Where unknown is strict, a reader learns that nothing was found and something could not be looked at."""
    unknown = a_finding(kind=Kind.UNKNOWN)

    assert "blocked — no findings, 1 not checkable where checking is required" == headline(an_assessment(unknown))


def test_with_an_earlier_report_only_new_findings_are_called_new() -> None:
    """The known one still blocks; what is gone was fixed."""
    baseline = Baseline.of([a_finding(), a_finding(name="gone")])
    assessment = an_assessment(a_finding(), a_finding(name="archive"), baseline=baseline)

    assert "blocked — 1 new finding, 1 known" == headline(assessment)
    assert 1 == assessment.fixed


def test_what_could_be_lost_stands_in_the_verdict() -> None:
    """Replacements and deletions of stateful resources, each with its number."""
    steps = [(urn(BUCKET, "a"), "replace", []), (urn(BUCKET, "b"), "delete", []), (urn(BUCKET, "c"), "delete", [])]
    assessment = an_assessment(changes=Changes.of(steps, {BUCKET}))

    assert "passes — no findings, 1 stateful replacement, 2 stateful deletions" == headline(assessment)


def test_a_run_that_ended_early_is_judged_only_in_part() -> None:
    """No findings of half a stack is no promise."""
    assert "passes — no findings, judged only in part" == headline(an_assessment(report=a_report(complete=False)))


def test_what_no_rule_is_about_is_counted() -> None:
    """A stack of types that nobody looks at is not a stack without findings; where all are judged nothing is said."""
    odd = an_assessment(report=a_report(unjudged={"x:y:Z": 2, "x:y:A": 1, "x:y:B": 2}))

    assert "5 resources of 3 types that no rule is about" == unjudged(odd)
    assert (("x:y:B", 2), ("x:y:Z", 2), ("x:y:A", 1)) == odd.unjudged
    assert "1 resource of 1 type that no rule is about" == unjudged(an_assessment(report=a_report(unjudged={"a": 1})))
    assert "" == unjudged(an_assessment())


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML, Format.SARIF, Format.JUNIT, Format.JSON])
def test_every_format_says_what_no_rule_is_about(form: Format) -> None:
    """In its own words: the types where there is room for them."""
    text = render(form, [an_assessment(report=a_report(unjudged={"x:y:Z": 2}))])

    assert "2 resources of 1 type that no rule is about" in text or form is Format.JSON
    assert "x:y:Z" in text or form in {Format.SARIF, Format.JUNIT}
