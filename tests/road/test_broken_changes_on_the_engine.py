"""The same broken changes in a clone of the project, previewed by the real engine with the pack behind its protocol."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from engine.offline import ROOT
from ops.exits import Exit
from policies.finding import Kind
from tests.road.breaks import BREAKS, STACK, Break, Edit, apply
from tests.road.reports import Told
from tests.road.source import lz

pytestmark = pytest.mark.sandbox

Preview = Callable[[Iterable[Edit]], tuple[subprocess.CompletedProcess[str], Told]]


@pytest.fixture
def lz_preview(clone: Path, tmp_path: Path) -> Iterator[Preview]:
    """`lz preview` with these edits in the clone, which is put back afterwards: exit code, words, reports."""
    touched = set[str]()

    def run(edits: Iterable[Edit]) -> tuple[subprocess.CompletedProcess[str], Told]:
        wanted = list(edits)
        touched.update(edit.file for edit in wanted)
        apply(wanted, clone)
        ran = lz(clone, "preview", STACK, "--report", str(tmp_path))
        assert (tmp_path / "findings.json").is_file(), f"no report: {ran.stdout}{ran.stderr}"
        return ran, Told.by(STACK, ran.stdout, tmp_path)

    yield run
    for file in touched:
        shutil.copy(ROOT / file, clone / file)


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.name)
def test_the_engine_refuses_a_broken_change_beside_an_unknown_value(change: Break, lz_preview: Preview) -> None:
    """Exit code 1, and its rules and no other in the terminal, the Markdown and the SARIF; nobody sees a traceback."""
    ran, told = lz_preview((*change.edits, *change.unknown))

    assert Exit.FINDINGS == ran.returncode, ran.stdout + ran.stderr
    assert change.rules == told.terminal == told.markdown == told.sarif
    assert {Kind.FAIL} == {finding.kind for finding in told.report.findings}, "known, not merely uncertain"
    assert told.report.complete, "a preview goes on to the whole stack, so that every finding is shown at once"
    assert "Traceback" not in ran.stdout + ran.stderr


def test_the_engine_passes_what_is_unknown_alone(lz_preview: Preview) -> None:
    """Every second change at once and no first one: the refusals above are about the first."""
    ran, told = lz_preview([edit for change in BREAKS for edit in change.unknown])

    assert (Exit.OK, frozenset(), ()) == (ran.returncode, told.terminal, told.report.findings), ran.stderr
