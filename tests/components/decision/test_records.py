"""Records on their way into a table, and the table."""

from __future__ import annotations

import json

import pytest

from components.decision.catalog import RecordCatalog, RecordCatalogArgs
from components.decision.plan import Column
from components.decision.record_stream import RecordStream, RecordStreamArgs
from components.decision.sealing_schedule import SealingSchedule, SealingScheduleArgs
from components.decision.system_alarms import SystemAlarms, SystemAlarmsArgs
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"


@pytest.fixture(scope="module")
def catalog() -> Declared:
    args = RecordCatalogArgs(
        environment="prod-dr", bucket="b", columns=(Column("id", "string", "The id."),), key_arn=KEY
    )
    return synth(lambda: RecordCatalog("catalog", args))


@pytest.fixture(scope="module")
def stream() -> Declared:
    args = RecordStreamArgs(
        environment="dev",
        account=ACCOUNT,
        region=REGION,
        boundary="boundary",
        bucket="b",
        database="lz_dev_decisions",
        table="records",
        key_arn=KEY,
        buffer_key_arn=KEY,
        grants=(),
        log_group="/lz/dev/decisions/record-stream",
        alarm_topic="topic",
    )
    return synth(lambda: RecordStream("stream", args))


def test_a_day_is_found_without_a_crawler(catalog: Declared) -> None:
    """Athena works out where a day lies; a partition that nobody added would hide its records."""
    table = catalog.only("aws:glue/catalogTable:CatalogTable")

    assert "s3://b/records/day=${day}/" == table["parameters"]["storage.location.template"]
    assert ["day"] == [key["name"] for key in table["partitionKeys"]]
    assert [("id", "string")] == [(c["name"], c["type"]) for c in table["storageDescriptor"]["columns"]]


def test_nobody_has_rights_on_a_table_by_default(catalog: Declared) -> None:
    """Lake Formation's own default is everybody in the account; Glue's names have no hyphens."""
    database = catalog.only("aws:glue/catalogDatabase:CatalogDatabase")

    assert ("lz_prod_dr_decisions", []) == (database["name"], database["createTableDefaultPermissions"])


def test_results_are_encrypted_whoever_asks(catalog: Declared) -> None:
    """The work group's settings win over a client's, and one query has a ceiling."""
    configuration = catalog.only("aws:athena/workgroup:Workgroup")["configuration"]

    assert configuration["enforceWorkgroupConfiguration"] is True
    assert {"enabled": True, "encryptionConfiguration": {"kmsKey": KEY}} == configuration[
        "managedQueryResultsConfiguration"
    ]
    assert configuration["bytesScannedCutoffPerQuery"] > 0


def test_the_question_of_the_law_has_a_name(catalog: Declared) -> None:
    """Who must answer within a month need not write SQL."""
    query = catalog.only("aws:athena/namedQuery:NamedQuery")

    assert ("all decisions about a subject", "lz_prod_dr_decisions") == (query["name"], query["database"])


def test_records_become_parquet_by_the_tables_columns(stream: Declared) -> None:
    """Under the day of delivery; what cannot be converted is put aside."""
    delivery = stream.only("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")
    s3 = delivery["extendedS3Configuration"]

    assert {"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK", "keyArn": KEY} == delivery["serverSideEncryption"]
    assert ("records/day=!{timestamp:yyyy/MM/dd}/", KEY, 64) == (s3["prefix"], s3["kmsKeyArn"], s3["bufferingSize"])
    assert s3["errorOutputPrefix"].startswith("errors/")
    assert ("lz_dev_decisions", "records") == (
        s3["dataFormatConversionConfiguration"]["schemaConfiguration"]["databaseName"],
        s3["dataFormatConversionConfiguration"]["schemaConfiguration"]["tableName"],
    )


def test_the_stream_delivers_into_its_bucket_and_does_nothing_else(stream: Declared) -> None:
    """It cannot delete, and reads no other table."""
    statements = json.loads(stream.only("aws:iam/rolePolicy:RolePolicy")["policy"])["Statement"]
    actions = {action for s in statements for action in s["Action"]}

    assert "boundary" == stream.only("aws:iam/role:Role")["permissionsBoundary"]
    assert set() == {a for a in actions if "Delete" in a or a.endswith("*")}
    assert {"arn:aws:s3:::b/*"} == {r for s in statements if s["Sid"] == "WriteFiles" for r in s["Resource"]}


def test_somebody_hears_when_the_table_is_behind(stream: Declared) -> None:
    """By the age of the oldest record that waits."""
    alarm = stream.only("aws:cloudwatch/metricAlarm:MetricAlarm")

    assert ("DeliveryToS3.DataFreshness", 900) == (alarm["metricName"], alarm["threshold"])


@pytest.fixture(scope="module")
def alarms() -> Declared:
    args = SystemAlarmsArgs(system="s", region=REGION, alarm_topic="topic")
    return synth(lambda: SystemAlarms("s", args))


def test_a_decision_without_a_record_is_heard_of(alarms: Declared) -> None:
    """Served, and neither recorded nor waiting: one is enough; no traffic is no alarm."""
    alarm = alarms.named("s-missing")
    expression = next(q["expression"] for q in alarm["metricQueries"] if "expression" in q)

    assert "FILL(served, 0) - FILL(recorded, 0) - FILL(spooled, 0) + FILL(drained, 0)" == expression
    assert (0, 1, "notBreaching") == (alarm["threshold"], alarm["datapointsToAlarm"], alarm["treatMissingData"])


def test_no_word_is_no_seal(alarms: Declared) -> None:
    """An hour without records is sealed too, so that silence can only mean that nothing was."""
    alarm = alarms.named("s-unsealed")

    assert ("breaching", "SampleCount", "Sealed") == (
        alarm["treatMissingData"],
        alarm["statistic"],
        alarm["metricName"],
    )


def test_each_hour_is_sealed_by_the_schedule_alone() -> None:
    """EventBridge of this account and this rule may call; the call comes after the hour."""
    args = SealingScheduleArgs(
        rule="lz-dev-s-hourly", system="s", account=ACCOUNT, region=REGION, function="f", function_arn="arn:f"
    )
    declared = synth(lambda: SealingSchedule("s", args))

    permission = declared.only("aws:lambda/permission:Permission")
    assert ("events.amazonaws.com", ACCOUNT) == (permission["principal"], permission["sourceAccount"])
    assert permission["sourceArn"].endswith(":rule/lz-dev-s-hourly")
    assert "cron(10 * * * ? *)" == declared.only("aws:cloudwatch/eventRule:EventRule")["scheduleExpression"]


def test_a_stop_is_not_forgotten(alarms: Declared) -> None:
    """As long as requests meet it, somebody hears of it."""
    alarm = alarms.named("s-stopped")

    assert ("Stopped", 0, "notBreaching", {"system": "s"}) == (
        alarm["metricName"],
        alarm["threshold"],
        alarm["treatMissingData"],
        alarm["dimensions"],
    )
    assert alarm["alarmDescription"].endswith("runbook: docs/runbooks/system-stopped.md")
