"""The picture of a judged stack: marks where something is open, none where somebody answers for it."""

from __future__ import annotations

from dataclasses import replace

from report.picture import findings, to_svg
from tests.report.sample import BUCKET, a_finding, a_full_assessment, an_assessment, urn


def test_only_what_is_open_is_marked() -> None:
    """An exemption is somebody's answer, and what is not known yet is no finding."""
    marked = findings(a_full_assessment())

    assert {"decisions", "archive", "flow"} == {found.rpartition("::")[2] for found in marked}


def test_a_finding_shows_at_the_box_of_its_resource() -> None:
    """One mark, with its rule."""
    text = to_svg([an_assessment(replace(a_finding(), urn=urn(BUCKET, "a")))])

    assert 1 == text.count('class="badge-text"')
    assert "1 open finding: LZ-LOG-004" in text


def test_every_stack_has_its_picture() -> None:
    """Below each other."""
    assert 3 == to_svg([an_assessment(), an_assessment(stack="dev")]).count("<svg")
