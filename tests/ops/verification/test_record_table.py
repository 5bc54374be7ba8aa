"""The table of records and the questions to it, in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from config.contracts.systems import RecordsContract
from engine.standin.lifecycle import is_state_only
from ops.verification import record_table
from ops.verification.account import Account
from tests.ops.verification import records
from tests.ops.verification.platform import key
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked

OF_TABLE = {"lies at", "has a folder", "finds its days by itself", "finds a day at", "columns"}
OF_WORKGROUP = {
    "state",
    "binds every question",
    "reads at the most (bytes)",
    "keeps answers itself",
    "answers encrypted with",
}
OF_QUERY = {"stands in", "asks"}
QUESTION = 'SELECT * FROM "lz_test_decisions"."records" WHERE subject = ?'


def _table(contract: RecordsContract, *, columns: dict[str, str] | None = None, **changes: Any) -> None:
    held = contract.columns if columns is None else columns
    wanted = {
        "Parameters": {
            "projection.enabled": "true",
            "storage.location.template": f"{contract.location}day=${{day}}/",
        },
        "PartitionKeys": [{"Name": "day", "Type": "string"}],
        **changes,
    }
    storage = {
        "Location": wanted.pop("location", contract.location),
        "Columns": [{"Name": name, "Type": kind} for name, kind in held.items()],
    }
    client("glue", HERE).create_table(
        DatabaseName=contract.database, TableInput={"Name": contract.table, "StorageDescriptor": storage, **wanted}
    )


def _workgroup(contract: RecordsContract, **changes: Any) -> None:
    wanted = {
        "EnforceWorkGroupConfiguration": True,
        "BytesScannedCutoffPerQuery": contract.most_bytes,
        "ManagedQueryResultsConfiguration": {
            "Enabled": True,
            "EncryptionConfiguration": {"KmsKey": contract.key_arn},
        },
        **changes,
    }
    configuration = {name: value for name, value in wanted.items() if value is not None}
    client("athena", HERE).create_work_group(Name=contract.workgroup, Configuration=configuration)


def _question(contract: RecordsContract, text: str = QUESTION, workgroup: str | None = None) -> RecordsContract:
    """The contract with the id that Athena gave to the question."""
    made = client("athena", HERE).create_named_query(
        Name="about", Database=contract.database, QueryString=text, WorkGroup=workgroup or contract.workgroup
    )
    return contract.model_copy(update={"query": made["NamedQueryId"]})


@pytest.fixture
def promised(account: Account) -> RecordsContract:
    """What is promised, and a database for the table."""
    del account
    contract = records.contract()
    client("glue", HERE).create_database(DatabaseInput={"Name": contract.database})
    return contract


def test_a_good_table_keeps_every_promise(promised: RecordsContract, account: Account) -> None:
    """And its questions: moto shows all of it."""
    _table(promised)
    _workgroup(promised)
    lines = list(record_table.check(_question(promised), HERE, account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert OF_TABLE | OF_WORKGROUP | OF_QUERY == kept(lines)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"location": "s3://other/records/"}, {"lies at": "s3://other/records/"}),
        ({"PartitionKeys": []}, {"has a folder": "nothing"}),
        ({"Parameters": {}}, {"finds its days by itself": "nothing", "finds a day at": "nothing"}),
        ({"columns": {**records.COLUMNS, "confidence": "string"}}, {"columns": "other: confidence"}),
        ({"columns": {"id": "string"}}, {"columns": "other: confidence, model"}),
        ({"columns": {**records.COLUMNS, "name": "string"}}, {"columns": "other: name"}),
    ],
)
def test_another_table_differs(
    promised: RecordsContract, account: Account, change: dict[str, Any], found: dict[str, str]
) -> None:
    """One thing at a time; a column that is read under another type reads as nothing."""
    _table(promised, **change)
    _workgroup(promised)

    assert found == differing(record_table.check(_question(promised), HERE, account))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"EnforceWorkGroupConfiguration": False}, {"binds every question": "no"}),
        ({"BytesScannedCutoffPerQuery": 2 * 1024**4}, {"reads at the most (bytes)": f"{2 * 1024**4}"}),
        ({"BytesScannedCutoffPerQuery": None}, {"reads at the most (bytes)": "nothing"}),
        (
            {"ManagedQueryResultsConfiguration": None},
            {"keeps answers itself": "nothing", "answers encrypted with": "nothing"},
        ),
        ({"ManagedQueryResultsConfiguration": {"Enabled": True}}, {"answers encrypted with": "nothing"}),
    ],
)
def test_a_weaker_work_group_differs(
    promised: RecordsContract, account: Account, change: dict[str, Any], found: dict[str, str]
) -> None:
    """One thing at a time."""
    _table(promised)
    _workgroup(promised, **change)

    assert found == differing(record_table.check(_question(promised), HERE, account))


def test_answers_under_another_key_differ(promised: RecordsContract, account: Account) -> None:
    """They open to others."""
    _table(promised)
    _workgroup(promised)
    other = promised.model_copy(update={"key_arn": key()})

    assert {"answers encrypted with": promised.key_arn} == differing(
        record_table.check(_question(other), HERE, account)
    )


@pytest.mark.parametrize(
    ("text", "workgroup", "found"),
    [
        ("SELECT 1", None, {"asks": "SELECT 1"}),
        (QUESTION, "primary", {"stands in": "primary"}),
    ],
)
def test_another_question_differs(
    promised: RecordsContract, account: Account, text: str, workgroup: str | None, found: dict[str, str]
) -> None:
    """Who asks it would be told too little, or without the bounds of the work group."""
    _table(promised)
    _workgroup(promised)

    assert found == differing(record_table.check(_question(promised, text, workgroup), HERE, account))


class Athena:
    """As Athena answers for what it does not have, or refuses."""

    def __init__(self, message: str) -> None:
        self._message = message

    def _refuse(self, operation: str) -> ClientError:
        return ClientError({"Error": {"Code": "InvalidRequestException", "Message": self._message}}, operation)

    def get_work_group(self, **_asked: str) -> dict[str, Any]:
        raise self._refuse("GetWorkGroup")

    def get_named_query(self, **_asked: str) -> dict[str, Any]:
        raise self._refuse("GetNamedQuery")


def _asking(message: str) -> Account:
    return Account(lambda service, region: Athena(message) if service == "athena" else client(service, region))


@pytest.mark.parametrize("message", ["WorkGroup is not found.", "NamedQuery 1 does not exist"])
def test_what_is_gone_differs(promised: RecordsContract, message: str) -> None:
    """Athena has one code for every refusal, and moto's own answer for a question is an accident."""
    found = differing(record_table.check(promised, HERE, _asking(message)))

    assert dict.fromkeys(OF_TABLE | OF_WORKGROUP | OF_QUERY, "nothing") == found


def test_another_refusal_of_athena_is_not_taken_for_absence(promised: RecordsContract) -> None:
    """It says nothing about what exists."""
    lines = list(record_table.check(promised, HERE, _asking("Too many requests of this kind")))

    assert OF_WORKGROUP | OF_QUERY == set(unchecked(lines))


def test_the_sandbox_says_that_it_has_no_question(promised: RecordsContract) -> None:
    """A named query that exists in the state alone is never ok."""
    _table(promised)
    _workgroup(promised)
    held = promised.model_copy(update={"query": "stateonly0123"})
    lines = list(record_table.check(held, HERE, Account(client, state_only=is_state_only)))

    assert {} == differing(lines)
    assert dict.fromkeys(OF_QUERY, "the sandbox keeps it as state only") == unchecked(lines)
