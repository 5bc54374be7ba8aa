"""How an answer, a refusal and a silence become a verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from engine.standin.lifecycle import is_state_only
from ops.verification.account import Account, Once
from ops.verification.outcome import Verdict

THING = Account(lambda _service, _region: None, {"kms.X.Y": "moto keeps none"}).thing("key", "alias/x")


def _raise(error: Exception) -> Callable[[], NoReturn]:
    def read() -> NoReturn:
        raise error

    return read


def _refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no\nway"}}, "DescribeKey")


def test_what_was_promised_and_found_is_ok() -> None:
    """The only way to ok."""
    line = THING.holds("state", "Enabled", lambda: "Enabled")

    assert ("key alias/x", Verdict.OK, "Enabled", "Enabled") == (line.thing, line.verdict, line.expected, line.found)


def test_another_value_differs() -> None:
    """With both values."""
    line = THING.holds("state", "Enabled", lambda: "PendingDeletion")

    assert (Verdict.DIFFERS, "PendingDeletion") == (line.verdict, line.found)


@pytest.mark.parametrize("expected", ["Enabled", None, False, 0])
def test_nothing_is_never_ok(expected: object) -> None:
    """Not even where nothing was promised."""
    assert Verdict.DIFFERS is THING.holds("state", expected, lambda: None).verdict


def test_a_thing_that_does_not_exist_differs() -> None:
    """That AWS has no such thing is an answer."""
    line = THING.holds("state", "Enabled", _raise(_refusal("NotFoundException")))

    assert (Verdict.DIFFERS, "nothing") == (line.verdict, line.found)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (_refusal("AccessDenied"), "AccessDenied: no way"),
        (_refusal("ThrottlingException"), "ThrottlingException: no way"),
        (_refusal("500"), "the endpoint does not implement DescribeKey (HTTP 500)"),
        (EndpointConnectionError(endpoint_url="http://x"), "EndpointConnectionError: Could not connect"),
        (NotImplementedError("The x action has not been implemented"), "The x action has not been implemented"),
    ],
)
def test_what_could_not_be_read_is_neither_ok_nor_a_difference(error: Exception, reason: str) -> None:
    """The reason says why; the verdict does not pretend."""
    line = THING.holds("state", "Enabled", _raise(error))

    assert Verdict.UNCHECKED is line.verdict
    assert line.reason.startswith(reason)
    assert "" == line.found


def test_a_known_gap_excuses_silence_and_nothing_else() -> None:
    """A wrong value differs although the endpoint is known to be silent about it."""
    silent = THING.holds("days", 365, lambda: None, field="kms.X.Y")
    wrong = THING.holds("days", 365, lambda: 30, field="kms.X.Y")

    assert (Verdict.UNCHECKED, "moto keeps none") == (silent.verdict, silent.reason)
    assert Verdict.DIFFERS is wrong.verdict


def test_what_a_sandbox_never_made_is_not_looked_for() -> None:
    """Its id says so; on AWS the same id would be a thing that does not exist."""
    name, read = "fl stateonly0123", _raise(_refusal("ResourceNotFoundException"))
    sandbox = Account(lambda _service, _region: None, state_only=is_state_only).thing("flow log", name)
    aws = Account(lambda _service, _region: None).thing("flow log", name)

    assert Verdict.UNCHECKED is sandbox.holds("status", "ACTIVE", read).verdict
    assert Verdict.DIFFERS is aws.holds("status", "ACTIVE", read).verdict


def test_a_defect_of_ours_is_not_swallowed() -> None:
    """A KeyError is a bug in a check, not a state of the account."""
    with pytest.raises(KeyError):
        THING.holds("state", "Enabled", lambda: {}["x"])


def test_one_call_answers_many_promises_and_fails_once() -> None:
    """A refused call is not made again for every promise about the same thing."""
    calls: list[int] = []

    def call() -> NoReturn:
        calls.append(1)
        raise _refusal("AccessDenied")

    once = Once(call)
    for _ in range(3):
        with pytest.raises(ClientError):
            once()

    assert [1] == calls
