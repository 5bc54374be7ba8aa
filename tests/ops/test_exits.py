"""Every error ends in words that say what to do, and in the documented code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.errors import ConfigurationError
from config.errors import Problem as ConfigurationProblem
from engine.errors import EngineError, RunFailed, SandboxUnavailable, StateLocked, ToolchainMissing
from graph.errors import GraphError
from ops.exits import Exit, UsageError, explain
from policies.errors import GovernanceError, Problem

WRONG = ConfigurationProblem(
    file="config/environments/prod.yaml",
    key="network.cidr",
    value="'10.34.0.0/16'",
    reason="is also the block of staging",
    fix="choose a free block",
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError([WRONG]), Exit.CONFIGURATION),
        (UsageError("no such environment", "name another"), Exit.CONFIGURATION),
        (
            GovernanceError(Problem("policies/exemptions.yaml", "expires", None, "is missing", "add it")),
            Exit.CONFIGURATION,
        ),
        (GraphError("two resources share a URN"), Exit.CONFIGURATION),
        (FileNotFoundError(2, "No such file or directory", "findings.json"), Exit.CONFIGURATION),
        (PermissionError(13, "Permission denied", "build"), Exit.CONFIGURATION),
        (ToolchainMissing("no pulumi", "install it"), Exit.TOOL_MISSING),
        (RunFailed("failed", "correct it"), Exit.RUN_FAILED),
        (RunFailed("refused", "correct it", blocked=True), Exit.FINDINGS),
        (EngineError("broke", "again"), Exit.RUN_FAILED),
        (StateLocked("held by 17", "wait"), Exit.STATE_LOCKED),
        (SandboxUnavailable("port busy", "free it"), Exit.SANDBOX_UNAVAILABLE),
        (ZeroDivisionError("division by zero"), Exit.INTERNAL),
        (OSError("without a file"), Exit.INTERNAL),
    ],
)
def test_an_error_has_its_documented_code(error: Exception, code: Exit) -> None:
    """A script can tell a finding from a typing error, and both from a broken machine."""
    assert code is explain(error).exit


def test_a_wrong_configuration_names_file_key_value_reason_and_fix() -> None:
    """So that nobody has to read code to correct a file."""
    message = explain(ConfigurationError([WRONG])).message

    for part in (WRONG.file, WRONG.key, WRONG.value, WRONG.reason, WRONG.fix):
        assert part is not None
        assert part in message


def test_a_wrong_file_of_the_pack_is_told_in_the_same_form() -> None:
    """Whoever corrects an exemption reads what whoever corrects an environment reads."""
    problem = Problem("policies/exemptions.yaml", "exemptions[0].urn", "x", "is not a URN", "give the exact one")

    expected = """policies/exemptions.yaml: 1 error

  exemptions[0].urn = 'x'
    is not a URN
    → give the exact one"""
    assert expected == explain(GovernanceError(problem)).message


def test_a_defect_is_told_with_the_line_it_came_through() -> None:
    """Of the project, not of a library it calls."""
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("{")
    message = explain(caught.value).message

    assert message.startswith("tests/ops/test_exits.py:")
    assert "JSONDecodeError" in message


@pytest.mark.parametrize(
    "error",
    [UsageError("what", "the way out"), ToolchainMissing("what", "the way out"), RunFailed("what", "the way out")],
)
def test_an_error_says_what_happened_and_then_the_way_out(error: Exception) -> None:
    """On a line of its own."""
    assert "what\n  → the way out" == explain(error).message


def test_a_file_that_cannot_be_used_is_named() -> None:
    """With the system's own reason."""
    error = IsADirectoryError(21, "Is a directory", str(Path("build/findings.json")))

    assert "build/findings.json: Is a directory" in explain(error).message


def test_every_code_has_a_meaning_of_its_own() -> None:
    """`lz --help` lists them."""
    assert len(Exit) == len({code.meaning for code in Exit})
