"""`lz config` as it is called: in a pipe, as JSON, and with what it cannot use."""

from __future__ import annotations

import json

import pytest

from ops.cli import main


def test_show_prints_one_value_a_line_with_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Cells parted by tabs, so that cut and grep can read it."""
    assert 0 == main(["config", "show", "prod-dr"])

    rows = {key: rest for key, *rest in (line.split("\t") for line in capsys.readouterr().out.splitlines())}

    assert ["10.40.0.0/16", "config/environments/prod-dr.yaml:9"] == rows["network.cidr"]
    assert ["protected", "default"] == rows["governance.deletion"]
    assert ["euc1-az1, euc1-az2, euc1-az3", "config/environments/prod-dr.yaml:11"] == rows["network.zones"]


def test_show_as_json_keeps_types(capsys: pytest.CaptureFixture[str]) -> None:
    """Lists stay lists and numbers numbers."""
    assert 0 == main(["config", "show", "prod", "--json"])

    found = json.loads(capsys.readouterr().out)

    assert {"value": 2555, "file": "config/environments/prod.yaml", "line": 12} == found["retention.decisions.days"]
    assert ["euw1-az1", "euw1-az2", "euw1-az3"] == found["network.zones"]["value"]


def test_diff_prints_only_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    """Left and right in the order they were named."""
    assert 0 == main(["config", "diff", "dev", "staging"])

    out = capsys.readouterr().out

    assert "account\t111111111111\t222222222222" in out.splitlines()
    assert "region\t" not in out


def test_diff_as_json_names_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    """By the names of the environments."""
    assert 0 == main(["config", "diff", "prod", "prod-dr", "--json"])

    assert {"prod": "eu-west-1", "prod-dr": "eu-central-1"} == json.loads(capsys.readouterr().out)["region"]


def test_card_prints_the_card_and_what_it_names_with_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The model and the datasets under their own names; a default says that it is one."""
    assert 0 == main(["config", "card", "fraud-scoring"])

    rows = {key: rest for key, *rest in (line.split("\t") for line in capsys.readouterr().out.splitlines())}

    assert ["high", "config/systems/fraud-scoring.yaml:6"] == rows["risk.tier"]
    assert ["scorer", "config/models/fraud-xgboost.yaml:3"] == rows["models.fraud-xgboost.kind"]
    assert ["true", "config/datasets/transactions.yaml:7"] == rows["datasets.transactions.personal"]
    assert ["true", "default"] == rows["payload.currency.required"]


@pytest.mark.parametrize(
    ("argument", "title"),
    [
        ([], "Environment"),
        (["system"], "AI system card"),
        (["model"], "Model"),
        (["dataset"], "Dataset"),
        (["data"], "DataContract"),
        (["recovery"], "RecoveryContract"),
    ],
)
def test_schema_prints_a_json_schema(argument: list[str], title: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the files by default, else of a layer's contract."""
    assert 0 == main(["config", "schema", *argument])

    assert title == json.loads(capsys.readouterr().out)["title"]


@pytest.mark.parametrize("arguments", [["show", "prodd"], ["show", "base"], ["diff", "prod", "x"], ["schema", "moon"]])
def test_what_cannot_be_used_ends_with_code_2_and_a_way_out(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, nothing on standard output."""
    assert 2 == main(["config", *arguments])

    captured = capsys.readouterr()

    assert "" == captured.out
    assert "exit code 2: configuration" in captured.err
    assert "Traceback" not in captured.err
