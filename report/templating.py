"""Templates of reports: every value they print is escaped for the format they write, unless it is markup already."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from report import escape

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


@cache
def markdown(name: str) -> Template:
    """A template of Markdown; filters `code` and `code_cell` make code spans, `number` leaves a figure alone."""
    environment = Environment(  # noqa: S701  HTML's escaping is not Markdown's: finalize escapes every value for Markdown
        loader=FileSystemLoader(FOLDER),
        finalize=_for_markdown,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"code": _markup(escape.code), "code_cell": _markup(escape.code_cell), "number": Markdown}
    return environment.get_template(name)


@cache
def html(name: str) -> Template:
    """A template of HTML."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_for_html,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name)
