"""A page with as many findings as wanted, of the pack's own rules, to be looked at.

Run: python -m tests.report.sample_page OUT N
"""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from graph.model import Graph, Resource, SourcePosition
from graph.urn import make
from policies.finding import Finding, Kind
from policies.levels import Level
from policies.registry import all_rules
from policies.rule import Rule
from report.assessment import Assessment, Baseline
from report.html import to_html
from tests.report.sample import TODAY, a_report, an_assessment, an_exemption

SYSTEMS: Final = ("fraud-scoring", "support-assistant", "")
"""Every third resource serves all of them."""
_FAMILIES: Final = ("network", "storage", "compute", "identity")
_EVERY: Final = {"known": 3, "exempt": 10, "unknown": 7, "error": 97}
"""Each how many findings are of that kind."""


def of_many(count: int, **over: Any) -> Assessment:
    """An assessment with this many findings; the same every time."""
    found = list(islice(_findings(), count))
    resources = [_resource(finding, number) for number, finding in enumerate(found)]
    known = [finding for number, finding in enumerate(found) if number % _EVERY["known"] == 0]
    given: dict[str, Any] = {
        "graph": Graph("ai-landing-zone", "prod", {one.urn: one for one in resources}),
        "report": a_report(*found, rules=len(all_rules()), resources=count),
        "rules": all_rules(),
        "baseline": Baseline.of(known),
    }
    return an_assessment(**{**given, **over})


def _findings() -> Any:
    rules, number = all_rules(), 0
    while True:
        for rule in rules:
            yield _finding(rule, number)
            number += 1


def _finding(rule: Rule, number: int) -> Finding:
    system = SYSTEMS[number % len(SYSTEMS)]
    name = f"{system or _FAMILIES[number % len(_FAMILIES)]}-{rule.offending.split('.')[0]}-{number}"
    component = f"lz:{_FAMILIES[number % len(_FAMILIES)]}:Part"
    type_ = rule.types[0]
    kind = Kind.UNKNOWN if number % _EVERY["unknown"] == 0 else Kind.FAIL
    exemption = an_exemption(rule, name, expires=TODAY + timedelta(days=number % 90))
    return Finding(
        rule_id=rule.id,
        title=rule.title,
        severity=rule.severity,
        level=Level.ADVISORY if kind is Kind.UNKNOWN or number % 11 == 0 else Level.MANDATORY,
        kind=Kind.ERROR if number % _EVERY["error"] == 1 else kind,
        urn=make("prod", "ai-landing-zone", make("prod", "ai-landing-zone", "", component, "part"), type_, name),
        resource_type=type_,
        resource_name=name,
        path=rule.offending.partition(".")[2] or rule.offending,
        message="perhaps it is so: not known before the deploy" if kind is Kind.UNKNOWN else "is not what it has to be",
        why=rule.why,
        fix=rule.fix,
        frameworks=rule.frameworks,
        exemption=exemption if number % _EVERY["exempt"] == 5 else None,
        source=SourcePosition(f"components/{_FAMILIES[number % len(_FAMILIES)]}/part.py", 20 + number % 200),
    )


def _resource(finding: Finding, number: int) -> Resource:
    system = SYSTEMS[number % len(SYSTEMS)]
    tags = {"tags": {"lz:system": system}} if system else {}
    return Resource(urn=finding.urn, type=finding.resource_type, name=finding.resource_name, properties=tags)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(to_html([of_many(int(sys.argv[2]))]), encoding="utf-8")
