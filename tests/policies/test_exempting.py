"""Which exemptions hold in a run, and what is said of those that do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.engine import evaluate
from policies.exemptions import Exemption, Limits
from policies.finding import Finding, Kind, Report
from policies.guards import EXEMPTED
from policies.levels import Level
from policies.rule import Severity
from policies.verdict import Verdict
from policies.view import View
from tests.policies.sample import TODAY, a_rule, exemption, resource, settings, stack, urn

SECOND = "ciso@example.com"
PUBLIC = stack(resource("b", properties={"acl": "public-read"}))


def judged(*exemptions: Exemption, severity: Severity = Severity.HIGH, limits: Limits | None = None) -> Report:
    """What is said of a public bucket."""
    return evaluate(PUBLIC, [a_rule(severity=severity)], settings(*exemptions, limits=limits), today=TODAY)


def kinds(report: Report) -> list[tuple[Kind, bool]]:
    """Each finding, and whether it blocks."""
    return sorted((finding.kind, finding.blocking) for finding in report.findings)


def test_an_exemption_of_one_property_is_none_of_another() -> None:
    """Of a resource with two violations, one may be agreed to and the other not."""

    def two(view: View) -> list[object]:
        return [view.outcome(Verdict.FAIL, "is wrong", path) for path in ("acl", "policy")]

    report = evaluate(PUBLIC, [a_rule(two)], settings(exemption(path="acl")), today=TODAY)  # type: ignore[arg-type]

    assert [("acl", False), ("policy", True)] == [(finding.path, finding.blocking) for finding in report.findings]


def test_of_two_exemptions_the_one_of_the_property_is_used() -> None:
    """The other may be of further properties, and is told to be of none."""
    narrow, wide = exemption(path="acl"), exemption()

    report = judged(narrow, wide)

    assert ((narrow,), (wide,)) == (report.exemptions_used, report.exemptions_unused)
    assert not report.blocking


@pytest.mark.parametrize("approver", [None, "team@example.com", "Team@Example.com"])
def test_a_critical_finding_is_hidden_by_two_people_or_not_at_all(approver: str | None) -> None:
    """Whoever answers for it cannot also be the one who agreed: the violation stays open, and the exemption blocks."""
    one = exemption(approver=approver)

    report = judged(one, severity=Severity.CRITICAL)

    assert [(Kind.EXEMPTION_REFUSED, True), (Kind.FAIL, True)] == kinds(report)
    assert ((one,), (), ()) == (report.exemptions_refused, report.exemptions_used, report.exemptions_unused)
    said = next(finding for finding in report.findings if finding.kind is Kind.EXEMPTION_REFUSED)
    assert "hides a critical finding, and nobody but its owner approved it (team@example.com, OPS-1)" in said.message
    assert "second person" in said.fix


def test_with_a_second_person_a_critical_finding_is_exempted() -> None:
    """The finding stays in the report, with both names."""
    report = judged(exemption(approver=SECOND), severity=Severity.CRITICAL)

    assert [(Kind.FAIL, False)] == kinds(report)
    (found,) = report.findings
    assert found.exemption
    assert SECOND == found.exemption.approver


def test_where_no_second_person_is_asked_for_the_owner_is_enough() -> None:
    """An environment for experiments says so in levels.yaml."""
    assert not judged(exemption(), severity=Severity.CRITICAL, limits=Limits(second_approver=frozenset())).blocking
    assert not judged(exemption(), severity=Severity.HIGH).blocking


def test_an_exemption_holds_from_the_day_it_was_granted() -> None:
    """On that day it does; one that is dated ahead would hold longer than its severity allows."""
    assert not judged(exemption(granted=TODAY)).blocking

    report = judged(exemption(granted=TODAY + timedelta(days=1), expires=TODAY + timedelta(days=2)))

    assert [(Kind.EXEMPTION_REFUSED, True), (Kind.FAIL, True)] == kinds(report)
    (said,) = [finding for finding in report.findings if finding.kind is Kind.EXEMPTION_REFUSED]
    assert "is granted on 2026-11-23 only" in said.message


def test_a_refused_exemption_is_told_although_it_matches_nothing() -> None:
    """Once, and not as an unused one as well."""
    report = judged(exemption(of="gone"), severity=Severity.CRITICAL)

    assert [Kind.EXEMPTION_REFUSED, Kind.FAIL] == sorted(finding.kind for finding in report.findings)
    assert () == report.exemptions_unused


def test_more_exemptions_than_an_environment_allows_stop_the_run() -> None:
    """Counted over the environment's stacks, those that hold alone; at the limit nothing is said."""
    mine = exemption()
    other = exemption(of=urn("c", stack="dev.network"))
    elsewhere = exemption(of=urn("c", stack="prod"))
    over = exemption(of=urn("d"), expires=TODAY - timedelta(days=1))

    def about(most: int) -> list[Finding]:
        report = judged(mine, other, elsewhere, over, limits=Limits(most=most))
        return [finding for finding in report.findings if finding.rule_id == EXEMPTED.id]

    assert [] == about(2)
    (found,) = about(1)
    assert ("2 of at most 1 exemptions hold in dev", Level.MANDATORY, "") == (found.message, found.level, found.urn)
    assert EXEMPTED.frameworks == found.frameworks


def test_a_report_is_read_back_as_it_was_written() -> None:
    """With the exemptions that were used, unused, expired and refused."""
    report = judged(
        exemption(approver=SECOND), exemption(of="gone", approver=SECOND), exemption(of="late"),
        exemption(of="over", expires=TODAY - timedelta(days=1)), severity=Severity.CRITICAL,
    )  # fmt: skip

    assert [1, 1, 1, 1] == [
        len(of)
        for of in (
            report.exemptions_used,
            report.exemptions_unused,
            report.exemptions_expired,
            report.exemptions_refused,
        )
    ]
    assert report == Report.from_json(report.to_json())
