"""What a resource is called stays what it is called: text, in every format."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from report.escape import LONGEST, code, code_cell, markdown, printable, prose

HOSTILE = (
    "</details><script>alert(1)</script>",
    "[pay here](https://evil.example)",
    "![x](https://evil.example/pixel)",
    "| a | b |",
    "`code` and ``more``",
    "**bold** _it_ ~~gone~~",
    "# heading",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "=====",
    "> quote",
    "\\",
    "&lt;b&gt;",
    "@team look, www.evil.example",
    "    indented code",
    "line\nbreak\n\n# heading",
    "\x1b[31mred\x1b[0m \x07 \u202e txet",
    "a\\|b",
    "#12 and GH#13",
    "<!-- hidden -->",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\u2066\u2069\u200f\ufeff",
    "<details open><summary>",
    "~~~\n```",
    "`",
    "",
)

_GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def leaves(source: str) -> list[Token]:
    """What a reader of the Markdown sees, markup as tokens of their own."""
    blocks = [token for token in _GFM.parse(source) if token.type == "inline"]
    return [leaf for block in blocks for leaf in block.children or []]


def blocks(source: str) -> list[str]:
    return [token.type for token in _GFM.parse(source)]


def any_text() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(HOSTILE), st.text(), st.text(alphabet="`|*_[]()<>&#-+=.1\\ @:/\n~!$"))


@given(any_text())
def test_printable_text_is_one_line_that_steers_no_terminal(text: str) -> None:
    """No character of a category that is obeyed instead of being read is left."""
    categories = {unicodedata.category(character) for character in printable(text)}

    assert not categories & {"Cc", "Cf", "Zl", "Zp", "Cs"}


def test_a_control_character_is_shown_as_its_escape() -> None:
    """A reader sees that something was there, and what."""
    assert r"a\x1b[31m\u202eb" == printable("a\x1b[31m\u202eb")


def test_a_lone_surrogate_is_shown_as_its_escape() -> None:
    """A name that cannot be encoded must not break the file it is written to."""
    assert r"\ud800" == printable("\ud800")


@given(any_text())
def test_a_sentence_in_markdown_is_text_and_nothing_else(text: str) -> None:
    """A paragraph: no emphasis, link, image, HTML, heading or list, and the words are the words."""
    source = markdown(text)

    assert {"text"} >= {leaf.type for leaf in leaves(source)}, source
    assert set(blocks(source)) <= {"paragraph_open", "inline", "paragraph_close"}, source
    assert prose(text) == "".join(leaf.content for leaf in leaves(source)).replace("\u200b", "")


@given(any_text(), any_text())
def test_a_table_row_keeps_its_cells(text: str, name: str) -> None:
    """Neither a sentence nor a code span opens another cell or ends the table."""
    source = f"| | |\n| --- | --- |\n| x{markdown(text)} | {code_cell(name)} |\n"
    kinds = blocks(source)

    assert 2 == kinds.count("td_open")
    assert 1 == kinds.count("table_close")
    assert "code_inline" == leaves(source)[-1].type
    assert (printable(name).strip() or "-") == leaves(source)[-1].content


@given(any_text())
@example("`a`")
@example(" ` ")
def test_a_code_span_holds_the_name_and_ends_where_the_name_ends(text: str) -> None:
    """More backticks around than inside."""
    (leaf,) = leaves(f"x {code(text)}")[1:]

    assert "code_inline" == leaf.type
    assert (printable(text).strip() or "-") == leaf.content


@pytest.mark.parametrize("address", ["https://evil.example", "www.evil.example", "http://1.2.3.4/x"])
def test_an_address_does_not_become_a_link(address: str) -> None:
    """GFM links bare addresses; the sign it looks for is not in the source."""
    assert not {"://", "www."} & {sign for sign in ("://", "www.") if sign in markdown(address)}


def test_nobody_is_mentioned() -> None:
    """A forge tells the person behind @name, whoever wrote it."""
    assert "@\u200bsecurity" == markdown("@security")


def test_no_issue_is_referred_to() -> None:
    """A forge makes a link of a number, and the issue then says that it was mentioned."""
    assert "\\#\u200b12, C\\#" == markdown("#12, C#")


def test_what_is_very_long_shows_its_beginning_and_its_end() -> None:
    """One value must not use up what a forge takes of a comment, and how much is left out is said."""
    long = "a" * 700 + "b" * 20_000 + "c" * 700

    for shown in (markdown(long), code(long), code_cell(long)):
        assert len(shown) < LONGEST + 50
        assert "a … 20,400 characters … b" not in shown
        assert "aa … 20,400 characters … cc" in shown
    assert "x" * LONGEST == markdown("x" * LONGEST)
