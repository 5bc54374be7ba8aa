"""A dossier as a document of its own, whole, in Markdown or as a page."""

from __future__ import annotations

from report import templating
from report.dossier.model import Dossier
from report.page import page


def to_markdown(dossier: Dossier) -> str:
    """With every part."""
    return templating.markdown("dossier.md.jinja").render(d=dossier)


def to_html(dossier: Dossier) -> str:
    """The same as a page that opens from a folder and loads nothing."""
    return page("system.html.jinja", d=dossier)
