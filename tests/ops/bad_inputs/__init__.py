"""Bad inputs with the message and the exit code each ends with: data, for the test and for the reference page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).resolve().parent


class Case(BaseModel):
    """One bad input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    """What is wrong."""

    change: dict[str, dict[str, str]] = {}
    """File to what is replaced in it: the text as it stands, and what it becomes."""

    append: dict[str, str] = {}
    """File to what is written at its end."""

    write: dict[str, str | bytes | None] = {}
    """File to its whole content; none takes it away."""

    given: tuple[str, ...] = ()
    """What the machine is like; see tests/ops/bad_inputs/trying.py."""

    environment: dict[str, str] = {}
    """Variables of the command."""

    run: str
    """The command. A line for the shell when it begins with ./lz."""

    exit: int = 0
    """The command's exit code."""

    says: str = ""
    """On standard error the whole message; with the exit codes 0 and 1 a part of standard output."""


def files() -> list[Path]:
    """The files of the table, in order."""
    return sorted(FOLDER.glob("*.yaml"))


def title(file: Path) -> str:
    """What the cases of a file have in common."""
    return str(_read(file)["title"])


def cases(file: Path) -> list[Case]:
    """The cases of a file."""
    return [Case.model_validate(entry) for entry in _read(file)["cases"]]


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
