"""Findings as JUnit XML, which every build server reads: a suite a stack, a case a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from junit_xml import TestCase, TestSuite, to_xml_report_string

from policies.finding import Finding, Kind
from report.assessment import Assessment
from report.escape import printable, prose
from report.summary import counted, unjudged

_UNDECIDED: Final = {Kind.UNKNOWN, Kind.ERROR}


def to_junit(assessments: Sequence[Assessment]) -> str:
    """The document: a blocking finding is a failure, a rule that broke an error, what could not be decided is skipped.

    What blocks nothing (advisory, exempt) stands in the case's output. A case has one failure, error or skip, which
    tells of all its findings: build servers read the first and no other. The same findings give the same bytes.
    """
    xml: str = to_xml_report_string([_suite(assessment) for assessment in assessments], prettyprint=True)
    return xml if xml.endswith("\n") else xml + "\n"


def _suite(assessment: Assessment) -> Any:
    by_rule = defaultdict[str, list[Finding]](list)
    for finding in assessment.report.findings:
        by_rule[finding.rule_id].append(finding)
    titles = {rule.id: rule.title for rule in assessment.rules}
    titles |= {id_: findings[0].title for id_, findings in by_rule.items()}
    cases = [_case(assessment, id_, titles[id_], by_rule[id_]) for id_ in sorted(titles)]
    return TestSuite(printable(assessment.stack), cases, stdout=unjudged(assessment) or None)


def _case(assessment: Assessment, rule_id: str, title: str, findings: Sequence[Finding]) -> Any:
    blocking = [finding for finding in findings if finding.blocking]
    undecided = [one for one in findings if one.kind in _UNDECIDED and one.exemption is None and not one.blocking]
    told = blocking or undecided
    place = next((finding.source for finding in told if finding.source), None)
    case = TestCase(title, classname=rule_id, file=place and printable(place.file), line=place and place.line)
    said = {"message": _summary(told), "output": "\n\n".join(_text(assessment, one) for one in told)}
    if blocking and all(finding.kind is Kind.ERROR for finding in blocking):
        case.add_error_info(**said, error_type=Kind.ERROR)
    elif blocking:
        case.add_failure_info(**said, failure_type=blocking[0].severity)
    elif undecided:
        case.add_skipped_info(**said)
    case.stdout = "\n\n".join(_text(assessment, one) for one in findings if one not in told) or None
    return case


def _summary(findings: Sequence[Finding]) -> str:
    """What is wrong, on one line: of several findings how many there are, and the first."""
    if not findings:
        return ""
    first = findings[0]
    text = ": ".join(part for part in (printable(first.resource_name), prose(first.message)) if part)
    return text if len(findings) == 1 else f"{len(findings)} findings; {text}"


def _text(assessment: Assessment, finding: Finding) -> str:
    """The finding in a few lines: where, what, why it may stand, what to do."""
    place = " ".join(printable(part) for part in (finding.urn or "the stack", finding.path) if part)
    lines = [f"{finding.level} · {place}", prose(finding.message)]
    if finding.source:
        lines.append(f"{printable(finding.source.file)} line {finding.source.line}")
    if finding.exemption:
        left = counted(assessment.days_left(finding), "day")
        lines.append(prose(f"exempt until {finding.exemption.expires} ({left} left): {finding.exemption.reason}"))
    return "\n".join([*lines, f"fix: {prose(finding.fix)}"])
