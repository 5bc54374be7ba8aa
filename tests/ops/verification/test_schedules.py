"""Clocks of functions in a good and a bad account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.contracts.systems import FunctionContract, ScheduleContract
from engine.standin.types.lambda_ import archive
from ops.verification import schedules
from ops.verification.account import Account
from ops.verification.outcome import Line
from tests.ops.verification.platform import role
from tests.ops.verification.reading import HERE, client, differing, kept

FUNCTION, RULE = "lz-test-fraud-digest", "lz-test-fraud-hourly"
SCHEDULE = ScheduleContract(rule=RULE, expression="cron(10 * * * ? *)")
PROMISES = {"state", "when", "calls", "is admitted by its function"}


def _admit(source: str, principal: str = "events.amazonaws.com", action: str = "lambda:InvokeFunction") -> None:
    client("lambda", HERE).add_permission(
        FunctionName=FUNCTION, StatementId="hourly", Action=action, Principal=principal, SourceArn=source
    )


@pytest.fixture
def function(account: Account) -> FunctionContract:
    """A function that a rule calls every hour."""
    del account
    events, lambdas = client("events", HERE), client("lambda", HERE)
    made = lambdas.create_function(
        FunctionName=FUNCTION,
        Runtime="python3.13",
        Role=role(FUNCTION),
        Handler="entry.handler",
        Code={"ZipFile": archive({"assets": {"entry.py": {"text": ""}}})},
    )["FunctionArn"]
    _admit(events.put_rule(Name=RULE, ScheduleExpression=SCHEDULE.expression)["RuleArn"])
    events.put_targets(Rule=RULE, Targets=[{"Id": "digest", "Arn": made}])
    return FunctionContract.model_construct(name=FUNCTION, arn=made)


def _asked(function: FunctionContract, account: Account) -> list[Line]:
    return list(schedules.check(SCHEDULE, function, HERE, account))


def test_a_good_clock_keeps_every_promise(function: FunctionContract, account: Account) -> None:
    """moto shows all of it."""
    lines = _asked(function, account)

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert PROMISES == kept(lines)


def _stop() -> None:
    client("events", HERE).disable_rule(Name=RULE)


def _slow() -> None:
    client("events", HERE).put_rule(Name=RULE, ScheduleExpression="rate(1 day)")


def _unhook() -> None:
    client("events", HERE).remove_targets(Rule=RULE, Ids=["digest"])


def _turn_away() -> None:
    client("lambda", HERE).remove_permission(FunctionName=FUNCTION, StatementId="hourly")


def _admit_another() -> None:
    _turn_away()
    _admit(client("events", HERE).put_rule(Name="other", ScheduleExpression="rate(1 day)")["RuleArn"])


def _admit_another_service() -> None:
    _turn_away()
    _admit(client("events", HERE).describe_rule(Name=RULE)["Arn"], "sns.amazonaws.com")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_stop, {"state": "DISABLED"}),
        (_slow, {"when": "rate(1 day)"}),
        (_unhook, {"calls": "nothing"}),
        (_turn_away, {"is admitted by its function": "nothing"}),
        (_admit_another, {"is admitted by its function": "no"}),
        (_admit_another_service, {"is admitted by its function": "no"}),
    ],
)
def test_a_spoilt_clock_differs(
    function: FunctionContract, account: Account, spoil: Callable[[], None], found: dict[str, str]
) -> None:
    """One thing at a time: an hour that is not sealed can be changed without a trace."""
    spoil()

    assert found == differing(_asked(function, account))


def test_a_clock_that_is_gone_differs(function: FunctionContract, account: Account) -> None:
    """EventBridge says that there is none."""
    _unhook()
    client("events", HERE).delete_rule(Name=RULE)

    assert dict.fromkeys(PROMISES, "nothing") == differing(_asked(function, account))
