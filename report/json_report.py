"""Findings as JSON by findings.schema.json, for people's own tools; the same findings always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from graph.belonging import belonging
from policies.finding import Report
from report.assessment import Assessment
from report.changes import Changes, Operation
from report.cost.document import cost
from report.escape import json_text

VERSION: Final = 1
"""Grows when a reader of this version would misread the document."""
SCHEMA: Final = Path(__file__).with_name("findings.schema.json")


def to_json(assessments: Sequence[Assessment]) -> str:
    """The document, with a final newline; it holds no time and no duration, which would differ from run to run."""
    document = {"version": VERSION, "stacks": [_stack(assessment) for assessment in assessments]}
    return json_text(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True)) + "\n"


def from_json(text: str) -> Mapping[str, Report]:
    """The report of each stack of a document that to_json wrote; ValueError when it is something else."""
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"is not a findings document of version {VERSION}")
    try:
        return {stack["stack"]: Report.from_json(stack["report"]) for stack in document["stacks"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not a findings document: {type(error).__name__} at {error}") from error


def _stack(assessment: Assessment) -> dict[str, Any]:
    return {
        "stack": assessment.stack,
        "declared": len(assessment.graph),
        "report": _report(assessment),
        "baseline": None if assessment.baseline is None else _baseline(assessment),
        "changes": None if assessment.changes is None else _changes(assessment.changes),
        "cost": None if assessment.cost is None else cost(assessment.cost),
    }


def _report(assessment: Assessment) -> dict[str, Any]:
    """The report as the engine writes it, each finding with its system and whether it is new."""
    systems = belonging(assessment.graph)
    report = assessment.report.to_json()
    for written, finding in zip(report["findings"], assessment.report.findings, strict=True):
        written["system"] = systems.get(finding.urn)
        written["new"] = assessment.is_new(finding)
    return report


def _baseline(assessment: Assessment) -> dict[str, int]:
    return {"new": len(assessment.new), "known": len(assessment.known), "fixed": assessment.fixed}


def _changes(changes: Changes) -> dict[str, Any]:
    lost = {change.urn for change in changes.losses}
    stateful = {change.urn for change in changes.stateful}
    return {
        "counts": {str(operation): changes.count(operation) for operation in Operation},
        "resources": [
            {
                "urn": change.urn,
                "operation": str(change.operation),
                "keys": list(change.keys),
                "stateful": change.urn in stateful,
                "loss": change.urn in lost,
            }
            for change in changes.changes
            if change.operation is not Operation.SAME
        ],
    }
