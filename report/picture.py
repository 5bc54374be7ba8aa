"""The architecture of each stack as SVG, with a mark at every box about which something is open."""

from __future__ import annotations

from collections.abc import Sequence

from report.assessment import Assessment
from report.diagram.environment import environment
from report.diagram.svg import Findings, document


def to_svg(assessments: Sequence[Assessment]) -> str:
    """The pictures below each other, one a stack."""
    marks = {urn: rules for assessment in assessments for urn, rules in findings(assessment).items()}
    return document([environment(assessment.graph) for assessment in assessments], marks)


def findings(assessment: Assessment) -> Findings:
    """The rules that do not hold of each resource."""
    found = dict[str, list[str]]()
    for finding in assessment.open:
        found.setdefault(finding.urn, []).append(finding.rule_id)
    return found
