"""The reference of what `lz` says to bad input."""

from __future__ import annotations

import re

import pytest

from docs.generate import messages
from tests.ops.bad_inputs import Case, cases, files

CASES = [case for file in files() for case in cases(file)]


@pytest.fixture(scope="session")
def page() -> str:
    """The page, written once."""
    return messages.page()


def test_the_page_is_what_the_table_says() -> None:
    """A message that changes without its page is caught here."""
    assert 0 == messages.main(["--check"]), f"run: {messages.COMMAND}"


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_every_message_is_shown_whole(case: Case, page: str) -> None:
    """With the command it answers, and the exit code."""
    assert f"{case.run}\n{case.says}```\n\nExit code {case.exit}: " in page


def test_every_row_leads_to_its_section(page: str) -> None:
    """A link of the table is made as forges make the heading's anchor."""
    headings = {
        re.sub(r"[^\w\- ]", "", line.removeprefix("### ").lower()).replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("### ")
    }

    assert len(CASES) == len(headings), "two sections of one name share an anchor"
    assert headings == set(re.findall(r"\]\(#([^)]*)\)", page))


def test_thirty_bad_inputs_and_more_are_shown(page: str) -> None:
    """The number in the page's first lines is counted, not written."""
    assert f"{len(CASES)} bad inputs" in page
    assert 30 <= len(CASES)
