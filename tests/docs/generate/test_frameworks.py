"""The reference of laws and standards."""

from __future__ import annotations

import re

from config.load import environments
from docs.generate import frameworks
from policies.controls import names
from policies.framework import frameworks as known
from policies.guards import EXEMPTED
from policies.levels import Settings
from policies.matrix import matrix
from policies.registry import all_rules
from tests.previews import previewed

PAGE = frameworks.page(all_rules())


def test_the_page_is_what_the_frameworks_and_the_rules_say() -> None:
    """A mapping that changes without its page is caught here."""
    assert 0 == frameworks.main(["--check"]), f"run: {frameworks.COMMAND}"


def test_every_requirement_is_there_with_its_rules_or_its_gap() -> None:
    """An auditor looks for a requirement, and finds what carries it or why nothing does."""
    lines = PAGE.splitlines()
    for row in matrix(all_rules()):
        asked = f"| {row.id} | {row.requirement.asks} |"
        (line,) = [line for line in lines if line.startswith(asked)][:1]
        assert all(one.rule.id in line for one in row.asked), row.id
        assert row.gap in line, row.id
        assert f"| {row.coverage or 'gap'} |" in line, row.id


def test_gaps_are_named_in_one_place() -> None:
    """Nobody has to read ten tables to know what is missing."""
    listed = PAGE.partition("## Gaps")[2].partition("\n## ")[0]

    for row in matrix(all_rules()):
        line = f"| {row.framework.name} | {row.id} | {row.requirement.asks} | {row.gap} |"
        assert bool(row.gap) == (line in listed), row.id


def test_every_control_and_every_rule_is_found_both_ways() -> None:
    """From the control to its rules, and from the rule to its control."""
    controls, _, rules = PAGE.partition("## From rules to controls")
    controls = controls.partition("## From controls to rules")[2]

    assert list(names()) == re.findall(r"^\| ([A-Z0-9]+-\d+) \|", controls, re.MULTILINE)
    assert [*(rule.id for rule in all_rules()), EXEMPTED.id] == re.findall(
        r"^\| \[(LZ-[A-Z0-9]+-\d+)\]", rules, re.MULTILINE
    )
    for rule in all_rules():
        assert f"| [{rule.id}](policies.md#{rule.id.lower()}) | {rule.severity} | {rule.control} |" in rules


def test_every_framework_has_a_section_that_its_link_leads_to() -> None:
    """With its source, and from when it applies."""
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    for framework in known().values():
        assert framework.name in headings
        assert framework.source.document in PAGE
        assert all(f"Applies from {one.since}" in PAGE for one in framework.applies.values())
    for link in re.findall(r"\]\(#([^)]*)\)", PAGE):
        assert link in {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_risk_of_the_llm_top_ten_is_prevented_previewed_and_watched() -> None:
    """The resources are in the program of prod, the rules are asked in every environment, and the page says both."""
    graph, framework = previewed("prod"), known()["LLM"]
    assert list(framework.requirements) == list(framework.defences)
    for risk, defence in framework.defences.items():
        for thing in (defence.prevents, defence.signals):
            found = [one for one in graph if one.type == thing.type and one.name.endswith(thing.name)]
            assert found, f"{risk}: prod has no {thing.type} {thing.name}"
            assert thing.how in PAGE
    for name in environments():
        rows = matrix(all_rules(), Settings.load(name).level, ["LLM"])
        assert [] == [row.id for row in rows if not row.asked]
