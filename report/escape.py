"""Text from elsewhere made harmless: a name must not become markup, a link, a mention or a terminal command."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Unicode categories that steer a terminal or a reader's eye instead of being read: controls, formats (bidirectional
overrides among them, https://trojansource.codes), unassigned, private, surrogates, line and paragraph separators."""

_BEYOND_ASCII = re.compile(r"[^ -~]")
_INLINE = re.compile(r"([\\`*\[\]#|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""What opens markup inside a line; an underscore inside a word does not (CommonMark 0.31, 6.2)."""
_OPENING = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ISSUE = re.compile(r"#(?=\d)(?<!&#)")
_BACKTICKS = re.compile(r"`+")

LONGEST = 1_000
"""Characters that Markdown shows of one value: no name or message alone may use up what a forge takes of a comment."""


def printable(text: str) -> str:
    r"""The text on one line, every character that cannot be seen written as its escape, for example \x1b."""
    return _BEYOND_ASCII.sub(_seen, text)


def _seen(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def json_text(document: str) -> str:
    r"""A JSON document without characters that cannot be seen: each stands as its \u escape, as JSON allows.

    A reader of the data gets what was there; a terminal and an editor do not, nor UTF-8, which has no lone surrogates.
    """
    return _BEYOND_ASCII.sub(_json_seen, document)


def _json_seen(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\n" or unicodedata.category(character) not in _INVISIBLE:
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and its end where it is too long, with how many characters are left out between."""
    if len(text) <= longest:
        return text
    kept = longest // 2
    return f"{text[:kept]} … {len(text) - 2 * kept:,} characters … {text[-kept:]}"


def prose(text: str) -> str:
    """A sentence that may have been written over several lines, on one."""
    return printable(" ".join(text.split()))


def markdown(text: str) -> str:
    """A sentence as GitHub-flavoured Markdown for a paragraph or a table cell: no markup, link or mention.

    GFM makes a link of a bare https:// and www. The forge looks for mentions and for numbers of issues after it has
    rendered the text, where an escape no longer shows: so a zero-width space follows each @, and each # of a number.
    """
    escaped = _INLINE.sub(r"\\\1", shortened(prose(text)))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "@\u200b")
    escaped = _ISSUE.sub("#\u200b", escaped)
    return _OPENING.sub(_opened, escaped)


def _opened(match: re.Match[str]) -> str:
    """What would open a list or underline a heading at the start of a line, its last character as an entity."""
    found = match[1]
    return f"{found[:-1]}&#{ord(found[-1])};"


def code(text: str) -> str:
    """The text as a code span, in more backticks than the text has in a row; not for a table cell."""
    seen = shortened(printable(text).strip()) or "-"
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(seen)), default=0))
    padding = " " if seen.startswith("`") or seen.endswith("`") else ""
    return f"{fence}{padding}{seen}{padding}{fence}"


def code_cell(text: str) -> str:
    """A code span for a table cell, where GFM ends the cell at a bare | even inside backticks."""
    return code(text).replace("|", "\\|")
