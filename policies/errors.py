"""What is wrong with the pack's own files, said so that the reader can fix it without reading code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PACK: Final = "policies"


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong value of one of the pack's YAML files."""

    file: str
    key: str
    value: object
    reason: str
    fix: str

    def __str__(self) -> str:
        at = f"{self.file}: {self.key}" if self.key else self.file
        shown = "" if self.value is None else f" = {self.value!r}"
        return f"{at}{shown}: {self.reason}; {self.fix}"


class GovernanceError(Exception):
    """The pack's own files cannot be used; carries every problem found, and ends a command with exit code 2."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def shown(path: Path) -> str:
    """A file's name as messages show it: from the pack's folder on, elsewhere its folder and its name."""
    parts = path.parts
    within = len(parts) - parts[::-1].index(_PACK) - 1 if _PACK in parts else len(parts) - 2
    return "/".join(parts[min(within, len(parts) - 2) :])
