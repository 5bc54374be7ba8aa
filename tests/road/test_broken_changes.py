"""A change that must never reach an account is refused before there is an engine: by its rule, in every report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.model import UNKNOWN, Graph, Secret
from ops import check
from ops.cli import main
from ops.exits import Exit
from policies.finding import Kind
from tests.previews import previewed
from tests.road.breaks import BREAKS, STACK, Break, Edit
from tests.road.reports import Told
from tests.road.source import preview, program_with

FORMATS = ("--format", "json", "--format", "md", "--format", "sarif")

Run = Callable[[Iterable[Edit]], tuple[Exit, Told, Graph]]


@pytest.fixture
def lz_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`lz check` on the program with these edits: how it ended, what it told, the graph it judged."""

    def run(edits: Iterable[Edit]) -> tuple[Exit, Told, Graph]:
        root, graphs = program_with(edits, tmp_path / "program"), list[Graph]()

        def changed(stack: str) -> Graph:
            graphs.append(preview(stack, root))
            return graphs[0]

        monkeypatch.setattr(check, "preview_offline", changed)
        folder = tmp_path / "report"
        code = Exit(main(["check", STACK, "--report", str(folder), *FORMATS]))
        return code, Told.by(STACK, capsys.readouterr().out, folder), graphs[0]

    return run


@pytest.fixture
def sound() -> Graph:
    """The program as it is."""
    return previewed(STACK)


def unknown_in(graph: Graph) -> set[tuple[str, str]]:
    """Resource and path of everything a first preview cannot know."""
    return {(one.urn, path) for one in graph for path in _unknown(dict(one.properties), "")}


def _unknown(value: Any, path: str) -> Iterator[str]:
    if value is UNKNOWN:
        yield path
    elif isinstance(value, Secret):
        yield from _unknown(value.value, path)
    elif isinstance(value, dict | list):
        below = value.items() if isinstance(value, dict) else enumerate(value)
        for key, element in below:
            yield from _unknown(element, f"{path}.{key}")


@pytest.mark.parametrize("unknown", [False, True], ids=["alone", "beside an unknown value"])
@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.name)
def test_a_broken_change_is_refused_by_its_rules_in_every_report(
    change: Break, lz_check: Run, sound: Graph, *, unknown: bool
) -> None:
    """Exit code 1, and its rules and no other in the terminal, the Markdown and the SARIF, at a line of the program.

    What cannot be known beside it neither hides it nor adds a finding of its own.
    """
    code, told, graph = lz_check((*change.edits, *(change.unknown if unknown else ())))

    assert Exit.FINDINGS == code
    assert change.rules == told.terminal == told.markdown == told.sarif
    assert {Kind.FAIL} == {finding.kind for finding in told.report.findings}, "known, not merely uncertain"
    assert all(place.startswith(("components/", "stacks/")) for place in told.places)
    assert unknown == bool(unknown_in(graph) - unknown_in(sound)), "the second change makes a value unknown"


def test_what_is_unknown_alone_is_nobodys_finding(lz_check: Run, sound: Graph) -> None:
    """Every second change at once and no first one: the refusals above are about the first."""
    code, told, graph = lz_check([edit for change in BREAKS for edit in change.unknown])

    assert (Exit.OK, frozenset(), ()) == (code, told.terminal, told.report.findings)
    assert unknown_in(graph) > unknown_in(sound)
