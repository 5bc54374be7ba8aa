"""`lz decisions stop` and `resume`: what is written, and what is refused before anything is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from config.contracts import SystemsContract
from config.contracts.systems import RecordsContract
from config.load import load
from ops import decisions
from ops.cli import main
from ops.exits import Exit

TABLE = "lz-dev-decision-breakers"
TOLD = ["--as", "jane@example.com", "--reason", "it drifts"]


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The table of an environment whose stack says where it is."""
    with mock_aws():
        found = boto3.client("dynamodb", region_name="eu-west-1")
        found.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        publish(monkeypatch, TABLE)
        yield found


def publish(monkeypatch: pytest.MonkeyPatch, stops: str | None) -> None:
    """What the stack of dev in the account says, as far as a stop needs it."""
    contract = SystemsContract.model_construct(
        environment="dev",
        systems={"fraud-scoring": None},
        records=RecordsContract.model_construct(stops=stops),
    )
    monkeypatch.setattr(decisions, "_published", lambda environment: (load(environment), contract))


def stopped(dynamodb: Any) -> dict[str, Any]:
    return dynamodb.get_item(TableName=TABLE, Key={"id": {"S": "stop#fraud-scoring"}})["Item"]


def test_a_stop_is_written_with_who_said_it_and_why(dynamodb: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """And printed with what was said before."""
    assert Exit.OK == main(["decisions", "stop", "fraud-scoring", "--cloud", *TOLD])
    first = json.loads(capsys.readouterr().out)
    assert Exit.OK == main(["decisions", "resume", "fraud-scoring", "--cloud", *TOLD])
    second = json.loads(capsys.readouterr().out)

    assert (None, True, "eu-west-1", TABLE) == (first["before"], first["stopped"], first["region"], first["table"])
    assert (True, False, "it drifts") == (second["before"]["stopped"], second["stopped"], second["reason"])
    item = stopped(dynamodb)
    assert (False, "jane@example.com") == (item["stopped"]["BOOL"], item["by"]["S"])
    assert "expiration" not in item, "a stop that ends by itself is none"


@pytest.mark.usefixtures("dynamodb")
def test_a_system_that_is_not_there_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """At three in the morning names are misspelled."""
    assert Exit.CONFIGURATION == main(["decisions", "stop", "fraud-scorin", "--cloud", *TOLD])

    assert "did you mean fraud-scoring?" in capsys.readouterr().err


def test_an_environment_from_before_stops_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its functions would not look."""
    publish(monkeypatch, None)

    with mock_aws():
        assert Exit.CONFIGURATION == main(["decisions", "stop", "fraud-scoring", "--cloud", *TOLD])

    assert "was brought up before systems could be stopped" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["--as", "--reason"])
def test_nobody_stops_a_system_without_a_name_and_a_reason(missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both are the proof of who decided it."""
    at = TOLD.index(missing)
    told = [word for place, word in enumerate(TOLD) if place not in {at, at + 1}]

    assert Exit.CONFIGURATION == main(["decisions", "stop", "fraud-scoring", "--cloud", *told])
    assert missing in capsys.readouterr().err
