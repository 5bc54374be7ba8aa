"""Findings as JUnit: a suite a stack, a case a rule."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from policies.finding import Finding, Kind
from policies.levels import Level
from report.junit import to_junit
from tests.report.sample import PUBLIC, RETENTION, RULES, a_finding, a_full_assessment, an_assessment, an_exemption


def case(*findings: Finding, rule_id: str = RETENTION.id) -> ET.Element:
    """The case of a rule; the document is our own, so that parsing it needs no defence."""
    document = ET.fromstring(to_junit([an_assessment(*findings)]))  # noqa: S314
    return next(found for found in document.iter("testcase") if found.get("classname") == rule_id)


def test_every_rule_is_a_case_whether_it_found_something_or_not() -> None:
    """A rule that passed is a test that passed."""
    document = ET.fromstring(to_junit([an_assessment(), an_assessment(stack="dev")]))  # noqa: S314

    assert ["prod", "dev"] == [suite.get("name") for suite in document]
    assert [sorted(rule.id for rule in RULES)] * 2 == [[one.get("classname") for one in suite] for suite in document]
    assert ("0", "0", "6") == (document.get("failures"), document.get("errors"), document.get("tests"))


@pytest.mark.parametrize(
    ("kind", "level", "expected"),
    [
        (Kind.FAIL, Level.MANDATORY, "failure"),
        (Kind.FAIL, Level.ADVISORY, "system-out"),
        (Kind.UNKNOWN, Level.MANDATORY, "failure"),
        (Kind.UNKNOWN, Level.ADVISORY, "skipped"),
        (Kind.ERROR, Level.MANDATORY, "error"),
        (Kind.ERROR, Level.ADVISORY, "skipped"),
        (Kind.EXEMPTION_EXPIRED, Level.MANDATORY, "failure"),
        (Kind.EXEMPTION_UNMATCHED, Level.ADVISORY, "system-out"),
    ],
)
def test_a_build_server_sees_what_blocks_as_failed(kind: Kind, level: Level, expected: str) -> None:
    """And what could not be decided as skipped, which is neither passed nor failed."""
    assert [expected] == [child.tag for child in case(a_finding(kind=kind, level=level))]


def test_an_exempted_finding_fails_nothing_and_says_until_when() -> None:
    """The reason stands in the output."""
    found = case(a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices")), rule_id=PUBLIC.id)

    assert ["system-out"] == [child.tag for child in found]
    assert "exempt until 2026-12-04 (12 days left)" in (found[0].text or "")


def test_a_case_that_failed_is_not_skipped_too() -> None:
    """Build servers read a case with both as skipped."""
    found = case(a_finding(), a_finding(name="site", kind=Kind.UNKNOWN, level=Level.ADVISORY))

    assert {"failure", "system-out"} == {child.tag for child in found}


def test_every_finding_of_a_rule_is_told_in_the_one_failure_of_its_case() -> None:
    """With where and what to do: a build server reads the first failure of a case and no other."""
    (failure,) = case(a_finding(), a_finding(name="archive", message="has no default retention"))
    text = failure.text or ""

    assert "2 findings; archive: has no default retention" == failure.get("message")
    assert "is 30, and the class decisions needs 2555" in text
    assert 1 == text.count("stacks/data.py line 41\nfix: ") - 1 == text.count(RETENTION.fix) - 1


def test_a_case_names_the_file_and_the_line_of_what_is_wrong() -> None:
    """Build servers link to it; a rule that holds has no place."""
    found = case(a_finding())

    assert ("stacks/data.py", "41") == (found.get("file"), found.get("line"))
    assert case(rule_id=PUBLIC.id).get("file") is None


def test_a_rule_that_broke_beside_one_that_failed_is_a_failure() -> None:
    """A case has one result."""
    assert ["failure"] == [child.tag for child in case(a_finding(kind=Kind.ERROR), a_finding(name="archive"))]


def test_the_document_holds_what_common_readers_rely_on() -> None:
    """One result a case, sums that are right, and no two cases of one name: Jenkins, GitLab and GitHub's actions."""
    document = ET.fromstring(to_junit([a_full_assessment(), an_assessment(stack="dev")]))  # noqa: S314

    for suite in document:
        cases = suite.findall("testcase")
        results = [[child.tag for child in one if child.tag != "system-out"] for one in cases]
        assert all(len(one) <= 1 for one in results)
        assert len(cases) == len({(one.get("classname"), one.get("name")) for one in cases})
        assert str(len(cases)) == suite.get("tests")
        for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert str(results.count([tag])) == suite.get(count)
    for total in ("tests", "failures", "errors"):
        assert str(sum(int(suite.get(total, "0")) for suite in document)) == document.get(total)


def test_a_name_cannot_break_the_document() -> None:
    """Controls, which XML 1.0 has no way to write, and markup."""
    hostile = a_finding(name="a\x00\x1b]]></failure><x a='", message="\x0b\ufffe is <b>bad</b>")

    assert 1 == len(case(hostile))


def test_the_same_findings_give_the_same_bytes() -> None:
    """No time, no host."""
    assert to_junit([a_full_assessment()]) == to_junit([a_full_assessment()])
