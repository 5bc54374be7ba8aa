"""What the engine itself holds, beside the rules: it is about the run and its exemptions, and not about a resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policies.controls import supports
from policies.rule import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One thing the engine holds; its findings read like a rule's."""

    id: str
    title: str
    severity: Severity
    control: str
    """Id of the control in the catalogue it realises; empty where there is none."""
    why: str
    fix: str

    @property
    def frameworks(self) -> Mapping[str, tuple[str, ...]]:
        """Framework key to the ids its control supports."""
        return supports(self.control) if self.control else {}


JUDGED: Final = Guard(
    id="LZ-PACK-000",
    title="Everything the program declares is judged",
    severity=Severity.HIGH,
    control="",
    why="What no rule has looked at may be anything.",
    fix="Remove the cause the message names; a fault of the pack leaves its trace in the engine's log.",
)
"""A fault of the pack, and not of a rule, is one of its findings."""

EXEMPTED: Final = Guard(
    id="LZ-PACK-001",
    title="No more is exempted than the environment allows",
    severity=Severity.MEDIUM,
    control="CHG-05",
    why="Where exemptions pile up, the exception has become the rule, and nobody reads the list any more.",
    fix="Fix what can be fixed, or let who owns policies/levels.yaml raise exemptions.most with a reason.",
)
"""The findings about single exemptions carry the rules that they exempt from."""

GUARDS: Final = (JUDGED, EXEMPTED)
