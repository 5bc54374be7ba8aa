"""Write docs/reference/frameworks.md: which requirements of laws and standards the rules carry, and which none does.

Usage: python -m docs.generate.frameworks [--check]; with --check nothing is written, and a page that is not up to date
is exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from config.load import environments
from docs.generate.page import publish
from policies.controls import Coverage, coverage
from policies.framework import Framework, Thing, frameworks
from policies.levels import Settings
from policies.matrix import CARRYING, Held, Row, by_framework, figures, matrix, realised
from policies.registry import all_rules
from policies.rule import Rule

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/frameworks.md")
COMMAND = "python -m docs.generate.frameworks"
_FIGURES = "requirements | full | partial | evidence-only | gaps | blocking | rules |"
_SIGNS: Mapping[Coverage, str] = {Coverage.FULL: " (full)", Coverage.PARTIAL: "", Coverage.EVIDENCE: " (evidence)"}


def page(rules: Sequence[Rule]) -> str:
    """The page, Markdown."""
    rows = matrix(rules)
    lines = [
        "# Laws and standards",
        "",
        f"Generated from `policies/frameworks/` and the rules by `{COMMAND}`; do not edit. What a",
        "requirement asks is told in our own words and as far as it asks something of infrastructure. Engineering",
        "judgement, not legal advice.",
        "",
        "How far a rule carries a requirement:",
        "",
        "- **full**: the requirement is technical, and where every rule of the control holds, what the program",
        "  declares meets it.",
        "- **partial**: the rule does a part of what is asked; other rules, the running system or people do the rest.",
        "  Many parts do not make a whole.",
        "- **evidence-only**: the rule makes sure that a declaration, a document, a date or a measurement is there.",
        "  Meeting the requirement is the work of people; this is what they can show.",
        "",
        "`lz policy matrix` shows the same for a terminal, for an environment, and as JSON.",
        "",
        "## Coverage",
        "",
        *_coverage(rows),
        "",
        "## Coverage by environment",
        "",
        "As `policies/levels.yaml` has it: a rule that is off carries nothing. Blocking are requirements with a rule",
        "that stops a run there.",
        "",
        *_environments(rules),
        "",
        "## Gaps",
        "",
        *_gaps(rows),
    ]
    for key, of in by_framework(rows).items():
        lines += _framework(frameworks()[key], of)
    lines += ["## From controls to rules", "", *_controls(rules), "", "## From rules to controls", "", *_rules(rules)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _coverage(rows: Iterable[Row]) -> Iterator[str]:
    yield f"| framework | {_FIGURES}"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for of in by_framework(rows).values():
        yield f"| [{of[0].framework.name}](#{_anchor(of[0].framework.name)}) | {_figures(of)} |"


def _figures(rows: Iterable[Row]) -> str:
    one = figures(rows)
    counts = (one.requirements, one.full, one.partial, one.evidence, one.gaps, one.blocking, one.rules)
    return " | ".join(map(str, counts))


def _environments(rules: Sequence[Rule]) -> Iterator[str]:
    yield f"| environment | framework | {_FIGURES}"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name in environments():
        for of in by_framework(matrix(rules, Settings.load(name, rules=rules).level)).values():
            yield f"| {name} | {of[0].framework.name} | {_figures(of)} |"


def _gaps(rows: Iterable[Row]) -> Iterator[str]:
    yield "Requirements that no rule carries, and why."
    yield ""
    yield "| framework | requirement | asks | why nothing carries it |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        if row.gap:
            yield f"| {row.framework.name} | {row.id} | {row.requirement.asks} | {row.gap} |"
    yield ""


def _framework(framework: Framework, rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {framework.name}"
    yield ""
    source = framework.source
    yield f"Source: {source.document}, {source.date}. Version: {framework.version}. Listed: {framework.lists}."
    yield ""
    for one in framework.applies.values():
        yield f"- Applies from {one.since}: {one.says}."
    yield ""
    several = len(framework.applies) > 1
    yield f"| requirement | asks |{' from |' if several else ''} coverage | rules |"
    yield f"| --- | --- |{' --- |' if several else ''} --- | --- |"
    for row in rows:
        since = f" {framework.application(row.id).since} |" if several else ""
        yield f"| {row.id} | {row.requirement.asks} |{since} {row.coverage or 'gap'} | {_carriers(row)} |"
    yield ""
    yield from _defences(framework, rows)


def _defences(framework: Framework, rows: Sequence[Row]) -> Iterator[str]:
    """Of each risk: what prevents it, which rules see it before a deploy, and what tells of it at run time."""
    if not framework.defences:
        return
    yield from ("Prevented, previewed, watched: a resource of the zone, the rules, and a signal while it runs.", "")
    yield "| risk | preventive resource | preview rules | run-time signal |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        if (one := framework.defences.get(row.id)) is not None:
            first = ", ".join(_link(carrier.rule) for carrier in row.asked[:3])
            more = f" and {len(row.asked) - 3} more" if len(row.asked) > 3 else ""
            yield f"| {row.id} | {_thing(one.prevents)} | {first}{more} | {_thing(one.signals)} |"
    yield ""


def _thing(thing: Thing) -> str:
    return f"`{thing.type}`{f' `…{thing.name}`' if thing.name else ''}: {thing.how}"


def _carriers(row: Row) -> str:
    by_coverage = groupby(row.asked, key=lambda one: one.coverage)
    parts = [
        ("" if how is row.coverage else f"{how}: ") + ", ".join(_link(one.rule) for one in of)
        for how, of in by_coverage
    ]
    return "; ".join(parts) or row.gap


def _controls(rules: Sequence[Rule]) -> Iterator[str]:
    yield "An id without a word is partial."
    yield ""
    yield "| control | rules | supports |"
    yield "| --- | --- | --- |"
    for control, of in realised(rules).items():
        yield f"| {control} | {', '.join(map(_link, of)) or 'none yet'} | {_supports(coverage(control))} |"


def _rules(rules: Sequence[Rule]) -> Iterator[str]:
    yield "| rule | severity | control | supports |"
    yield "| --- | --- | --- | --- |"
    for rule in (*rules, *CARRYING):
        yield f"| {_link(rule)} | {rule.severity} | {rule.control} | {_supports(coverage(rule.control, rule.id))} |"


def _supports(carried: Mapping[str, Mapping[str, Coverage]]) -> str:
    return "; ".join(
        f"{one.name} " + ", ".join(f"{id_}{_SIGNS[how]}" for id_, how in carried[key].items())
        for key, one in frameworks().items()
        if carried.get(key)
    )


def _link(rule: Held) -> str:
    return f"[{rule.id}](policies.md#{rule.id.lower()})"


def _anchor(heading: str) -> str:
    """As a forge makes an anchor of a heading: small letters, digits and joints."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    return publish(ROOT / PAGE, page(all_rules()), COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
