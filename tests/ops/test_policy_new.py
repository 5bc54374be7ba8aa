"""`lz policy new`: what it writes is a rule that holds, and what it cannot write it says."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ops import policy_new
from ops.cli import main
from ops.exits import Exit
from policies import rule as declaring
from policies.example import unknown_case
from policies.rule import Rule
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

THEME = "editors_of_a_test"
GIVEN = {
    "--theme": THEME,
    "--title": "A cloud editor stops when nobody uses it",
    "--type": "aws:cloud9/environmentEC2:EnvironmentEC2",
    "--control": "SM-08",
    "--path": "limits.minutes",
    "--good": "30",
    "--bad": "2000",
    "--message": "runs on when nobody uses it",
    "--why": 'An editor that "runs on" is open to whoever finds it.',
    "--fix": "Set automatic_stop_time_minutes to 30.",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into the project."""
    monkeypatch.setattr(policy_new, "ROOT", tmp_path)


def call(id_: str = "LZ-NEW-001", **over: str) -> int:
    """The command line with some of its options changed."""
    given = {**GIVEN, **{f"--{name}": value for name, value in over.items()}}
    return main(["policy", "new", id_, *(word for pair in given.items() for word in pair)])


def load(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[Rule]:
    """The rules of the module that was written."""
    monkeypatch.setattr(declaring, "_declared", {})
    for name in (f"policies.rules.examples.{THEME}", f"policies.rules.{THEME}"):
        spec = spec_from_file_location(name, root / f"{name.replace('.', '/')}.py")
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
    return list(declaring.declared())


def test_what_is_written_is_a_rule_that_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its good example passes, its bad one fails, and while the property is unknown so is the rule."""
    assert Exit.OK == call()

    (rule,) = load(tmp_path, monkeypatch)
    assert ("LZ-NEW-001", "example.limits.minutes") == (rule.id, rule.offending)
    assert GIVEN["--why"] == rule.why
    assert [Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN] == [
        verdict(rule, stack) for stack in (rule.good, rule.bad, unknown_case(rule))
    ]


def test_a_rule_about_an_object_says_that_no_api_server_holds_it_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without that it could not be imported."""
    assert Exit.OK == call(type="kubernetes:core/v1:ConfigMap")

    (rule,) = load(tmp_path, monkeypatch)
    assert (True, ()) == (bool(rule.beyond), rule.cel)


def test_a_second_rule_stands_below_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme that exists grows; the constant of the type and the imports are not written twice."""
    call()
    call("LZ-NEW-002", title="A cloud editor says whose it is", path="owner", good="us", bad="nobody")

    assert ["LZ-NEW-001", "LZ-NEW-002"] == [rule.id for rule in load(tmp_path, monkeypatch)]
    example = (tmp_path / "policies/rules/examples" / f"{THEME}.py").read_text(encoding="utf-8")
    assert 1 == example.count("ENVIRONMENT_EC2: Final")
    assert 1 == example.count("import Final")


def test_its_test_is_written_with_it(tmp_path: Path) -> None:
    """A good, a bad and an unknown value, under the title's own words."""
    call()

    written = (tmp_path / "tests/policies/rules" / f"test_{THEME}.py").read_text(encoding="utf-8")
    compile(written, "test", "exec")
    assert "test_a_cloud_editor_stops_when_nobody_uses_it" in written
    assert "(30, Verdict.PASS), (2000, Verdict.FAIL), (UNKNOWN, Verdict.UNKNOWN)" in written


@pytest.mark.parametrize(
    ("id_", "over", "expected"),
    [
        ("LZ-S3-1", {}, "is no id of a rule"),
        ("LZ-S3-001", {}, "the next free one is LZ-S3-0"),
        ("LZ-NEW-001", {"theme": "../x"}, "is no name of a module"),
        ("LZ-NEW-001", {"type": "Bucket"}, "is no type token"),
        ("LZ-NEW-001", {"control": "SM-8"}, "did you mean SM-"),
        ("LZ-NEW-001", {"path": "a[0]"}, "is no path of a property"),
        ("LZ-NEW-001", {"bad": "30"}, "the good value is the bad one"),
        ("LZ-NEW-001", {"title": "Ensure editors stop"}, "begins with Ensure"),
    ],
)
def test_what_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], id_: str, over: dict[str, str], expected: str
) -> None:
    """The value, the reason and what to give; and no file is made."""
    assert Exit.CONFIGURATION == call(id_, **over)
    assert expected in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())
