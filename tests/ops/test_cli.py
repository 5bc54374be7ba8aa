"""`lz`: finds the verb, and whatever goes wrong ends in words and a code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops import cli
from ops.cli import VERBS, main
from ops.exits import Exit

ROOT = Path(cli.__file__).resolve().parent.parent


def python(program: str, stdout: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, where nothing is imported yet."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}"]
    given = {**os.environ, **environment}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=given)


def break_verb(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let `lz policy list` raise this."""

    def broken() -> None:
        raise error

    monkeypatch.setattr("ops.policy.all_rules", broken)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_verb_and_every_exit_code(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """On stdout, with exit code 0."""
    assert Exit.OK == main(arguments)

    said = capsys.readouterr().out
    for verb in VERBS.values():
        assert verb.summary in said
    for code in Exit:
        assert f"{code.value} {code.meaning}" in said


def test_help_imports_no_verb() -> None:
    """What a program costs before its first line is waited for every time."""
    ran = python("from ops.cli import main; main(['--help']); print(*sorted(sys.modules), file=sys.stderr)")

    assert not {"pulumi", "boto3", "rich", *(verb.module for verb in VERBS.values())} & set(ran.stderr.split())


def test_check_imports_neither_a_client_nor_a_server_of_aws() -> None:
    """boto3 and moto cost more than the whole check."""
    ran = python("from ops.cli import main; main(['check', '--help']); print(*sorted(sys.modules), file=sys.stderr)")

    assert "ops.check" in ran.stderr.split()
    assert not {"boto3", "botocore", "moto", "pulumi_aws", "jinja2", "sarif_pydantic"} & set(ran.stderr.split())


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_a_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It exists, it can be imported, and it says what it does."""
    assert Exit.OK == main([name, "--help"])

    assert f"Usage: lz {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "did you mean check?"),
        (["xyzzy"], "lz --help"),
        (["check", "--fo"], "lz check: No such option: --fo"),
        (["check", "--format", "pdf", "dev"], "lz check: Invalid value for '--format'"),
        (["graph"], "lz graph: Missing argument 'ENV'"),
        (["policy", "explian"], "lz policy: No such command 'explian'"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, with exit code 2 and what to do."""
    assert Exit.CONFIGURATION == main(arguments)

    heard = capsys.readouterr()
    assert "" == heard.out
    assert said in heard.err
    assert "exit code 2: configuration or usage" in heard.err


def test_a_verb_with_verbs_of_its_own_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    """`lz policy` alone is a question, not a mistake."""
    assert Exit.OK == main(["policy"])

    assert "explain" in capsys.readouterr().out


def test_a_defect_is_said_to_be_one_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user is told how to show more."""
    monkeypatch.delenv("LZ_DEBUG", raising=False)
    break_verb(monkeypatch, ZeroDivisionError("division by zero"))

    assert Exit.INTERNAL == main(["policy", "list"])

    heard = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in heard
    assert "LZ_DEBUG=1" in heard
    assert "Traceback" not in heard


def test_a_traceback_is_shown_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With LZ_DEBUG=1."""
    monkeypatch.setenv("LZ_DEBUG", "1")
    break_verb(monkeypatch, ZeroDivisionError("division by zero"))

    main(["policy", "list"])

    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_command_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a shell expects of ctrl-C."""
    break_verb(monkeypatch, KeyboardInterrupt())

    assert Exit.INTERRUPTED == main(["policy", "list"])
    assert "Traceback" not in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_failure_of_ours() -> None:
    """`lz policy list | head -1`: no complaint, and the code a shell expects of a closed pipe."""
    reader, writer = os.pipe()
    os.close(reader)

    ran = python("from ops.cli import main; sys.exit(main(['policy', 'list']))", stdout=writer)
    os.close(writer)

    assert (Exit.PIPE_CLOSED, "") == (ran.returncode, ran.stderr)


def test_what_a_terminal_cannot_show_is_replaced() -> None:
    """A terminal without a dot in the middle still gets its line."""
    ran = python(
        "from ops.cli import main; sys.exit(main(['policy', 'explain', 'LZ-S3-001']))", PYTHONIOENCODING="ascii"
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert "LZ-S3-001" in ran.stdout
