"""Decision records: on their way into the table, in the table, asked for, and never missing unheard.

Sources: https://docs.aws.amazon.com/firehose/latest/dev/encryption.html, .../record-format-conversion.html,
https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html,
https://docs.aws.amazon.com/athena/latest/ug/managed-results.html; noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET
from policies.classification import SYSTEM
from policies.keys import customer_key
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.data import ALARM
from policies.rules.examples.decisions import GLUE_TABLE, RECORDS, STREAM, WORKGROUP, asked, delivered, parquet
from policies.rules.examples.objectives import FUNCTION, OBJECTIVE, counted
from policies.value import Outcome, Value, at_least, is_true, non_empty, one_of, wrap
from policies.verdict import Verdict, some
from policies.view import View

LEAST_BYTES: Final = 10_000_000
"""The smallest limit that Athena takes: 10 MB. https://docs.aws.amazon.com/athena/latest/APIReference/"""
_DESTINATION: Final = "extendedS3Configuration"


def _bucket_of(location: Value) -> Value:
    """The name of the bucket in an s3:// location, at the same place."""
    if not isinstance(location.raw, str):
        return location
    name = location.raw.removeprefix("s3://").partition("/")[0]
    return wrap(location.urn, location.path, name if location.raw.startswith("s3://") else None)


def _same(one: Value, other: Value) -> Verdict:
    if one.unknown or other.unknown:
        return Verdict.UNKNOWN
    return Verdict.of(one.known and one.raw == other.raw)


def _feeds_a_table(stream: View) -> Verdict:
    """Whether a stream writes where a table of the stack lies."""
    target = stream[f"{_DESTINATION}.bucketArn"]
    named = target if target.unknown else wrap(target.urn, target.path, str(target.raw).removeprefix("arn:aws:s3:::"))
    tables = stream.stack.of_type(GLUE_TABLE)
    return some(_same(named, _bucket_of(table["storageDescriptor.location"])) for table in tables)


@resource_rule(
    id="LZ-DEC-001",
    title="A stream is encrypted with a customer key while it holds records",
    severity=Severity.HIGH,
    types=(STREAM,),
    control="LOG-08",
    why="Records wait in it for minutes, and for a day when the bucket refuses them.",
    fix="Set server_side_encryption with CUSTOMER_MANAGED_CMK and the key of the Region.",
    good=RECORDS,
    bad=changed(RECORDS, "stream", serverSideEncryption={"enabled": True, "keyType": "AWS_OWNED_CMK"}),
    offending="stream.serverSideEncryption.keyArn",
)
def stream_has_a_customer_key(stream: View) -> Iterator[Outcome]:
    key = stream["serverSideEncryption.keyArn"]
    on = stream["serverSideEncryption.enabled"].holds(is_true)
    elsewhere = ~Verdict.of(stream["kinesisSourceConfiguration"].missing)  # then the source holds what waits
    yield key.outcome(elsewhere | on & customer_key(stream, key), "has no customer key")


@resource_rule(
    id="LZ-DEC-002",
    title="A stream writes its files with a customer key",
    severity=Severity.HIGH,
    types=(STREAM,),
    control="LOG-08",
    why="The stream names the key of what it writes; the bucket's default is for those who name none.",
    fix="Set extended_s3_configuration.kms_key_arn to the key of the bucket.",
    good=RECORDS,
    bad=changed(RECORDS, "stream", extendedS3Configuration=delivered(kmsKeyArn=None)),
    offending="stream.extendedS3Configuration.kmsKeyArn",
)
def files_have_a_customer_key(stream: View) -> Iterator[Outcome]:
    key = stream[f"{_DESTINATION}.kmsKeyArn"]
    elsewhere = Verdict.of(stream[_DESTINATION].missing)
    yield key.outcome(elsewhere | customer_key(stream, key), "its files have no customer key")


@resource_rule(
    id="LZ-DEC-003",
    title="What a stream cannot convert is put aside by its error",
    severity=Severity.MEDIUM,
    types=(STREAM,),
    control="LOG-02",
    why="Without a prefix of its own a record that failed lies among the rows, and every question of the table ends.",
    fix="Set error_output_prefix with !{firehose:error-output-type}.",
    good=RECORDS,
    bad=changed(RECORDS, "stream", extendedS3Configuration=delivered(errorOutputPrefix=None)),
    offending="stream.extendedS3Configuration.errorOutputPrefix",
)
def errors_are_put_aside(stream: View) -> Iterator[Outcome]:
    prefix, elsewhere = stream[f"{_DESTINATION}.errorOutputPrefix"], Verdict.of(stream[_DESTINATION].missing)
    yield prefix.outcome(elsewhere | prefix.holds(non_empty), "mixes errors with rows")


@resource_rule(
    id="LZ-DEC-004",
    title="A stream says why it did not deliver",
    severity=Severity.MEDIUM,
    types=(STREAM,),
    control="LOG-15",
    why="A metric says that the table is behind; only the log says which permission, key or column it was.",
    fix="Set extended_s3_configuration.cloudwatch_logging_options with a log group of the program.",
    good=RECORDS,
    bad=changed(RECORDS, "stream", extendedS3Configuration=delivered(cloudwatchLoggingOptions={"enabled": False})),
    offending="stream.extendedS3Configuration.cloudwatchLoggingOptions.enabled",
)
def stream_says_why(stream: View) -> Iterator[Outcome]:
    log, elsewhere = stream[f"{_DESTINATION}.cloudwatchLoggingOptions"], Verdict.of(stream[_DESTINATION].missing)
    on = log.at("enabled").holds(is_true)
    yield log.outcome(elsewhere | on, "its errors are written nowhere")


@resource_rule(
    id="LZ-DEC-005",
    title="A stream writes into a table in the table's format",
    severity=Severity.MEDIUM,
    types=(STREAM,),
    control="LOG-02",
    why="JSON beside Parquet is no row: Athena ends the question, and says nothing of the record that is missing.",
    fix="Set data_format_conversion_configuration with parquetSerDe and the table's columns.",
    good=RECORDS,
    bad=changed(
        RECORDS, "stream", extendedS3Configuration=delivered(dataFormatConversionConfiguration=parquet(enabled=False))
    ),
    offending="stream.extendedS3Configuration.dataFormatConversionConfiguration.enabled",
    decides=("stream.extendedS3Configuration.bucketArn", "table.storageDescriptor.location"),
)
def stream_writes_columns(stream: View) -> Iterator[Outcome]:
    held = stream[f"{_DESTINATION}.dataFormatConversionConfiguration"]
    serializer = held.at("outputFormatConfiguration.serializer")
    columns = some(~Verdict.of(serializer.at(name).missing) for name in ("parquetSerDe", "orcSerDe"))
    off = held.at("enabled").holds(is_true, when_missing=True)
    done = Verdict.FAIL if held.missing else off & (Verdict.UNKNOWN if serializer.unknown else columns)
    yield held.outcome(~_feeds_a_table(stream) | done, "writes no columns into a table")


@resource_rule(
    id="LZ-DEC-006",
    title="A table lies in a bucket of the program",
    severity=Severity.HIGH,
    types=(GLUE_TABLE,),
    control="S3-01",
    why="In a bucket that no rule has looked at, the rows of decisions may be public, in clear or in another country.",
    fix="Point storage_descriptor.location at a bucket the program makes.",
    good=RECORDS,
    bad=changed(RECORDS, "table", storageDescriptor={"location": "s3://somebody-elses/records/"}),
    offending="table.storageDescriptor.location",
    decides=("table-store.bucket",),
)
def table_lies_in_our_bucket(table: View) -> Iterator[Outcome]:
    location = table["storageDescriptor.location"]
    held = some(_same(_bucket_of(location), bucket["bucket"]) for bucket in table.stack.of_type(BUCKET))
    elsewhere = Verdict.of(location.missing)  # a view has no place
    known = Verdict.UNKNOWN if location.unknown else held
    linked = location.unknown and table.comes_from("storageDescriptor", BUCKET)
    yield location.outcome(Verdict.PASS if linked else elsewhere | known, "lies in no bucket of the program")


@resource_rule(
    id="LZ-DEC-007",
    title="Who asks cannot choose other settings than the workgroup's",
    severity=Severity.HIGH,
    types=(WORKGROUP,),
    control="LOG-08",
    why="Else the caller says where answers go and under which key, and every other setting is a proposal.",
    fix="Set configuration.enforce_workgroup_configuration True.",
    good=RECORDS,
    bad=changed(RECORDS, "workgroup", configuration=asked(enforceWorkgroupConfiguration=False)),
    offending="workgroup.configuration.enforceWorkgroupConfiguration",
)
def workgroup_is_enforced(group: View) -> Iterator[Outcome]:
    yield group.must(
        "configuration.enforceWorkgroupConfiguration", is_true, "its callers choose for themselves", when_missing=True
    )


@resource_rule(
    id="LZ-DEC-008",
    title="Answers about decisions are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(WORKGROUP,),
    control="LOG-08",
    why="An answer is a copy of what it was asked about, and lies there when the question is forgotten.",
    fix="Set managed_query_results_configuration (or result_configuration) with the key of the class operations.",
    good=RECORDS,
    bad=changed(RECORDS, "workgroup", configuration=asked(managedQueryResultsConfiguration={"enabled": True})),
    offending="workgroup.configuration.managedQueryResultsConfiguration.encryptionConfiguration.kmsKey",
)
def answers_have_a_customer_key(group: View) -> Iterator[Outcome]:
    managed = group["configuration.managedQueryResultsConfiguration.encryptionConfiguration.kmsKey"]
    own = group["configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn"]
    yield managed.outcome(some(customer_key(group, key) for key in (managed, own)), "its answers have no customer key")


@resource_rule(
    id="LZ-DEC-009",
    title="A question reads no more than a limit",
    severity=Severity.MEDIUM,
    types=(WORKGROUP,),
    control="CST-04",
    why="Athena asks for money by the byte: one question without a day in it reads everything there is.",
    fix="Set configuration.bytes_scanned_cutoff_per_query.",
    good=RECORDS,
    bad=changed(RECORDS, "workgroup", configuration=asked(bytesScannedCutoffPerQuery=None)),
    offending="workgroup.configuration.bytesScannedCutoffPerQuery",
)
def questions_have_a_limit(group: View) -> Iterator[Outcome]:
    yield group.must("configuration.bytesScannedCutoffPerQuery", at_least(LEAST_BYTES), "reads as much as is asked")


def _of(alarm_or_query: Value, dimensions: Value, metric: str, system: Value) -> Verdict:
    """Whether a metric is this one, of this system."""
    return alarm_or_query.holds(one_of(metric)) & dimensions.at("system").holds(one_of(system.raw))


@resource_rule(
    id="LZ-DEC-010",
    title="Somebody hears of a decision without a record",
    severity=Severity.HIGH,
    types=(FUNCTION,),
    control="LOG-01",
    why="A record that was never written is missed by nobody until the decision is contested.",
    fix="Compose components.decision.system_alarms for the system: it sets what was served against what was recorded.",
    good=OBJECTIVE,
    bad=changed(OBJECTIVE, "missing", metricQueries=[counted("Served", "another"), counted("Recorded", "another")]),
    offending="missing.metricQueries[1].metric.dimensions.system",
    decides=("decide.tags", "missing.metricQueries[0].metric"),
)
def missing_records_are_heard_of(function: View) -> Iterator[Outcome]:
    system = function["tags"].at(SYSTEM)
    if system.missing:
        return
    compared = some(
        _of(query.at("metric.metricName"), query.at("metric.dimensions"), "Recorded", system)
        for alarm in function.stack.where("metricQueries[].metric.dimensions.system", system, ALARM)
        for query in alarm["metricQueries"].each()
    )
    known = Verdict.UNKNOWN if system.unknown else compared
    yield function.outcome(known, "no alarm compares its system's decisions with their records", "tags")


@resource_rule(
    id="LZ-DEC-011",
    title="Somebody hears of an hour that nobody sealed",
    severity=Severity.HIGH,
    types=(FUNCTION,),
    control="LOG-05",
    why="A signed list of each hour's records is what shows a removed one; a signer that stopped is silent by nature.",
    fix="Compose components.decision.system_alarms for the system; missing data must count as breaching.",
    good=OBJECTIVE,
    bad=changed(OBJECTIVE, "unsealed", treatMissingData="notBreaching"),
    offending="unsealed.treatMissingData",
    decides=("decide.tags",),
)
def unsealed_hours_are_heard_of(function: View) -> Iterator[Outcome]:
    system = function["tags"].at(SYSTEM)
    if system.missing:
        return
    watched = some(
        _of(alarm["metricName"], alarm["dimensions"], "Sealed", system)
        & alarm["treatMissingData"].holds(one_of("breaching"))
        for alarm in function.stack.where("dimensions.system", system, ALARM)
    )
    known = Verdict.UNKNOWN if system.unknown else watched
    yield function.outcome(known, "no alarm waits for the seals of its system", "tags")
