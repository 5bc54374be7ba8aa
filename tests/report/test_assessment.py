"""Which findings are open, exempt, unknown, new, known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.exemptions import Exemption
from policies.finding import Finding, Kind
from policies.levels import Level
from report.assessment import Baseline
from tests.report.sample import PUBLIC, TODAY, a_finding, an_assessment, an_exemption


def an_exempted(name: str = "prices", **over: date) -> Finding:
    exemption: Exemption = an_exemption(PUBLIC, name, **over)
    return a_finding(PUBLIC, name, exemption=exemption)


FINDINGS = st.lists(
    st.builds(
        a_finding,
        name=st.sampled_from("abcd"),
        kind=st.sampled_from(Kind),
        level=st.sampled_from([Level.MANDATORY, Level.ADVISORY]),
        exemption=st.sampled_from([None, an_exemption(PUBLIC, "a")]),
    ),
    unique_by=lambda finding: finding.key,
)


@given(FINDINGS)
def test_every_finding_is_in_exactly_one_group(findings: list[Finding]) -> None:
    """Open, exempt or unknown: nothing is told twice, and nothing is left out."""
    assessment = an_assessment(*findings)
    groups = [*assessment.open, *assessment.exempt, *assessment.unknown]

    assert sorted(f.key for f in findings) == sorted(f.key for f in groups)


@given(FINDINGS, FINDINGS)
def test_open_findings_are_new_or_known(before: list[Finding], now: list[Finding]) -> None:
    """New, known and fixed account for everything that is open now or was open then."""
    baseline = Baseline.of(before)
    assessment = an_assessment(*now, baseline=baseline)

    assert len(assessment.open) == len(assessment.new) + len(assessment.known)
    assert len(baseline.keys) == len(assessment.known) + assessment.fixed


def test_a_finding_that_lost_its_exemption_is_new() -> None:
    """It was there before and somebody answered for it; now nobody does, and a reviewer has to see it."""
    bare, excused, unknown = a_finding(PUBLIC, "prices"), an_exempted(), a_finding(kind=Kind.UNKNOWN)
    baseline = Baseline.of([excused, unknown])

    assert an_assessment(bare, baseline=baseline).new == (bare,)
    assert [True, False, False] == [
        an_assessment(one, baseline=baseline).is_new(one) for one in (bare, excused, unknown)
    ]
    assert an_assessment(bare).is_new(bare) is None


def test_a_finding_is_known_by_what_it_is_about_and_not_by_its_words() -> None:
    """A count in a message changes with every resource that is added."""
    before = Baseline.of([a_finding(message="3 subnets have no flow log")])
    now = an_assessment(a_finding(message="4 subnets have no flow log"), baseline=before)

    assert ((), 1, 0) == (now.new, len(now.known), now.fixed)


@pytest.mark.parametrize(
    "over", [{"path": "b"}, {"urn": "urn:b"}, {"kind": Kind.ERROR}, {"rule_id": "LZ-S3-999"}], ids=str
)
def test_another_rule_resource_property_or_kind_is_another_finding(over: dict[str, Any]) -> None:
    """What was known there is fixed, and what is here is new."""
    other = {"path": "a", **over}
    now = an_assessment(a_finding(PUBLIC, "x", **other), baseline=Baseline.of([a_finding(PUBLIC, "x", path="a")]))

    assert (1, 0, 1) == (len(now.new), len(now.known), now.fixed)


def test_a_second_finding_of_one_property_is_new() -> None:
    """No more are known than there were, and those of the same words first."""
    before = Baseline.of([a_finding(message="lets 10.0.0.0/8 in")])
    now = an_assessment(
        a_finding(message="lets everybody in"), a_finding(message="lets 10.0.0.0/8 in"), baseline=before
    )

    assert ["lets everybody in"] == [finding.message for finding in now.new]
    assert ["lets 10.0.0.0/8 in"] == [finding.message for finding in now.known]


def test_the_next_expiry_is_that_of_the_exemption_that_ends_first() -> None:
    """Counted in days from today; the last day counts as zero."""
    findings = [an_exempted("a", expires=TODAY + timedelta(days=40)), an_exempted("b", expires=TODAY)]

    assert 0 == an_assessment(*findings).next_expiry
    assert an_assessment().next_expiry is None


def test_days_left_are_asked_of_an_exempted_finding_only() -> None:
    """Anything else is the caller's mistake and says so."""
    with pytest.raises(ValueError, match="is not exempted"):
        an_assessment().days_left(a_finding())
