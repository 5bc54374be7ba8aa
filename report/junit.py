"""Findings as JUnit XML, which every build server reads: a suite a stack, a case a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from junit_xml import TestCase, TestSuite, to_xml_report_string

from policies.finding import Finding, Kind
from report.assessment import Assessment
from report.escape import printable, prose

_UNDECIDED: Final = {Kind.UNKNOWN, Kind.ERROR}


def to_junit(assessments: Sequence[Assessment]) -> str:
    """The document: a blocking finding is a failure, a rule that broke an error, what could not be decided is skipped.

    What blocks nothing (advisory, exempt) stands in the case's output. The same findings give the same bytes.
    """
    xml: str = to_xml_report_string([_suite(assessment) for assessment in assessments], prettyprint=True)
    return xml if xml.endswith("\n") else xml + "\n"


def _suite(assessment: Assessment) -> Any:
    by_rule = defaultdict[str, list[Finding]](list)
    for finding in assessment.report.findings:
        by_rule[finding.rule_id].append(finding)
    titles = {rule.id: rule.title for rule in assessment.rules}
    titles |= {id_: findings[0].title for id_, findings in by_rule.items()}
    return TestSuite(assessment.stack, [_case(id_, titles[id_], by_rule[id_]) for id_ in sorted(titles)])


def _case(rule_id: str, title: str, findings: Sequence[Finding]) -> Any:
    case = TestCase(title, classname=rule_id, allow_multiple_subelements=True)
    failed = any(finding.blocking for finding in findings)
    said = list[str]()
    for finding in findings:
        message, text = prose(finding.message), _text(finding)
        if finding.blocking and finding.kind is Kind.ERROR:
            case.add_error_info(message=message, output=text, error_type=finding.kind)
        elif finding.blocking:
            case.add_failure_info(message=message, output=text, failure_type=finding.severity)
        elif not failed and finding.kind in _UNDECIDED and finding.exemption is None:
            case.add_skipped_info(message=message, output=text)
        else:
            said.append(text)
    case.stdout = "\n".join(said) or None
    return case


def _text(finding: Finding) -> str:
    """The finding in a few lines: where, what, why it may stand, what to do."""
    place = " ".join(printable(part) for part in (finding.urn or "the stack", finding.path) if part)
    lines = [f"{finding.level} · {place}", prose(finding.message)]
    if finding.source:
        lines.append(f"{printable(finding.source.file)} line {finding.source.line}")
    if finding.exemption:
        lines.append(prose(f"exempt until {finding.exemption.expires}: {finding.exemption.reason}"))
    return "\n".join([*lines, f"fix: {prose(finding.fix)}"])
