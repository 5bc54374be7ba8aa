"""An experiment that can be begun by anybody must be one that ends by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components import kit
from components.recovery.isolation import DURATION, Isolation, IsolationArgs, experiment_policy
from graph.model import UNKNOWN
from tests.components.recovery.pair import ACCOUNT, ALARM, AWAY, BOUNDARY, HOME, ROLE, TOPIC, actions, grants
from tests.synth import Declared, synth

TEMPLATE = "aws:fis/experimentTemplate:ExperimentTemplate"
ARGS = IsolationArgs(
    environment="prod-dr",
    family="prod",
    account=ACCOUNT,
    region=AWAY,
    other_region=HOME,
    boundary=BOUNDARY,
    topic_arn=TOPIC,
    archive=f"lz-prod-logs-{ACCOUNT}-{AWAY}",
)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: Isolation("isolation", ARGS), unknown=unknown)


def _parameters(action: dict[str, Any]) -> dict[str, str]:
    return {p["key"]: p["value"] for p in action["parameters"]}


def test_the_way_to_the_other_region_is_cut_and_replication_paused() -> None:
    """Traffic, objects and items: what would hide that something still needs the other side."""
    found = {action["actionId"]: _parameters(action) for action in declare().only(TEMPLATE)["actions"]}

    assert {
        "aws:network:route-table-disrupt-cross-region-connectivity": {"duration": DURATION, "region": HOME},
        "aws:s3:bucket-pause-replication": {"duration": DURATION, "region": HOME},
        "aws:dynamodb:global-table-pause-replication": {"duration": DURATION},
    } == found


def test_only_what_carries_the_tag_is_touched() -> None:
    """No target is named by its type alone."""
    template = declare().only(TEMPLATE)
    tags = {target["name"]: target["resourceTags"] for target in template["targets"]}

    assert {
        "Subnets": [{"key": "DisruptSubnet", "value": "Allowed"}],
        "Buckets": [{"key": "DisruptS3", "value": "Allowed"}],
        "Tables": [{"key": "DisruptDynamoDb", "value": "Allowed"}],
    } == tags
    assert {target["name"] for target in template["targets"]} == {a["target"]["value"] for a in template["actions"]}


@pytest.mark.parametrize("unknown", [False, True])
def test_an_alarm_ends_it(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Whoever began it may be asleep."""
    declared = declare(unknown=unknown)
    (stop,) = declared.only(TEMPLATE)["stopConditions"]

    assert "aws:cloudwatch:alarm" == stop["source"]
    assert declared.only(ALARM).urn in declared.only(TEMPLATE).property_dependencies["stopConditions"]
    assert [TOPIC] == declared.only(ALARM)["alarmActions"]


def test_no_traffic_does_not_end_it() -> None:
    """A side that stands by has no errors and no calls."""
    assert "notBreaching" == declare().only(ALARM)["treatMissingData"]


def test_what_it_did_is_in_the_archive() -> None:
    """Evidence of a drill that nobody can edit."""
    log = declare().only(TEMPLATE)["logConfiguration"]

    assert ARGS.archive == log["s3Configuration"]["bucketName"]
    assert "prefix" not in log["s3Configuration"], "deliveries are admitted below AWSLogs/ACCOUNT only"


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("ec2:CreateRoute", f"arn:aws:ec2:{AWAY}:{ACCOUNT}:route-table/rtb-1"),
        ("ec2:DeleteRouteTable", f"arn:aws:ec2:{AWAY}:{ACCOUNT}:route-table/rtb-1"),
        ("ec2:ModifyManagedPrefixList", f"arn:aws:ec2:{AWAY}:{ACCOUNT}:prefix-list/pl-1"),
    ],
)
def test_routes_of_ours_are_not_changed(action: str, resource: str) -> None:
    """FIS makes tables of its own and gives the old ones back; only its own may be changed and deleted."""
    found = grants(experiment_policy(ARGS), action, resource)

    assert [{"StringEquals": {"aws:ResourceTag/managedByFIS": "true"}}] == [s["Condition"] for s in found]


def test_replication_is_paused_and_never_rewritten() -> None:
    """The right to put a configuration holds for a request to pause only, and only towards the other Region."""
    policy, bucket = experiment_policy(ARGS), f"arn:aws:s3:::lz-prod-decisions-{ACCOUNT}-{AWAY}"
    (put,) = grants(policy, "s3:PutReplicationConfiguration", bucket)
    (pause,) = grants(policy, "s3:PauseReplication", bucket)

    assert {"Bool": {"s3:isReplicationPauseRequest": "true"}} == put["Condition"]
    assert {"StringEquals": {"s3:DestinationRegion": HOME}} == pause["Condition"]
    assert [] == grants(policy, "s3:PauseReplication", f"arn:aws:s3:::lz-dev-decisions-{ACCOUNT}-{AWAY}")


def test_nothing_is_read_and_nothing_of_ours_deleted() -> None:
    """An experiment sees no data."""
    found = actions(experiment_policy(ARGS))

    assert [] == sorted(a for a in found if a.startswith(("s3:GetObject", "dynamodb:GetItem", "dynamodb:DeleteTable")))
    assert [] == sorted(a for a in found if "*" in a)


def test_the_role_is_for_fis_of_this_account_under_the_boundary() -> None:
    """A confused deputy of another account is refused."""
    role = declare().only(ROLE)
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]

    assert ({"Service": "fis.amazonaws.com"}, BOUNDARY) == (trust["Principal"], role["permissionsBoundary"])
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]


def test_aws_spells_the_tags() -> None:
    """The scenario of the console finds the same things."""
    assert ("DisruptSubnet", "DisruptS3", "DisruptDynamoDb") == (
        kit.DISRUPT_SUBNET[0],
        kit.DISRUPT_BUCKET[0],
        kit.DISRUPT_TABLE[0],
    )


def test_the_output_is_the_template() -> None:
    """A runbook begins it by its id."""
    assert {"template": UNKNOWN} == declare(unknown=True).outputs_of("lz:recovery:Isolation")
