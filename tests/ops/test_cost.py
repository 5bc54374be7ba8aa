"""`lz cost`: what is printed, what it is compared with, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.load import environments
from graph.model import Graph
from ops import cost as verb
from ops.cli import main
from ops.exits import Exit
from ops.price_list import Change, Refreshed
from report.cost.document import to_json
from report.cost.estimate import Estimate
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate

EGRESS = a_resource(NAT, "egress")


@pytest.fixture(autouse=True)
def _costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every stack hold a gateway, and dev an alarm as well, so that the verb is tested and not the program."""

    def preview(stack: str) -> Graph:
        return Graph("p", stack, {})

    def estimated(stack: str, _: Graph) -> Estimate:
        more = [a_resource(ALARM, "late", stack=stack)] if stack == "dev" else []
        return an_estimate(a_resource(NAT, "egress", stack=stack), *more, stack=stack)

    monkeypatch.setattr(verb, "preview_offline", preview)
    monkeypatch.setattr(verb, "estimated", estimated)


def test_an_environment_is_shown_with_its_month(capsys: pytest.CaptureFixture[str]) -> None:
    """The first word may be left out."""
    assert Exit.OK == main(["cost", "prod"])
    short = capsys.readouterr().out

    assert Exit.OK == main(["cost", "show", "prod"])
    assert short == capsys.readouterr().out
    assert short.startswith("  prod  123 USD/month\n")


def test_all_is_every_environment_and_their_sum(capsys: pytest.CaptureFixture[str]) -> None:
    """What the estate costs."""
    assert Exit.OK == main(["cost", "--all"])

    out = capsys.readouterr().out
    assert all(f"  {name}  1" in out for name in environments())
    assert f"  {123 * len(environments()) + 2} USD/month in all" in out


def test_json_is_all_that_stdout_gets(capsys: pytest.CaptureFixture[str]) -> None:
    """So that it can be piped, and kept to compare with."""
    assert Exit.OK == main(["cost", "dev", "prod", "--json"])

    assert ["dev", "prod"] == [one["stack"] for one in json.loads(capsys.readouterr().out)["stacks"]]


def test_a_file_is_compared_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a branch costs more than what it branched from."""
    (tmp_path / "cost.json").write_text(to_json([an_estimate()]), encoding="utf-8")

    assert Exit.OK == main(["cost", "prod", "--against", str(tmp_path / "cost.json")])
    assert "prod  0.00 → 123 USD/month (+123: egress +123)" in capsys.readouterr().out


def test_an_environment_is_compared_with(capsys: pytest.CaptureFixture[str]) -> None:
    """What one costs more than another."""
    assert Exit.OK == main(["cost", "prod", "--against", "dev"])
    assert "prod  125 → 123 USD/month (-2.00: late -2.00)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cost", "prd"], "did you mean prod?"),
        (["cost", "prod", "--all"], "which environment?"),
        (["cost", "show"], "which environment?"),
        (["cost", "prod", "--against", "nothing.json"], "is neither a file nor an environment"),
        (["cost", "refresh", "--region", "eu-west-9"], "is not an AWS Region"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to give instead."""
    assert Exit.CONFIGURATION == main(arguments)
    assert said in capsys.readouterr().err


def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By name."""
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")

    assert Exit.CONFIGURATION == main(["cost", "prod", "--against", str(tmp_path / "other.json")])
    assert "is not a cost or findings document" in capsys.readouterr().err


def test_a_refresh_shows_what_changed_and_what_stayed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reviewer reads the difference before committing the table."""
    done = Refreshed(7, (Change("eu-west-1", "nat.hour", "0.048", "0.05"),), ("eu-west-1 s3.x: 2 prices fit",))
    monkeypatch.setattr("ops.price_list.refresh", lambda regions: done if regions == ["eu-west-1"] else None)

    assert Exit.OK == main(["cost", "refresh", "--region", "eu-west-1"])

    out = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "eu-west-1 nat.hour 0.048 0.05" in out
    assert "7 prices read, 1 changed, 1 kept as they were" in out
    assert "kept: eu-west-1 s3.x: 2 prices fit" in out
