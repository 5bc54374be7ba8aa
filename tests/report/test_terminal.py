"""Findings at a terminal: of any width, and never a command to it."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from policies.finding import Kind
from policies.levels import Level
from report.terminal import TOLD, details, line
from tests.report.sample import PUBLIC, a_finding, a_full_assessment, an_assessment, an_exemption


def printed(what: RenderableType, width: int = 100) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_last_line_says_what_was_judged_in_how_long_and_what_came_of_it() -> None:
    """One line a stack; the seconds are left out where nobody measured."""
    assert "prod 2 resources 3 rules 3.1 s no findings" == words(printed(line(an_assessment(), 3.14)))
    assert "prod 2 resources 3 rules no findings" == words(printed(line(an_assessment(), None)))


def test_the_names_of_several_stacks_are_aligned() -> None:
    """So that the eye runs down the numbers."""
    lines = [printed(line(an_assessment(stack=name), None, width=7)) for name in ("dev", "prod-dr")]

    assert 1 == len({one.index("2 resources") for one in lines})


def test_a_finding_says_what_where_and_how_to_fix_it() -> None:
    """Rule, severity, title, resource, property, message, line of the program, fix."""
    said = words(printed(details(an_assessment(a_finding()))))

    for part in (
        "LZ-LOG-004 critical Decision records are kept as long as their class says",
        "decisions rule.defaultRetention.days is 30, and the class decisions needs 2555",
        "stacks/data.py:41",
        "→ Raise retention.decisions.days in config/environments/prod.yaml.",
    ):
        assert part in said, part


def test_the_findings_of_one_rule_share_its_title_and_its_fix() -> None:
    """Ten buckets with one fault are one thing to read."""
    said = printed(details(an_assessment(*[a_finding(name=name) for name in "abc"])))

    assert (1, 1, 3) == (said.count("LZ-LOG-004"), said.count("→"), said.count("needs 2555"))


def test_an_advisory_finding_says_that_it_blocks_nothing() -> None:
    """A reader must not repair it in a hurry."""
    assert "advisory" in printed(details(an_assessment(a_finding(level=Level.ADVISORY))))


def test_what_is_exempt_or_unknown_is_shown_when_asked_for() -> None:
    """Otherwise only counted, in the last line."""
    assessment = an_assessment(
        a_finding(PUBLIC, "prices", exemption=an_exemption(PUBLIC, "prices")),
        a_finding(kind=Kind.UNKNOWN, level=Level.ADVISORY, message="not known before the deploy"),
    )

    assert "" == words(printed(details(assessment)))
    assert "exempt until 2026-12-04 (12 days)" in words(printed(details(assessment, everything=True)))
    assert "not known before the deploy" in words(printed(details(assessment, everything=True)))
    assert "1 exempt · 1 not checkable before deploy" in printed(line(assessment, None))


def test_what_blocks_because_it_is_not_known_is_shown_unasked() -> None:
    """A blocked run says why."""
    assert "needs 2555" in printed(details(an_assessment(a_finding(kind=Kind.UNKNOWN))))


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """A terminal breaks what is too long wherever it likes."""
    assessment = a_full_assessment()
    text = printed(details(assessment, everything=True), width) + printed(line(assessment, 3.1), width)

    assert width >= max(cell_len(one) for one in text.splitlines())


def test_a_name_is_no_command_to_the_terminal() -> None:
    """Neither an escape sequence nor rich's own markup."""
    said = printed(details(an_assessment(a_finding(name="\x1b]0;owned\x07[bold]x[/bold]", path="\x1b[2J"))))

    assert "\x1b" not in said
    assert r"\x1b]0;owned\x07[bold]x[/bold]" in said


def test_changes_to_stateful_resources_come_first() -> None:
    """With the property that forces a replacement."""
    said = words(printed(details(a_full_assessment())))

    assert said.startswith("± replace decisions (aws:s3/bucket:Bucket): bucket ~ update models")


def test_a_rule_that_fails_everywhere_is_told_in_part() -> None:
    """Ten thousand lines on a terminal hide what else there is; how many are left out is said, and where they are."""
    found = [a_finding(PUBLIC, f"prices-{number}") for number in range(TOLD + 7)]

    said = printed(details(an_assessment(*found)))

    assert (TOLD, 1) == (len(re.findall(r"prices-\d+", said)), said.count("and 7 more: --json has all"))
