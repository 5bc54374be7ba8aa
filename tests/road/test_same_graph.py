"""The offline run and the real engine see the same program: the same graph, and the same findings, value by value.

What nobody's program gave is left out of a graph where it is read (graph/analyzed.py): the version that the engine
writes on a provider, and what the provider's Check fills in, an automatic name above all. Two differences remain, and
are taken away here: the engine tells a pack no line of the program, and the archive of a function lies in the cache of
whoever runs, under the hash of what it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config.load import environments
from engine import sandbox
from engine.offline import ROOT
from engine.pulumi import Session, open_session
from graph.export import to_json
from policies.engine import evaluate
from policies.levels import Settings
from policies.registry import all_rules
from tests.road.breaks import BREAKS, STACK, apply
from tests.road.source import checkout, preview

pytestmark = pytest.mark.sandbox

Document = dict[str, Any]
Open = Callable[[Path], Session]


@pytest.fixture(scope="module")
def opened(own_cache: Path) -> Iterator[Open]:
    """Sandboxes by project, one a project, which end with the last test."""
    sessions = dict[Path, Session]()

    def of(project: Path) -> Session:
        if project not in sessions:
            sessions[project] = open_session(project=project)
        return sessions[project]

    yield of
    for session in sessions.values():
        sandbox.stop(session.workspace.paths)


def by_engine(session: Session, stack: str) -> tuple[Document, Document]:
    """The graph and the report that the pack wrote during a preview."""
    result = session.preview(stack)
    assert result.graph_file, f"the preview did not reach the whole stack: {result.errors}"
    assert result.findings_file, result.errors
    graph, report = (file.read_text("utf-8") for file in (result.graph_file, result.findings_file))
    return placeless(graph), json.loads(report)


def placeless(graph: str) -> Document:
    """A graph in which archives of functions are told by their names alone."""
    return json.loads(re.sub(r'"[^"]*/functions/([0-9a-f]{64}\.zip)"', r'"\1"', graph))


def offline(stack: str, root: Path) -> tuple[Document, Document]:
    """The same from the offline run; every resource is declared at a line of the program, which is then taken away."""
    graph = preview(stack, root)
    settings = Settings.load(stack)
    report = evaluate(graph, all_rules(), settings, today=datetime.now(UTC).date()).to_json()
    document = placeless(json.dumps(to_json(graph)))
    for one in (*document["resources"], *report["findings"]):
        assert one["source"], f"{one['urn']} has no line"
        one["source"] = None
    return document, report


def differences(offline: Document, engine: Document) -> list[str]:
    """Resource and property of whatever differs, with both values; empty for equal graphs."""
    ours, theirs = ({one["urn"]: one for one in graph["resources"]} for graph in (offline, engine))
    found = [f"{urn}: only {'offline' if urn in ours else 'by the engine'}" for urn in sorted(ours.keys() ^ theirs)]
    for urn in sorted(ours.keys() & theirs):
        left, right = ({**one, **one["properties"], "properties": None} for one in (ours[urn], theirs[urn]))
        found += [
            f"{urn} {key}: {left.get(key)!r} offline, {right.get(key)!r} by the engine"
            for key in sorted(left.keys() | right)
            if left.get(key) != right.get(key)
        ]
    edges = ({json.dumps(edge) for edge in graph["edges"]} for graph in (offline, engine))
    return [*found, *sorted(set.symmetric_difference(*edges))]


@pytest.mark.parametrize("environment", environments())
def test_an_environment_is_the_same_to_both(environment: str, opened: Open) -> None:
    """Every resource, property, option and edge; every count of every verdict."""
    graph, report = offline(environment, ROOT)

    seen, judged = by_engine(opened(ROOT), environment)

    assert [] == differences(graph, seen)
    assert graph == seen
    assert report == judged


def test_a_broken_program_has_the_same_findings_in_both(opened: Open, tmp_path: Path) -> None:
    """Every broken change at once, and every unknown value beside: the same findings, in the same words and order."""
    project = checkout(tmp_path / "project")
    apply([edit for change in BREAKS for edit in (*change.edits, *change.unknown)], project)
    graph, report = offline(STACK, project)

    seen, judged = by_engine(opened(project), STACK)

    assert [] == differences(graph, seen)
    assert report == judged
    expected = frozenset.union(*(change.rules for change in BREAKS)) - {"LZ-LOG-002"}
    assert expected == {one["rule"] for one in report["findings"]}, "a lock that was removed is not too short as well"
