"""Findings as SARIF 2.1.0: a code-scanning page shows each at the line of the program that declares the resource.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from sarif_pydantic.sarif import (
    ArtifactLocation,
    Invocation,
    Level,
    Location,
    LogicalLocation,
    Message,
    Notification,
    PhysicalLocation,
    Region,
    ReportingConfiguration,
    ReportingDescriptor,
    Result,
    Run,
    RunAutomationDetails,
    Sarif,
    Suppression,
    Tool,
    ToolDriver,
)

from graph.belonging import belonging
from graph.model import SourcePosition
from policies import levels
from policies.finding import Finding, Kind
from policies.framework import FRAMEWORKS
from policies.rule import Rule, Severity
from report.assessment import Assessment
from report.escape import json_text, markdown, printable, prose
from report.frameworks import supported
from report.groups import composed
from report.summary import unjudged
from report.templating import sentence

SCHEMA_URI: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_SCORES: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
"""security-severity: above 9.0 GitHub calls it critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low
(https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning)."""

_TAGS: Final = 20
"""Code scanning takes no more tags of a rule (the same page, "SARIF results exceed one or more limits")."""
_ROOT: Final = "%SRCROOT%"
_PROGRAM: Final = SourcePosition("__main__.py", 1)
"""Stands for the stack as a whole."""
_EXEMPTIONS: Final = SourcePosition("policies/exemptions.yaml", 1)


class _Result(Result):
    """A result as the standard has it.

    sarif-pydantic 0.6 knows one suppression, SARIF 3.27.23 a list of them; it knows no baselineState (3.27.24).
    """

    suppressions: list[Suppression]
    baseline_state: str | None = None


class _Invocation(Invocation):
    """A run of the tool as the standard has it, with what it has to say of itself (3.20.21)."""

    tool_execution_notifications: list[Notification]


def to_sarif(assessments: Sequence[Assessment]) -> str:
    """The log as JSON with a final newline: a run a stack; the same findings always give the same bytes."""
    log = Sarif.model_validate({"$schema": SCHEMA_URI, "runs": [_run(assessment) for assessment in assessments]})
    data = log.model_dump(mode="json", by_alias=True, exclude_none=True, serialize_as_any=True)
    return json_text(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def _run(assessment: Assessment) -> Run:
    report = assessment.report
    places = {rule.id: place for place, rule in enumerate(assessment.rules)}
    systems = belonging(assessment.graph)
    return Run(
        tool=Tool(driver=ToolDriver(name="ai-landing-zone", rules=[_rule(rule) for rule in assessment.rules])),
        automation_details=RunAutomationDetails(id=f"policies/{printable(assessment.stack)}/"),
        invocations=[_invocation(assessment)],
        original_uri_base_ids={_ROOT: ArtifactLocation(description=Message(text="The root of the repository."))},
        results=[
            _result(assessment, one, mark, places.get(one.rule_id), systems.get(one.urn, ""))
            for one, mark in zip(report.findings, _fingerprints(report.findings), strict=True)
        ],
    )


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """What an alert is known by from run to run: its words may change with a number in them, and it stays the same.

    Findings that share rule, resource, property and kind are told apart by their place among each other.
    """
    met = Counter[tuple[str, ...]]()
    for finding in findings:
        met[finding.identity] += 1
        text = "\0".join((*finding.identity, str(met[finding.identity])))
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _invocation(assessment: Assessment) -> Invocation:
    """Whether the run came to its end, and what it did not look at."""
    report = assessment.report
    said = [unjudged(assessment)] if report.unjudged else []
    if not report.complete:
        said.append("the run ended before the whole stack was seen: there may be more results than these")
    return _Invocation(
        execution_successful=report.complete and report.errors == 0,
        tool_execution_notifications=[Notification(message=Message(text=text), level=Level.NOTE) for text in said],
    )


def _rule(rule: Rule) -> ReportingDescriptor:
    tags = [f"{framework} {id_}" for framework in FRAMEWORKS for id_ in rule.frameworks.get(framework, ())]
    supports = f"\n\n**Supports** {markdown(supported(rule.frameworks))}" if tags else ""
    return ReportingDescriptor(
        id=rule.id,
        short_description=Message(text=rule.title),
        full_description=Message(text=rule.why),
        help=Message(
            text=f"{rule.title}. {rule.why} {rule.fix}",
            markdown=f"**{markdown(rule.title)}**\n\n{sentence(rule.why)}\n\n**Fix** {sentence(rule.fix)}{supports}\n\n"
            f"Good and bad examples: `lz policy explain {rule.id}`\n",
        ),
        default_configuration=ReportingConfiguration(level=Level.WARNING.value),
        properties={
            "tags": ["security", *tags][:_TAGS],
            "precision": "very-high",
            "security-severity": _SCORES[rule.severity],
            "control": rule.control,
        },
    )


def _result(assessment: Assessment, finding: Finding, fingerprint: str, rule_index: int | None, system: str) -> Result:
    undecided = finding.kind is Kind.UNKNOWN and not finding.blocking
    where = finding.source or (_EXEMPTIONS if finding.kind in _OF_EXEMPTIONS else _PROGRAM)
    new = assessment.is_new(finding)
    return _Result(
        rule_id=finding.rule_id,
        rule_index=rule_index,
        kind="open" if undecided else "fail",  # open: not enough is known to decide whether there is a problem (3.27.9)
        level=Level.NONE if undecided else _LEVELS[finding.level],
        message=Message(text=_message(finding)),
        locations=[
            Location(
                physical_location=_physical(where),
                logical_locations=[
                    LogicalLocation(
                        name=printable(finding.resource_name) or "stack",
                        fully_qualified_name=printable(finding.urn) or "stack",
                        kind="resource",
                    )
                ],
            )
        ],
        related_locations=_related(assessment, finding),
        partial_fingerprints={"finding/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint[:16]}:1"},
        baseline_state=None if new is None else "new" if new else "unchanged",
        suppressions=_suppressions(finding),
        properties={
            "severity": str(finding.severity),
            "path": printable(finding.path),
            "system": printable(system),
            "blocking": finding.blocking,
        },
    )


def _physical(where: SourcePosition) -> PhysicalLocation:
    return PhysicalLocation(
        artifact_location=ArtifactLocation(uri=quote(where.file, errors="surrogatepass"), uri_base_id=_ROOT),
        region=Region(start_line=max(where.line, 1)),
    )


def _related(assessment: Assessment, finding: Finding) -> list[Location] | None:
    """The line that declares the composition a resource is part of, where it is another than the resource's own."""
    whole = composed(assessment.graph, finding)
    if whole is None or whole.source is None or whole.source == finding.source:
        return None
    message = Message(text=f"part of {printable(whole.name)}".replace("](", "] ("))
    return [Location(id=1, physical_location=_physical(whole.source), message=message)]


_OF_EXEMPTIONS: Final = {Kind.EXEMPTION_EXPIRED, Kind.EXEMPTION_UNMATCHED, Kind.EXEMPTION_REFUSED}
_LEVELS: Final = {levels.Level.MANDATORY: Level.ERROR, levels.Level.ADVISORY: Level.WARNING}


def _message(finding: Finding) -> str:
    """On one line. SARIF reads [text](target) as a link (3.11.6), and a resource's name must not become one."""
    where = " ".join(printable(part) for part in (finding.resource_name, finding.path) if part)
    text = ": ".join(part for part in (where, prose(finding.message)) if part)
    if finding.exemption is None and finding.kind is not Kind.UNKNOWN:
        text += f". Fix: {prose(finding.fix)}"
    return text.replace("](", "] (")


def _suppressions(finding: Finding) -> list[Suppression]:
    exemption = finding.exemption
    if exemption is None:
        return []
    why = f"{exemption.reason} ({exemption.owner}, {exemption.ticket}, until {exemption.expires.isoformat()})"
    return [Suppression(kind="external", status="accepted", justification=prose(why))]
