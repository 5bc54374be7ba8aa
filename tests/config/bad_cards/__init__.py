"""Mistakes in cards, models, datasets, pools and promises, each with what it is told: data, for the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from config.errors import Problem
from tests.config.estate import GONE
from tests.config.shipped import Shipped

FOLDER = Path(__file__).resolve().parent


class Mistake(BaseModel):
    """One mistake, and nothing else wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    """What is wrong."""

    change: dict[str, dict[str, Any]]
    """File to key to value; slashes part the keys, <gone> takes a key out."""

    environment: str = "prod"
    """Which one is loaded."""

    told: tuple[str, ...] = ()
    """Every problem: file, line, key, value, reason and fix, as `_line` has them."""


def files() -> list[Path]:
    """The files of the table, in order."""
    return sorted(FOLDER.glob("*.yaml"))


def mistakes(file: Path) -> list[Mistake]:
    """The mistakes of a file."""
    return [Mistake.model_validate(row) for row in yaml.safe_load(file.read_text(encoding="utf-8"))]


def told(shipped: Shipped, mistake: Mistake) -> tuple[str, ...]:
    """What the environment is told after the mistake."""
    for file, changes in mistake.change.items():
        for key, value in changes.items():
            shipped.say(file, key, GONE if value == "<gone>" else value)
    return tuple(_line(problem) for problem in shipped.problems(mistake.environment))


def _line(problem: Problem) -> str:
    value = "" if problem.value is None else f" {problem.value}"
    return f"{problem.file}: {problem.key}{value} {problem.reason} → {problem.fix}"
