"""Text from elsewhere made harmless: a name must not become markup, a link, a mention or a terminal command."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Unicode categories that steer a terminal or a reader's eye instead of being read: controls, formats (bidirectional
overrides among them, https://trojansource.codes), unassigned, private, surrogates, line and paragraph separators."""

_INLINE = re.compile(r"([\\`*\[\]#|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""What opens markup inside a line; an underscore inside a word does not (CommonMark 0.31, 6.2)."""
_OPENING = re.compile(r"^([-+=]|\d+(?=[.)]))")
_BACKTICKS = re.compile(r"`+")


def printable(text: str) -> str:
    r"""The text on one line, every character that cannot be seen written as its escape, for example \x1b."""
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def prose(text: str) -> str:
    """A sentence that may have been written over several lines, on one."""
    return printable(" ".join(text.split()))


def markdown(text: str) -> str:
    """A sentence as GitHub-flavoured Markdown for a paragraph or a table cell: no markup, link or mention.

    GFM makes a link of a bare https:// and www. The forge looks for mentions after it has rendered the text, where an
    escape no longer shows: so a zero-width space follows each @.
    """
    escaped = _INLINE.sub(r"\\\1", prose(text))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "@\u200b")
    return _OPENING.sub(_opened, escaped)


def _opened(match: re.Match[str]) -> str:
    """What would open a list or underline a heading at the start of a line, its last character as an entity."""
    found = match[1]
    return f"{found[:-1]}&#{ord(found[-1])};"


def code(text: str) -> str:
    """The text as a code span, in more backticks than the text has in a row; not for a table cell."""
    seen = printable(text).strip() or "-"
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(seen)), default=0))
    padding = " " if seen.startswith("`") or seen.endswith("`") else ""
    return f"{fence}{padding}{seen}{padding}{fence}"


def code_cell(text: str) -> str:
    """A code span for a table cell, where GFM ends the cell at a bare | even inside backticks."""
    return code(text).replace("|", "\\|")
