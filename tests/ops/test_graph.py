"""`lz graph`: the resource graph as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from graph.export import SCHEMA
from ops.cli import main
from ops.exits import Exit


def test_the_graph_of_one_layer_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Valid by its schema, and nothing else beside it."""
    assert Exit.OK == main(["graph", "dev.network"])

    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    assert "dev.network" == document["stack"]
    assert any(resource["type"] == "aws:ec2/vpc:Vpc" for resource in document["resources"])


def test_the_graph_goes_to_a_file_when_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the same bytes as on stdout."""
    main(["graph", "dev.network"])
    printed = capsys.readouterr().out

    assert Exit.OK == main(["graph", "dev.network", "--out", str(tmp_path / "new" / "graph.json")])
    assert printed == (tmp_path / "new" / "graph.json").read_text("utf-8")
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize(("stack", "said"), [("dv", "did you mean dev?"), ("dev.netwrk", "did you mean network?")])
def test_a_stack_that_is_not_there_is_refused(stack: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest name."""
    assert Exit.CONFIGURATION == main(["graph", stack])
    assert said in capsys.readouterr().err
