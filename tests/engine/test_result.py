from __future__ import annotations

import pytest

from engine.errors import RunFailed
from engine.result import Diagnostic, Outcome, RunResult, Step, Verb

BUCKET = "urn:pulumi:dev::lz::aws:s3/bucket:Bucket::"
STACK = "urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev"


def _result(outcome: Outcome = Outcome.SUCCEEDED, *diagnostics: Diagnostic) -> RunResult:
    steps = [Step(op, f"{BUCKET}{op}", "aws:s3/bucket:Bucket") for op in ("same", "create", "delete")]
    steps.append(Step("create", STACK, "pulumi:pulumi:Stack"))
    return RunResult(Verb.UP, "dev", outcome, tuple(steps), diagnostics, counts={"same": 1, "create": 1, "delete": 1})


def test_what_is_deleted_is_no_longer_a_resource_of_the_program() -> None:
    """Counted is what the program declares, the stack itself left out."""
    assert (2, 2) == (_result().resources, _result().changes)


def test_what_the_program_prints_and_what_a_provider_notes_are_told_apart() -> None:
    """The program speaks for the stack, a provider for one resource."""
    result = _result(
        Outcome.SUCCEEDED,
        Diagnostic("info", "hello\n"),
        Diagnostic("info#err", "careful\n", STACK),
        Diagnostic("info", "kept as state only", f"{BUCKET}a"),
        Diagnostic("info", "\n"),
    )

    assert ("hello", "careful") == result.output
    assert ["kept as state only"] == [note.message for note in result.notes]


def test_a_success_is_handed_on() -> None:
    """`require` is for callers that can do nothing with anything else."""
    result = _result()

    assert result is result.require()


def test_a_failure_says_what_the_engine_said_once() -> None:
    """The same error of two steps is one reason."""
    error = Diagnostic("error", "BucketAlreadyExists\n", f"{BUCKET}a")

    with pytest.raises(RunFailed) as failure:
        _result(Outcome.FAILED, error, error).require()

    assert 1 == failure.value.message.count("BucketAlreadyExists")
    assert not failure.value.blocked


def test_a_refusal_is_told_apart_from_a_failure() -> None:
    """Its exit code is another."""
    with pytest.raises(RunFailed) as refusal:
        _result(Outcome.BLOCKED).require()

    assert refusal.value.blocked


def test_an_interrupt_goes_on_as_one() -> None:
    """The command ends with 130, as if the interrupt had never been held back."""
    with pytest.raises(KeyboardInterrupt):
        _result(Outcome.INTERRUPTED).require()
