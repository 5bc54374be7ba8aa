"""The frame of every page: style and script stand in it, and a browser is told to run these and to load nothing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from report import templating

_FOLDER: Final = Path(__file__).with_name("templates")


def page(template: str, *styles: str, script: str = "", **values: Any) -> str:
    """A template that extends page.html.jinja; `styles` follow the style that every page has.

    The policy in the page names style and script by their hash: whatever else came into it would neither run nor load,
    from a folder and from a server alike (https://www.w3.org/TR/CSP3/, 2.3.1).
    """
    style = "".join((text("page.css"), *styles))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source(style)}",
            f"script-src {_source(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return templating.html(template).render(
        policy=policy,
        style=Markup(style),  # noqa: S704  a file of ours
        script=Markup(script),  # noqa: S704  a file of ours
        **values,
    )


@cache
def text(name: str) -> str:
    """A style or a script beside the templates."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    if not text:
        return "'none'"
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
