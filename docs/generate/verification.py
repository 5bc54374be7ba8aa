"""Write docs/reference/verification.md from the table of `lz verify` and the rules.

Usage: python -m docs.generate.verification [--check]; with --check nothing is written, and a page that is not up to
date is exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from docs.generate.page import publish
from ops.verification.rules import asked_again
from policies.registry import all_rules
from policies.rule import Rule
from policies.sections import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/verification.md")
COMMAND = "python -m docs.generate.verification"


def page(rules: Sequence[Rule], asked: Mapping[str, Sequence[str]]) -> str:
    """The page, Markdown."""
    again = [rule for rule in rules if rule.id in asked]
    lines = [
        "# Rules that are asked again",
        "",
        f"Generated from `ops/verification/rules.py` and the rules by `{COMMAND}`; do not edit.",
        "The check judges what the program declares. `lz verify` asks the account and the cluster whether what the",
        "contracts promise is so. Where a promise is the thought of a rule, or a part of it, its line carries the",
        f"rule's id; that is so of {len(again)} rules. The others are judged before the deploy only. Many are about",
        "relations and documents that AWS keeps as they were sent, or about things that the zone itself does not make.",
        "",
    ]
    for section, group in groupby(again, key=lambda rule: rule.id.split("-")[1]):
        lines += [f"## {SECTIONS[section]}", "", "| rule | what holds | asked of the account |", "| --- | --- | --- |"]
        lines += [
            f"| [{rule.id}](policies.md#{rule.id.lower()}) | {rule.title} | {'; '.join(asked[rule.id])} |"
            for rule in group
        ]
        lines.append("")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    return publish(ROOT / PAGE, page(all_rules(), asked_again()), COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
