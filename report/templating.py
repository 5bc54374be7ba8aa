"""Templates of reports: every value they print is escaped for the format they write, unless it is markup already."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from markupsafe import escape as escaped

from report import escape
from report.phrases import phrases

FOLDER: Final = Path(__file__).with_name("templates")


class Markdown(str):
    """Markdown that is not escaped again."""

    __slots__ = ()


def _markup(function: Callable[[str], str]) -> Callable[[str], Markdown]:
    return lambda text: Markdown(function(text))


def _for_markdown(value: Any) -> str:
    return value if isinstance(value, Markdown) else escape.markdown(str(value))


def _for_html(value: Any) -> Any:
    """What Jinja escapes next: markup as it is, any other value as text that hides nothing."""
    return value if isinstance(value, Markup) else escape.printable(str(value))


def sentence(text: str) -> Markdown:
    """A rule's own words as Markdown: what is to be typed stands in code spans."""
    pieces = phrases(escape.prose(text))
    return Markdown("".join(escape.code(piece) if typed else _spaced(piece) for piece, typed in pieces))


def _spaced(text: str) -> str:
    """Escaped, with the blanks at its ends."""
    inner = text.strip(" ")
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return f"{before}{escape.markdown(inner)}{after}"


def _sentence_in_html(text: str) -> Markup:
    pieces = phrases(escape.prose(text))
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if typed else escaped(piece) for piece, typed in pieces
    )


@cache
def markdown(name: str) -> Template:
    """A template of Markdown; every value is escaped, unless one of the filters below writes it.

    `code` and `code_cell` make code spans, `sentence` makes one of what is to be typed, `number` leaves a figure alone.
    """
    environment = Environment(  # noqa: S701  HTML's escaping is not Markdown's: finalize escapes every value for Markdown
        loader=FileSystemLoader(FOLDER),
        finalize=_for_markdown,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "code": _markup(escape.code),
        "code_cell": _markup(escape.code_cell),
        "number": Markdown,
        "sentence": sentence,
    }
    return environment.get_template(name)


@cache
def html(name: str) -> Template:
    """A template of HTML; the filter `sentence` shows what of a rule's words is to be typed as code."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_for_html,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["sentence"] = _sentence_in_html
    return environment.get_template(name)
