"""`lz audit`: what exists, or is planned, held against every rule, whoever wrote the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.decode import SECRET, SIGNATURE
from ops.cli import main
from ops.exits import Exit

BUCKET = "aws:s3/bucketV2:BucketV2"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def entry(type_: str, name: str, **more: Any) -> dict[str, Any]:
    """A resource as Pulumi writes it."""
    return {"urn": f"urn:pulumi:shop::legacy::{type_}::{name}", "type": type_, "custom": True, **more}


def state(tmp_path: Path, *entries: Any, **over: Any) -> str:
    """An exported state in a file."""
    path = tmp_path / "state.json"
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": list(entries)}, **over}), encoding="utf-8")
    return str(path)


def test_a_foreign_state_is_held_against_every_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program in another language, of another project: the bucket is judged, and what nobody judges is named."""
    queue = entry("gcp:pubsub/topic:Topic", "t")
    ends = main(
        ["audit", "--state", state(tmp_path, entry(BUCKET, "open", inputs={"acl": "public-read"}), queue, queue)]
    )

    printed = capsys.readouterr().out
    assert Exit.FINDINGS == ends
    assert "LZ-S3-001" in printed
    assert "LZ-S3-004" in printed
    assert "1 resource of 1 type that no rule is about" in printed
    assert "gcp:pubsub/topic:Topic" in printed


def test_a_plan_has_unknowns_and_is_judged_by_its_last_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is deleted is not there; a value that is not known yet is said to be so; a secret stays one."""
    trail = "aws:cloudtrail/trail:Trail"
    steps = [
        {"op": "delete", "urn": entry(BUCKET, "gone")["urn"], "oldState": entry(BUCKET, "gone")},
        {"op": "create", "urn": entry(trail, "t")["urn"], "newState": entry(trail, "t", inputs={"kmsKeyId": UNKNOWN})},
        {
            "op": "create",
            "urn": entry(trail, "s")["urn"],
            "newState": entry(trail, "s", inputs={"kmsKeyId": "[secret]"}),
        },
    ]
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"steps": steps}), encoding="utf-8")

    main(["audit", "--plan", str(path), "--json"])

    findings = json.loads(capsys.readouterr().out)["stacks"][0]["report"]["findings"]
    about_key = {(one["name"], one["kind"]) for one in findings if one["path"] == "kmsKeyId"}
    assert {("t", "unknown"), ("s", "unknown")} == about_key
    assert all(one["type"] == trail for one in findings if one["urn"])


def test_the_same_reports_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As for a preview: every format, in a folder; what no rule is about stands in the JSON."""
    main(
        [
            "audit",
            "--state",
            state(tmp_path, entry(BUCKET, "b"), entry("x:y:Z", "z")),
            "--report",
            str(tmp_path / "out"),
        ]
    )

    assert {"findings.json", "findings.sarif", "findings.md", "findings.xml", "findings.html", "findings.svg"} == {
        path.name for path in (tmp_path / "out").iterdir()
    }
    stack = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))["stacks"][0]
    assert ("shop", {"x:y:Z": 1}) == (stack["stack"], stack["report"]["unjudged"])
    assert "findings" in capsys.readouterr().out


def test_a_secret_of_a_state_reaches_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --show-secrets a state holds them in clear; nothing that is written may."""
    secret = {SIGNATURE: SECRET, "plaintext": json.dumps("hunter2-of-legacy")}
    role = entry("aws:iam/role:Role", "r", inputs={"assumeRolePolicy": secret, "name": secret})

    main(["audit", "--state", state(tmp_path, role), "--report", str(tmp_path / "out")])

    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "hunter2-of-legacy" not in written + capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is not JSON"),
        ('{"version": 3, "deployment": {"resou', "is not JSON"),
        ("[1]", "has no 'version'"),
        ('{"version": 99, "deployment": {}}', "version is 99, not one of [3, 4]"),
        ('{"version": 3, "deployment": []}', "holds no resource"),
        ('{"version": 3, "deployment": {"resources": [7]}}', "resources[0] is not an object"),
        ("[" * 100_000, "deeper than any"),
    ],
)
def test_what_is_no_state_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, expected: str
) -> None:
    """The file, what is wrong with it, and what to give; never a traceback, never a pass."""
    path = tmp_path / "state.json"
    path.write_text(content, encoding="utf-8")

    assert Exit.CONFIGURATION == main(["audit", "--state", str(path)])
    said = capsys.readouterr().err
    assert expected in said
    assert "state.json" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "give one of --state FILE and --plan FILE"),
        (["--state", "a", "--plan", "b"], "give one of --state FILE and --plan FILE"),
        (["--state", "a", "--env", "prdo"], "there is no environment 'prdo'"),
        (["--state", "/nowhere/state.json"], "cannot be read"),
    ],
)
def test_a_wrong_call_says_what_to_give(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    """Exit code 2 and one sentence."""
    assert Exit.CONFIGURATION == main(["audit", *arguments])
    assert expected in capsys.readouterr().err


def test_a_ring_of_references_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A state that was edited by hand may refer in circles; it is judged all the same, and no rule breaks on it."""
    policy = "aws:s3/bucketPolicy:BucketPolicy"
    ring = [
        entry(policy, name, inputs={"bucket": UNKNOWN}, propertyDependencies={"bucket": [entry(policy, other)["urn"]]})
        for name, other in (("a", "b"), ("b", "a"))
    ]

    main(["audit", "--state", state(tmp_path, entry(BUCKET, "s", inputs={"bucket": "s"}), *ring), "--json"])

    report = json.loads(capsys.readouterr().out)["stacks"][0]["report"]
    assert 0 == report["errors"]
