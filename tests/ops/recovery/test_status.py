"""What keeps the promises of a pair, read from an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from moto import mock_aws

from components import kit
from components.recovery.heartbeat import HEARTBEAT, alarm_name
from config.contracts import DataContract, RecoveryContract
from config.contracts.data import TableContract, VaultContract
from config.contracts.recovery import SwitchContract
from config.contracts.stores import StoreContract, StoreReplica
from config.load import load
from config.vocabulary import DataClass, Layer, LockMode
from ops.recovery import status
from ops.recovery.status import Contracts, Kept, ask
from ops.verification.account import Account
from ops.verification.gaps import MOTO
from ops.verification.outcome import Verdict
from tests.ops.verification.reading import ACCOUNT, HERE, THERE, client

SOURCE, REPLICA = "lz-prod-decisions-here", "lz-prod-decisions-there"


@pytest.fixture
def account() -> Iterator[Account]:
    """A bucket that replicates, in moto."""
    with mock_aws():
        for bucket, region in ((SOURCE, HERE), (REPLICA, THERE)):
            s3 = client("s3", region)
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        _replicate("Enabled")
        yield Account(client, MOTO)


def _replicate(state: str) -> None:
    rule = {
        "ID": "to-recovery",
        "Status": state,
        "Priority": 1,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{REPLICA}"},
    }
    client("s3", HERE).put_bucket_replication(
        Bucket=SOURCE,
        ReplicationConfiguration={"Role": f"arn:aws:iam::{ACCOUNT}:role/r", "Rules": [rule]},
    )


def _contracts() -> Contracts:
    replica = StoreReplica(bucket=REPLICA, arn=f"arn:aws:s3:::{REPLICA}", region=THERE, key_alias="alias/a", minutes=15)
    store = StoreContract(
        data_class=DataClass.DECISIONS,
        bucket=SOURCE,
        arn=f"arn:aws:s3:::{SOURCE}",
        region=HERE,
        key_alias="alias/a",
        lock_mode=LockMode.GOVERNANCE,
        lock_days=400,
        replica=replica,
    )
    table = TableContract(
        name="lz-prod-systems", region=HERE, key_arn="arn", replica_region=THERE, expires=None, deletion_protected=True
    )
    vault = VaultContract(name="lz-prod-vault", region=HERE, min_retention_days=35, copy_region=THERE)
    data = DataContract(environment="prod", account=ACCOUNT, region=HERE, stores=[store], tables=[table], vault=vault)
    recovery = RecoveryContract(environment="prod", account=ACCOUNT, region=HERE, recovery_region=THERE)
    return {Layer.DATA: data, Layer.RECOVERY: recovery}


def _said(kept: tuple[Kept, ...], promise: str) -> Kept:
    return next(one for one in kept if promise in one.line.promise)


def test_a_store_says_its_promise_its_mechanism_and_its_rule(account: Account) -> None:
    """What the environment promises stands beside what the account says, and a disabled rule differs."""
    promise = f"replicates to {REPLICA}"

    found = _said(ask(load("prod"), _contracts(), {}, account, simulated=True), promise)
    assert ("decisions", "decision store", "15m", Verdict.OK) == (
        found.subject,
        found.part,
        found.rpo,
        found.line.verdict,
    )

    _replicate("Disabled")
    found = _said(ask(load("prod"), _contracts(), {}, account, simulated=True), promise)
    assert (Verdict.DIFFERS, "Disabled") == (found.line.verdict, found.line.found)


def test_what_the_sandbox_does_not_do_is_not_known(account: Account) -> None:
    """An alarm that nobody evaluates is never called quiet."""
    kept = ask(load("prod"), _contracts(), {}, account, simulated=True)

    reasons = {one.line.reason for one in kept if one.line.verdict is Verdict.UNCHECKED}
    assert {status.NO_ALARM, status.NO_BEAT, status.NO_BACKUP, MOTO["dynamodb.DescribeTable.Replicas"]} <= reasons


def test_a_standby_is_held_to_every_layer_of_its_primary(account: Account) -> None:
    """A layer that is not up there differs."""
    contracts = _contracts()
    kept = ask(load("prod"), contracts, {Layer.DATA: contracts[Layer.DATA]}, account, simulated=True)

    assert Verdict.OK is _said(kept, "layer data is up").line.verdict
    assert Verdict.DIFFERS is _said(kept, "layer recovery is up").line.verdict


def _standby(*, planned: bool = True) -> Contracts:
    switch = SwitchContract(
        plan="lz-prod",
        plan_id=f"arn:aws:arc-region-switch::{ACCOUNT}:plan/lz-prod:abc123",
        alarm="arn",
        operator="arn",
        execution="arn",
        boundary="arn",
        rule="lz-prod-dr-region-switch",
        topic="arn",
        reports="s3://lz-prod-logs/region-switch/",
    )
    held = RecoveryContract(
        environment="prod-dr",
        account=ACCOUNT,
        region=THERE,
        recovery_region=HERE,
        switch=switch if planned else None,
    )
    return {Layer.RECOVERY: held}


def test_the_plan_of_the_standby_is_named(account: Account) -> None:
    """With whether AWS finds that it would work, and where it has led callers; in the sandbox that is not known."""
    kept = ask(load("prod"), _contracts(), _standby(), account, simulated=True)

    found = _said(kept, "would work")
    assert ("plan lz-prod", "2h", status.NO_SWITCH) == (found.mechanism, found.rto, found.line.reason)
    without = ask(load("prod"), _contracts(), _standby(planned=False), account, simulated=True)
    assert not [one for one in without if one.part == "switch"]


@pytest.mark.parametrize(
    ("healthy", "verdict"), [(HERE, Verdict.OK), (THERE, Verdict.DIFFERS)], ids=["at home", "moved"]
)
def test_in_an_account_the_plan_says_where_callers_go(healthy: str, verdict: Verdict, account: Account) -> None:
    """By the health checks that it holds."""

    class Arc:
        def get_plan_evaluation_status(self, planArn: str) -> dict[str, str]:  # noqa: N803  the API's name
            return {"planArn": planArn, "evaluationState": "passed"}

        def list_route53_health_checks_in_region(self, arn: str) -> dict[str, list[dict[str, str]]]:
            del arn
            states = {region: "healthy" if region == healthy else "unhealthy" for region in (HERE, THERE)}
            return {"healthChecks": [{"region": region, "status": state} for region, state in states.items()]}

    def asked(service: str, region: str) -> object:
        return Arc() if service == "arc-region-switch" else account.client(service, region)

    kept = ask(load("prod"), _contracts(), _standby(), Account(asked, MOTO), simulated=False)

    assert Verdict.OK is _said(kept, "would work").line.verdict
    assert (verdict, healthy) == (
        _said(kept, "leads callers to").line.verdict,
        _said(kept, "leads callers to").line.found,
    )


@pytest.mark.parametrize(("state", "verdict"), [("OK", Verdict.OK), ("ALARM", Verdict.DIFFERS)])
def test_in_an_account_alarms_and_beats_are_read(state: str, verdict: Verdict, account: Account) -> None:
    """By the names that the components give them; an alarm and a silence differ."""
    watch, zone = client("cloudwatch", THERE), load("prod")
    watch.put_metric_alarm(
        AlarmName=alarm_name("prod"),
        ComparisonOperator="LessThanThreshold",
        EvaluationPeriods=3,
        Namespace="AWS/Events",
        MetricName="MatchedEvents",
        Period=60,
        Threshold=1,
        Statistic="Sum",
    )
    watch.set_alarm_state(AlarmName=alarm_name("prod"), StateValue=state, StateReason="test")
    if state == "OK":
        beat = kit.resource_name("prod", HEARTBEAT)
        watch.put_metric_data(
            Namespace="AWS/Events",
            MetricData=[
                {
                    "MetricName": "MatchedEvents",
                    "Dimensions": [{"Name": "EventBusName", "Value": beat}, {"Name": "RuleName", "Value": beat}],
                    "Timestamp": datetime.now(UTC) - timedelta(minutes=1),
                    "Value": 1,
                }
            ],
        )

    kept = ask(zone, _contracts(), {}, account, simulated=False)

    assert verdict is _said(kept, alarm_name("prod")).line.verdict
    assert verdict is _said(kept, "age of the newest beat").line.verdict
