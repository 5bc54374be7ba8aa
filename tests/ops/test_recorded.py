"""All records about one person, from the store and from the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from config.contracts.systems import RecordsContract, SystemContract
from engine.errors import EngineError
from functions.record.subject import pseudonym
from ops import recorded

REGION, BUCKET = "eu-west-1", "store"
SYSTEMS = [
    SystemContract.model_construct(name=name, record_bucket=BUCKET, record_prefix=f"records/system={name}/")
    for name in ("support-assistant", "fraud-scoring")
]
RECORDS = RecordsContract.model_construct(query="q-1", database="d", workgroup="w", subject_key="alias/subjects")


@pytest.fixture
def account() -> Iterator[None]:
    with mock_aws():
        yield


def put(s3: Any, system: str, id_: str, subject: str, time: str) -> None:
    body = json.dumps({"id": id_, "system": system, "subject": subject, "time": time, "shadow": False})
    s3.put_object(Bucket=BUCKET, Key=f"records/system={system}/{id_}.json", Body=body)


@pytest.mark.usefixtures("account")
def test_the_store_gives_every_systems_records_about_a_person_in_order() -> None:
    """And nobody else's, and nothing that lies beside the records."""
    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    put(s3, "fraud-scoring", "b", "ada", "2026-11-26T02:00:00.000Z")
    put(s3, "support-assistant", "a", "ada", "2026-11-26T01:00:00.000Z")
    put(s3, "support-assistant", "c", "bob", "2026-11-26T01:30:00.000Z")
    s3.put_object(Bucket=BUCKET, Key="manifests/system=fraud-scoring/h.json", Body=b"not a record")

    found = recorded.in_store(s3, SYSTEMS, "ada")

    assert ["a", "b"] == [record["id"] for record in found]


@pytest.mark.usefixtures("account")
def test_a_pseudonym_is_the_same_however_an_id_is_spelled() -> None:
    """White space around it and the composition of letters are no other person."""
    kms = boto3.client("kms", region_name=REGION)
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]

    made = {pseudonym(kms, key, spelled)[0] for spelled in ("Zo\u00eb", " Zoe\u0308 ")}

    assert 1 == len(made)
    assert pseudonym(kms, key, "Zoe")[0] not in made


class Athena:
    """Answers one query, after it has been asked once how far it is."""

    def __init__(self, state: str) -> None:
        self.states = ["RUNNING", state]
        self.asked: dict[str, Any] = {}

    def get_named_query(self, **_query: str) -> dict[str, Any]:
        """The question that the environment was deployed with."""
        return {"NamedQuery": {"QueryString": "SELECT ? FROM t"}}

    def start_query_execution(self, **asked: Any) -> dict[str, Any]:
        """Remember it."""
        self.asked = asked
        return {"QueryExecutionId": "e-1"}

    def get_query_execution(self, **_execution: str) -> dict[str, Any]:
        """First running, then what the test says."""
        return {"QueryExecution": {"Status": {"State": self.states.pop(0), "StateChangeReason": "no such table"}}}

    def get_paginator(self, _operation: str) -> Athena:
        """Itself."""
        return self

    def paginate(self, **_execution: str) -> Iterator[dict[str, Any]]:
        """A head and a row, on two pages."""
        for row in ([{"VarCharValue": "id"}, {"VarCharValue": "rule"}], [{"VarCharValue": "a"}, {}]):
            yield {"ResultSet": {"Rows": [{"Data": row}]}}


def test_the_table_answers_the_named_query_for_one_pseudonym() -> None:
    """In the environment's own work group, whose limits hold; a missing value stays missing."""
    athena, waits = Athena("SUCCEEDED"), list[float]()

    found = recorded.in_table(athena, RECORDS, "hmac-sha256:ab", waits.append)

    assert [{"id": "a", "rule": None}] == found
    assert ("w", ["'hmac-sha256:ab'"]) == (athena.asked["WorkGroup"], athena.asked["ExecutionParameters"])
    assert 1 == len(waits)


def test_a_query_that_fails_says_why_and_where_to_look() -> None:
    """It is no empty answer: nobody may think that there are no records."""
    with pytest.raises(EngineError, match="no such table") as error:
        recorded.in_table(Athena("FAILED"), RECORDS, "hmac-sha256:ab", lambda _: None)

    assert "e-1" in error.value.fix


@pytest.mark.parametrize(("no", "yes"), [(False, True), ("false", "true")], ids=["store", "table"])
def test_what_a_challenger_said_of_a_person_is_no_decision_about_them(no: Any, yes: Any) -> None:
    """It is shown, and apart; in the store a flag, in the table a text."""
    records = [{"id": "a", "shadow": no}, {"id": "b", "shadow": yes}, {"id": "c", "shadow": no}]

    counted, shadows = recorded.apart(records)

    assert (["a", "c"], ["b"]) == ([one["id"] for one in counted], [one["id"] for one in shadows])
