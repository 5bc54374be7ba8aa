"""The previews that tests share."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from engine.offline import preview_offline
from graph.model import UNKNOWN, Graph
from tests import previews


def test_a_graph_that_another_worker_made_is_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resource for resource, in their order, and what is unknown is the one UNKNOWN that rules compare with."""
    monkeypatch.setattr(previews, "SHARED", [tmp_path])
    previews.previewed.__wrapped__("dev.network")
    handed = previews.previewed.__wrapped__("dev.network")

    assert preview_offline("dev.network") == handed
    assert list(handed.resources) == [one.urn for one in handed]
    assert any(UNKNOWN is value for one in handed for value in one.properties.values())


def test_what_one_worker_made_no_other_makes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read and believed: the folder is the run's own."""
    monkeypatch.setattr(previews, "SHARED", [tmp_path])
    made = Graph("ai-landing-zone", "dev", {})
    (tmp_path / "dev.graph").write_bytes(pickle.dumps(made))

    assert made == previews.previewed.__wrapped__("dev")
