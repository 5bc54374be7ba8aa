"""`lz policy exempt` and `lz policy exemptions`."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ops import exemptions
from ops.cli import main
from ops.exemption_file import added, entry
from ops.exemptions import standing
from ops.exits import Exit
from policies.exemptions import Exemption
from policies.levels import FOLDER

URN = "urn:pulumi:dev.network::ai-landing-zone::aws:s3/bucket:Bucket::flow-logs"
TODAY = datetime.now(UTC).date()
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=10, max_size=80)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack's folder with the project's files, which a command may change."""
    for name in ("levels.yaml", "exemptions.yaml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    monkeypatch.setattr(exemptions, "FOLDER", tmp_path)
    return tmp_path


def exempt(urn: str = URN, rule: str = "LZ-S3-001", **over: str) -> int:
    """Run the command; the exit code."""
    said = {
        "reason": "the bucket serves a public website",
        "owner": "web@example.com",
        "ticket": "OPS-123",
        "days": "30",
        **over,
    }
    return main(["policy", "exempt", rule, urn, *(part for key, value in said.items() for part in (f"--{key}", value))])


def read(folder: Path) -> list[dict[str, Any]]:
    """The entries of the file."""
    return yaml.safe_load((folder / "exemptions.yaml").read_text(encoding="utf-8"))["exemptions"]


def an_exemption(**over: Any) -> Exemption:
    """One entry."""
    return Exemption.model_validate(
        {
            "rule": "LZ-S3-001",
            "urn": URN,
            "reason": "the bucket serves a public website",
            "owner": "web@example.com",
            "ticket": "OPS-123",
            "granted": TODAY,
            "expires": TODAY,
            **over,
        }
    )


def test_an_exemption_is_written_and_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the day it was granted and the last day it holds; what was in the file stays."""
    before = (folder / "exemptions.yaml").read_text(encoding="utf-8")

    assert Exit.OK == exempt(rule="lz-s3-001", path="acl", approver="ciso@example.com")

    said = capsys.readouterr().out
    (found,) = read(folder)
    assert found == {
        "rule": "LZ-S3-001",
        "urn": URN,
        "path": "acl",
        "reason": "the bucket serves a public website",
        "owner": "web@example.com",
        "ticket": "OPS-123",
        "granted": TODAY,
        "expires": TODAY + timedelta(days=30),
        "approver": "ciso@example.com",
    }
    after = (folder / "exemptions.yaml").read_text(encoding="utf-8")
    assert before.partition("exemptions: []")[0] == after.partition("exemptions:\n")[0]
    assert after.partition("exemptions:\n")[2] in said
    assert f"Exempt for 30 days, until {TODAY + timedelta(days=30)}" in said


def test_a_second_exemption_stands_behind_the_first(folder: Path) -> None:
    """What people wrote in and behind the entries stays where it is."""
    path = folder / "exemptions.yaml"
    assert Exit.OK == exempt()
    path.write_text(path.read_text(encoding="utf-8") + "# seen by the board\n", encoding="utf-8")

    assert Exit.OK == exempt(path="acl")

    assert ["", "acl"] == [one.get("path", "") for one in read(folder)]
    assert path.read_text(encoding="utf-8").endswith("# seen by the board\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exemptions: []\n", "exemptions:\nNEW"),
        ("exemptions: []   # none yet\n", "exemptions:\nNEW   # none yet\n"),
        ("exemptions: []", "exemptions:\nNEW"),
        ("exemptions:\n- a: 1\n", "exemptions:\n- a: 1\nOLD"),
        ("exemptions:\n  - a: 1 # why\n\n# end\n", "exemptions:\n  - a: 1 # why\nNEW\n# end\n"),
        ("exemptions:\n    - a: 1\n      b: {c: [1, 2]}", "exemptions:\n    - a: 1\n      b: {c: [1, 2]}\nDEEP"),
    ],
)
def test_an_entry_stands_where_its_neighbours_stand(text: str, expected: str) -> None:
    """Indented as they are; comments behind an entry and at the end stay."""
    new = entry(an_exemption())
    old = "".join(f"{line[2:]}\n" for line in new.splitlines())
    deep = "".join(f"  {line}\n" for line in new.splitlines())

    found = added(text, an_exemption())

    assert expected.replace("NEW", new).replace("OLD", old).replace("DEEP", deep) == found
    assert yaml.safe_load(found)["exemptions"][-1]["rule"] == "LZ-S3-001"


@pytest.mark.parametrize("text", ["exemptions: [{rule: a}]\n", "exemptions: {}\n", "a: 1\n", "", "- a\n"])
def test_a_file_of_another_form_is_left_alone(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says how the entries are written; nothing is half-written."""
    with pytest.raises(ValueError, match="each on lines of its own"):
        added(text, an_exemption())
    (folder / "exemptions.yaml").write_text(text, encoding="utf-8")

    assert Exit.CONFIGURATION == exempt()

    assert "→ " in capsys.readouterr().err
    assert text == (folder / "exemptions.yaml").read_text(encoding="utf-8")


@given(WORDS, WORDS)
def test_any_words_are_read_back_as_they_were_written(reason: str, ticket: str) -> None:
    """Quotes, colons, hashes, lines and signs of every script."""
    one = an_exemption(reason=reason, ticket=ticket)

    (found,) = yaml.safe_load(added("exemptions: []\n", one))["exemptions"]

    assert one == Exemption.model_validate(found)


PROD = URN.replace("dev.network", "prod")


@pytest.mark.parametrize(
    ("arguments", "said", "fix"),
    [
        ({"rule": "LZ-S3-01"}, "there is no rule 'LZ-S3-01'", "did you mean LZ-S3-001?"),
        ({"urn": "flow-logs"}, "urn 'flow-logs' is not good", "the exact URN of one resource"),
        ({"urn": URN.replace("dev", "prd")}, "there is no environment 'prd'", "did you mean prod?"),
        ({"urn": URN.replace("network", "net")}, "there is no layer 'net' in dev", "did you mean network?"),
        ({"days": "31"}, "the last day is 31 days after it was granted", "take --days 30 or fewer"),
        ({"days": "99999999"}, "critical findings: 30 at most", "take --days 30 or fewer"),
        ({"owner": "web"}, "owner 'web' is not good", "e-mail address"),
        ({"reason": "known"}, "reason 'known' is not good", "say in a sentence"),
        ({"ticket": ""}, "ticket '' is not good", "name the ticket"),
        ({"approver": "x"}, "approver 'x' is not good", "second person"),
        ({"urn": PROD}, "hides a critical finding", "prod asks for a second person: --approver"),
        ({"urn": PROD, "approver": "Web@example.com"}, "hides a critical finding", "--approver"),
    ],
)
def test_what_would_not_hold_is_not_written(
    folder: Path, arguments: dict[str, str], said: str, fix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the reason and the way out; the file stays as it was."""
    before = (folder / "exemptions.yaml").read_bytes()

    assert Exit.CONFIGURATION == exempt(**arguments)

    message = capsys.readouterr().err
    assert [] == [part for part in (said, fix) if part not in message], message
    assert before == (folder / "exemptions.yaml").read_bytes()


def test_the_same_exemption_twice_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The entry that is there is the one to change."""
    assert [Exit.OK, Exit.CONFIGURATION] == [exempt(), exempt()]

    assert "is exempt there already" in capsys.readouterr().err
    assert 1 == len(read(folder))


def test_one_too_many_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run would be stopped by it."""
    levels = folder / "levels.yaml"
    levels.write_text(levels.read_text(encoding="utf-8").replace("most: 30", "most: 1"), encoding="utf-8")

    assert [Exit.OK, Exit.CONFIGURATION] == [exempt(), exempt(path="acl")]

    assert "would be one too many: 1 hold in dev, and 1 may" in capsys.readouterr().err


def test_exemptions_are_listed_with_the_days_they_have_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first to end first; for a person and as JSON for a script."""
    exempt()
    exempt(path="acl", days="3")
    exempt(PROD, approver="ciso@example.com")
    capsys.readouterr()

    assert Exit.OK == main(["policy", "exemptions", "--env", "dev"])
    lines = capsys.readouterr().out.splitlines()
    assert ["3", "LZ-S3-001"] == lines[1].split()[:2]
    assert 3 == len(lines)

    assert Exit.OK == main(["policy", "exemptions", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [3, 30, 30] == [one["days_left"] for one in found]
    assert {"holds"} == {one["state"] for one in found}
    assert {"dev", "prod"} == {one["environment"] for one in found}


def test_an_exemption_that_does_not_hold_is_listed_as_such(folder: Path) -> None:
    """Expired, or without the second person its environment asks for."""
    rows = [an_exemption(granted=date(2026, 1, 1), expires=date(2026, 1, 31)), an_exemption(urn=PROD)]
    text = "exemptions: []\n"
    for one in rows:
        text = added(text, one)
    (folder / "exemptions.yaml").write_text(text, encoding="utf-8")

    found = standing(None, TODAY)

    assert ["expired", "hides a critical finding, and nobody but its owner approved it"] == [one.state for one in found]
    assert found[0].days_left < 0
    assert ["prod"] == [one.exemption.environment for one in standing("prod", TODAY)]


def test_without_exemptions_the_list_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And an environment that is not there is answered with the nearest."""
    assert folder.is_dir()
    assert [Exit.OK, Exit.CONFIGURATION] == [
        main(["policy", "exemptions", "--env", "dev"]),
        main(["policy", "exemptions", "--env", "dve"]),
    ]

    said = capsys.readouterr()
    assert "no exemptions in dev" in said.out
    assert "did you mean dev?" in said.err
