"""Labelled cases are judged both ways, and the score says what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import scores
from bench.labelled import FOLDER, cases
from bench.scores import Relation, Row, Table
from policies.registry import all_rules
from policies.verdict import Verdict

KEY = "aws:kms/key:Key"


def lines(path: Path, *documents: dict[str, Any]) -> None:
    """A file of cases, written here."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in documents), encoding="utf-8")


def key(name: str, expected: str, **props: Any) -> dict[str, Any]:
    """A labelled key."""
    named = {"check_id": "OWN_1", "resource_type_tf": "aws_kms_key", "name": name, "expected": expected}
    return {**named, "pulumi_type": KEY, "pulumi_props": props, "source": "own"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three keys and a stack."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    lines(
        tmp_path / "cases.jsonl",
        key("good", "pass", enableKeyRotation=True),
        key("bad", "fail", enableKeyRotation=False),
        key("later", "fail", enableKeyRotation={"$ref": "var.rotation"}),
    )
    bucket = {"tf": "aws_s3_bucket.b", "type": "aws:s3/bucket:Bucket", "props": {"bucket": "b"}}
    acl = {
        "tf": "aws_s3_bucket_acl.a",
        "type": "aws:s3/bucketAcl:BucketAcl",
        "props": {"bucket": {"$ref": "aws_s3_bucket.b.id"}},
    }
    lines(
        tmp_path / "graph_cases.jsonl",
        {
            "check_id": "OWN_2",
            "check_name": "n",
            "source": "own",
            "expected_pass": ["aws_s3_bucket.b"],
            "expected_fail": [],
            "resources": [bucket, acl],
        },
    )
    return tmp_path


def test_a_reference_is_a_text_or_unknown_and_an_edge_both_times(folder: Path) -> None:
    """As Pulumi records it, whether the value is there yet or not."""
    case = next(one for one in cases(folder) if one.check == "OWN_2")

    for known in (True, False):
        graph = case.graph(known=known)
        acl = next(one for one in graph if one.name == "aws_s3_bucket_acl.a")
        assert (case.urn,) == acl.property_dependencies["bucket"]
        assert known is isinstance(acl.properties["bucket"], str)


def test_a_failing_case_may_become_unknown_and_never_pass(folder: Path) -> None:
    """Known, the reference is a text that is not true; unknown, nobody can say."""
    table = Table(checks={"OWN_1": Row(rules=("LZ-KMS-001",), relation=Relation.SAME)})
    found = {(one.case.about, one.known): one for one in scores.judged(cases(folder), table, all_rules())}

    assert Verdict.FAIL is found["aws_kms_key.bad", False].said
    assert Verdict.UNKNOWN is found["aws_kms_key.later", False].said
    assert not any(one.missed or one.false_alarm for one in found.values())
    assert scores.met(list(found.values()))


def test_a_miss_and_a_false_alarm_fail_the_score(folder: Path) -> None:
    """A rule that looks at something else misses; one that fails the good case alarms falsely."""
    for rule in ("LZ-S3-001", "LZ-KMS-003"):
        table = Table(checks={"OWN_1": Row(rules=(rule,), relation=Relation.SAME)})
        assert not scores.met(list(scores.judged(cases(folder), table, all_rules())))


def test_without_a_folder_it_is_not_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, and nothing is wrong."""
    monkeypatch.delenv(FOLDER, raising=False)

    assert 0 == scores.main()
    assert "not run" in capsys.readouterr().out


def test_the_table_names_rules_that_exist_and_says_why() -> None:
    """Every difference has a reason; what has no rule has one too."""
    table = scores.table()

    assert all(row.why for row in table.checks.values() if row.relation is not Relation.SAME)
    assert {rule for row in table.checks.values() for rule in row.rules} <= {rule.id for rule in all_rules()}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{rules: [LZ-NO-001], relation: same}", "rules that do not exist: LZ-NO-001"),
        ("{rules: [LZ-S3-001], relation: none, why: x}", "relation none and 1 rules"),
        ("{relation: same}", "relation same and 0 rules"),
        ("{rules: [LZ-S3-001], relation: looser}", "does not say why"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, row: str, expected: str) -> None:
    """The check, and what is wrong with its row."""
    path = tmp_path / "correspondence.yaml"
    path.write_text(f"checks:\n  OWN_1: {row}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=expected):
        scores.table(path)
