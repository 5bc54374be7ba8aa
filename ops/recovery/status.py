"""How a pair of environments stands now: what is promised, what keeps it, and what the account says. It only reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from config.contracts import DataContract, FoundationContract, LayerContract, PlatformContract, RecoveryContract
from config.contracts.foundation import KeyContract
from config.contracts.recovery import SwitchContract
from config.contracts.stores import StoreContract
from config.mechanisms import PARTS, MechanismName
from config.model import LandingZone
from config.vocabulary import DataClass, Layer, format_duration
from ops.recovery.filing import PREFIX
from ops.verification.account import Account, Once, UnreadableError
from ops.verification.buckets import covers_all
from ops.verification.outcome import Line

Contracts = Mapping[Layer, LayerContract]

BEAT_WITHIN = timedelta(minutes=5)
"""The oldest the newest beat may be: the three minutes of the alarm, and two until CloudWatch shows a datapoint."""

COPY_WITHIN = timedelta(days=2)
"""The oldest the newest copy of a backup may be: one a day, seven hours to start and end, and a copy without a promised
time (config/mechanisms.py)."""

NO_ALARM = "the sandbox evaluates no alarm"
NO_BEAT = "the sandbox runs no schedule"
NO_BACKUP = "the sandbox runs no backup"
NO_SWITCH = "the sandbox has no ARC Region switch"


@dataclass(frozen=True, slots=True)
class Kept:
    """A line, and the promise it is about."""

    subject: str
    """A data class, or answers, Region, drill."""
    part: str
    mechanism: str
    rpo: str
    """Empty where nothing is promised."""
    rto: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked about what."""

    zone: LandingZone
    contracts: Contracts
    standby: Contracts
    """What the environment that stands by publishes; empty where it is not up."""
    account: Account
    simulated: bool
    """Whether the account is the sandbox's, where nothing happens by itself."""
    now: datetime

    def alone(self, reason: str, read: Callable[[], object]) -> Callable[[], object]:
        """A reading of what happens by itself: in the sandbox the reason why that is not known."""

        def refuse() -> object:
            raise UnreadableError(reason)

        return refuse if self.simulated else read


def status(asked: Asked) -> Iterator[Kept]:
    """A line for each thing that keeps a promise, by data class, then what stands by, the beats and the last drill."""
    zone = asked.zone
    for part in PARTS:
        if part.data_class is None:
            continue
        promise = zone.recovery.objectives[part.data_class] if part.promised else None
        rpo, rto = (format_duration(promise.rpo), format_duration(promise.rto)) if promise else ("", "")
        for line in _carried(part.data_class, part.mechanism, asked):
            yield Kept(str(part.data_class), part.name, str(part.mechanism), rpo, rto, line)
    serving = zone.recovery.serving
    answers = format_duration(serving.rto) if serving else ""
    for line in _standing(asked):
        yield Kept("answers", "standby", f"environment {zone.standby}", "", answers, line)
    standing = asked.standby.get(Layer.RECOVERY)
    if isinstance(standing, RecoveryContract) and standing.switch is not None:
        for line in _switch(standing.switch, standing.region, asked):
            yield Kept("Region", "switch", f"plan {standing.switch.plan}", "", answers, line)
    for line in _beats(asked):
        yield Kept("Region", "heartbeat", "schedule and alarm", "", "", line)
    foundation = asked.contracts.get(Layer.FOUNDATION)
    if isinstance(foundation, FoundationContract) and foundation.archive.replica is not None:
        yield Kept("drill", "report", "lz dr drill", "", "", _drilled(foundation.archive, asked))


def _carried(data_class: DataClass, mechanism: MechanismName, asked: Asked) -> Iterator[Line]:
    foundation, data = asked.contracts.get(Layer.FOUNDATION), asked.contracts.get(Layer.DATA)
    platform = asked.contracts.get(Layer.PLATFORM)
    if mechanism is MechanismName.S3_RTC:
        stores = [*(data.stores if isinstance(data, DataContract) else ())]
        stores += [foundation.archive] if isinstance(foundation, FoundationContract) else []
        for store in stores:
            if store.data_class is data_class:
                yield from _store(store, asked)
    elif mechanism is MechanismName.KMS_MULTI_REGION and isinstance(foundation, FoundationContract):
        if data_class in foundation.keys:
            yield from _key(foundation.keys[data_class], asked)
    elif mechanism is MechanismName.DYNAMODB_MREC and isinstance(data, DataContract):
        for table in data.tables:
            found = asked.account.client("dynamodb", table.region)
            yield asked.account.thing("table", table.name).holds(
                f"replica in {table.replica_region}",
                "ACTIVE",
                lambda dynamodb=found, table=table: next(
                    (
                        replica.get("ReplicaStatus")
                        for replica in dynamodb.describe_table(TableName=table.name)["Table"].get("Replicas", ())
                        if replica["RegionName"] == table.replica_region
                    ),
                    None,
                ),
                field="dynamodb.DescribeTable.Replicas",
            )
    elif mechanism is MechanismName.ECR_REPLICATION and isinstance(platform, PlatformContract):
        yield from _images(platform, asked)
    elif mechanism is MechanismName.BACKUP_COPY and isinstance(data, DataContract):
        yield from _copies(data, asked)


def _store(store: StoreContract, asked: Asked) -> Iterator[Line]:
    replica, account = store.replica, asked.account
    thing = account.thing("bucket", store.bucket)
    if replica is None:
        yield thing.holds("has a replica", True, lambda: False)
        return
    s3 = account.client("s3", store.region)
    rule = Once(
        lambda: next(
            (
                one
                for one in s3.get_bucket_replication(Bucket=store.bucket)["ReplicationConfiguration"]["Rules"]
                if one["Destination"]["Bucket"] == replica.arn and covers_all(one)
            ),
            {},
        )
    )
    yield thing.holds(f"replicates to {replica.bucket}", "Enabled", lambda: rule().get("Status"))

    def late() -> object:
        dimensions = {"SourceBucket": store.bucket, "DestinationBucket": replica.bucket, "RuleId": rule().get("ID", "")}
        alarms = account.client("cloudwatch", replica.region).describe_alarms_for_metric(
            Namespace="AWS/S3",
            MetricName="ReplicationLatency",
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
        )["MetricAlarms"]
        return alarms[0]["StateValue"] if alarms else None

    promise = f"alarm: more than {replica.minutes} minutes behind"
    yield thing.holds(promise, "not in ALARM", asked.alone(NO_ALARM, late), judge=_quiet)


def _quiet(found: object, _: object) -> bool:
    return found != "ALARM"


def _key(key: KeyContract, asked: Asked) -> Iterator[Line]:
    if key.replica is None:
        return
    kms = asked.account.client("kms", key.replica.region)
    arn = key.replica.arn
    yield asked.account.thing("key", key.alias).holds(
        f"replica in {key.replica.region}", "Enabled", lambda: kms.describe_key(KeyId=arn)["KeyMetadata"]["KeyState"]
    )


def _images(platform: PlatformContract, asked: Asked) -> Iterator[Line]:
    ecr = asked.account.client("ecr", platform.region)
    registry = Once(ecr.describe_registry)
    for away in sorted({one.replica_region for one in platform.repositories if one.replica_region}):
        yield asked.account.thing("registry", platform.region).holds(
            f"replicates to {away}",
            True,
            lambda away=away: any(
                destination["region"] == away
                for rule in registry().get("replicationConfiguration", {}).get("rules", ())
                for destination in rule["destinations"]
            ),
        )


def _copies(data: DataContract, asked: Asked) -> Iterator[Line]:
    region = data.vault.copy_region
    if region is None:
        return
    backup = asked.account.client("backup", region)

    def newest() -> object:
        pages = backup.get_paginator("list_recovery_points_by_backup_vault").paginate(BackupVaultName=data.vault.name)
        made = [point["CreationDate"] for page in pages for point in page["RecoveryPoints"]]
        return asked.now - max(made) if made else None

    yield asked.account.thing("vault", f"{data.vault.name} in {region}").holds(
        "age of the newest copy", f"at most {COPY_WITHIN}", asked.alone(NO_BACKUP, newest), judge=_within(COPY_WITHIN)
    )


def _within(limit: timedelta) -> Callable[[timedelta, object], bool]:
    return lambda age, _: age <= limit


def _standing(asked: Asked) -> Iterator[Line]:
    if asked.zone.standby is None:
        return
    for layer in asked.contracts:
        yield asked.account.thing("environment", asked.zone.standby).holds(
            f"layer {layer} is up", True, lambda layer=layer: layer in asked.standby
        )


def _switch(switch: SwitchContract, region: str, asked: Asked) -> Iterator[Line]:
    """Asked where the environment stands by: whether the plan would work, and where it has led callers."""
    arc = asked.account.client("arc-region-switch", region)
    thing = asked.account.thing("switch", f"{switch.plan} in {region}")

    def evaluation() -> object:
        return arc.get_plan_evaluation_status(planArn=switch.plan_id).get("evaluationState")

    def serving() -> object:
        checks = arc.list_route53_health_checks_in_region(arn=switch.plan_id)["healthChecks"]
        return ", ".join(sorted({check["region"] for check in checks if check.get("status") == "healthy"})) or None

    yield thing.holds("would work", "passed", asked.alone(NO_SWITCH, evaluation))
    yield thing.holds("leads callers to", asked.zone.region, asked.alone(NO_SWITCH, serving))


def _beats(asked: Asked) -> Iterator[Line]:
    environment, region = asked.zone.environment, asked.zone.recovery.region
    watch = asked.account.client("cloudwatch", region)
    name, alarm = f"lz-{environment}-heartbeat", f"lz-{environment}-region-lost"

    def age() -> object:
        points = watch.get_metric_statistics(
            Namespace="AWS/Events",
            MetricName="MatchedEvents",
            Dimensions=[{"Name": "EventBusName", "Value": name}, {"Name": "RuleName", "Value": name}],
            StartTime=asked.now - timedelta(hours=3),
            EndTime=asked.now,
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        heard = [point["Timestamp"] for point in points if point["Sum"] > 0]
        return asked.now - max(heard) if heard else None

    def state() -> object:
        found = watch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return found[0]["StateValue"] if found else None

    thing = asked.account.thing("heartbeat", f"{name} in {region}")
    yield thing.holds(
        "age of the newest beat", f"at most {BEAT_WITHIN}", asked.alone(NO_BEAT, age), judge=_within(BEAT_WITHIN)
    )
    yield thing.holds(f"alarm {alarm}", "not in ALARM", asked.alone(NO_ALARM, state), judge=_quiet)


def _drilled(archive: StoreContract, asked: Asked) -> Line:
    """Read from the replica: the Region of the archive may be the one that is lost."""
    replica = archive.replica
    bucket, region = (archive.bucket, archive.region) if replica is None else (replica.bucket, replica.region)
    s3 = asked.account.client("s3", region)

    def last() -> object:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{PREFIX}{asked.zone.environment}/")
        keys = [one["Key"] for page in pages for one in page.get("Contents", ()) if one["Key"].endswith(".json")]
        if not keys:
            return None
        drill: dict[str, Any] = json.loads(s3.get_object(Bucket=bucket, Key=max(keys))["Body"].read())
        return f"{drill['verdict']}, {drill['began']}"

    return asked.account.thing("drill", f"of {asked.zone.environment}").holds(
        "last one passed", "passed", last, judge=lambda found, _: str(found).startswith("passed")
    )


def ask(
    zone: LandingZone, contracts: Contracts, standby: Contracts, account: Account, *, simulated: bool
) -> tuple[Kept, ...]:
    """Everything that can be said now."""
    asked = Asked(
        zone=zone,
        contracts=contracts,
        standby=standby,
        account=account,
        simulated=simulated,
        now=datetime.now(UTC),
    )
    return tuple(status(asked))
