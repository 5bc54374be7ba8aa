"""A configuration that is wrong, in words: each file, and under it key, value, reason and what to do."""

from __future__ import annotations

from itertools import groupby

from config.errors import ConfigurationError, Problem
from report.escape import printable


def render(error: ConfigurationError) -> str:
    """The error as plain text, without a final newline; every problem, grouped by file in the order they were found."""
    return "\n\n".join(_file(file, list(problems)) for file, problems in groupby(error.problems, key=lambda p: p.file))


def _file(file: str, problems: list[Problem]) -> str:
    count = f"{len(problems)} error{'' if len(problems) == 1 else 's'}"
    return "\n\n".join([f"{printable(file)}: {count}", *(_problem(problem) for problem in problems)])


def _problem(problem: Problem) -> str:
    value = "" if problem.value is None else f" = {printable(problem.value)}"
    line = "" if problem.line is None else f"  (line {problem.line})"
    subject = f"{printable(problem.key)}{value}" if problem.key else "the file"
    return f"  {subject}{line}\n    {printable(problem.reason)}\n    → {printable(problem.fix)}"
