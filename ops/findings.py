"""Findings as files: which formats there are, what they are called, and how an earlier report is read back.

A format's module is imported when the format is asked for: the libraries behind them cost more than a check.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum, unique
from json import JSONDecodeError
from pathlib import Path

from engine.files import write_text
from ops.exits import UsageError
from report.assessment import Assessment, Baseline
from report.cost.document import before
from report.json_report import from_json


@unique
class Format(StrEnum):
    """A format of findings; its value is the extension of its file."""

    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "md"
    JUNIT = "xml"
    HTML = "html"
    SVG = "svg"
    """The picture of the stack, with a mark where something is found."""


_FUNCTIONS: Mapping[Format, tuple[str, str]] = {
    Format.JSON: ("report.json_report", "to_json"),
    Format.SARIF: ("report.sarif", "to_sarif"),
    Format.MARKDOWN: ("report.markdown", "to_markdown"),
    Format.JUNIT: ("report.junit", "to_junit"),
    Format.HTML: ("report.html", "to_html"),
    Format.SVG: ("report.picture", "to_svg"),
}


def render(form: Format, assessments: Sequence[Assessment]) -> str:
    """The assessments in a format."""
    module, function = _FUNCTIONS[form]
    text: str = getattr(importlib.import_module(module), function)(assessments)
    return text


def printed(verb: str, formats: Sequence[Format], folder: Path | None, *, as_json: bool) -> Format | None:
    """The format that stdout takes instead of what people read; None for the latter. UsageError for several."""
    if as_json:
        return Format.JSON
    if folder is not None or not formats:
        return None
    if len(formats) > 1:
        raise UsageError(f"lz {verb}: stdout takes one format", "give one --format, or a folder with --report DIR")
    return formats[0]


def ready(folder: Path) -> None:
    """Make the folder of a report before the work it reports on: nobody waits minutes to hear that it cannot be."""
    folder.mkdir(parents=True, exist_ok=True)


def save(folder: Path, formats: Iterable[Format], assessments: Sequence[Assessment]) -> None:
    """Write findings.json and its siblings into a folder; each is the old file or the new one, never half of one."""
    for form, text in [(form, render(form, assessments)) for form in dict.fromkeys(formats)]:
        write_text(folder / f"findings.{form}", text)


def baselines(path: Path) -> Mapping[str, Baseline]:
    """The open findings of an earlier findings.json, by stack; UsageError when the file is something else."""
    try:
        text = path.read_text(encoding="utf-8")
        reports, costs = from_json(text), before(text)
    except ValueError as error:
        reason = f"is not JSON ({error})" if isinstance(error, JSONDecodeError | UnicodeDecodeError) else str(error)
        raise UsageError(f"{path} {reason}", "give a findings.json that lz check --report wrote") from error
    return {stack: Baseline.of(report.findings, costs.get(stack)) for stack, report in reports.items()}
