"""What the rules are about, and how many there are."""

from __future__ import annotations

from policies.registry import all_rules
from policies.rule import Severity
from policies.sections import SECTIONS, counted, section_of
from tests.policies.sample import a_rule


def test_every_rule_has_a_section_and_every_section_rules() -> None:
    """A page without a heading, or a heading without a rule, is a rule in the wrong place."""
    assert set(SECTIONS) == {section_of(rule) for rule in all_rules()}


def test_rules_are_counted_by_severity_and_by_what_they_judge() -> None:
    """The last line is the sum."""
    rules = [a_rule(id="LZ-S3-901"), a_rule(id="LZ-S3-902", severity=Severity.LOW), a_rule(id="LZ-AG-901")]

    agents, buckets, every = counted(rules)

    assert (SECTIONS["AG"], (1, 0, 1, 0, 0, 1, 0)) == agents
    assert (SECTIONS["S3"], (2, 0, 1, 0, 1, 2, 0)) == buckets
    assert ("all", (3, 0, 2, 0, 1, 3, 0)) == every
