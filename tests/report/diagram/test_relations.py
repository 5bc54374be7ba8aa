"""What flows from box to box, by the program's edges or by the ARNs in a property."""

from __future__ import annotations

from graph.model import UNKNOWN
from report.diagram.membership import membership
from report.diagram.model import Style
from report.diagram.relations import Flow, flows
from report.diagram.table import ALARM, BUCKET, KEY, REPLICA_KEY, TOPIC, VAULT
from tests.report.diagram.graphs import AWAY, HOME, component, graph, resource

PLAN = "aws:backup/plan:Plan"
TRAIL = "aws:cloudtrail/trail:Trail"


def told(*found: Flow) -> list[tuple[str, str, Style, str]]:
    return [(f"{f.start.token} {f.start.region}", f"{f.end.token} {f.end.region}", f.style, f.label) for f in found]


def test_an_edge_leads_to_the_box_of_whatever_it_leads_to() -> None:
    """A program waits for the policy of a bucket; the reader of a picture wants the bucket."""
    store = component("lz:storage:LogArchive", "archive")
    bucket = resource(BUCKET, "archive", store, region=HOME)
    policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", store, region=HOME)
    trail = resource(TRAIL, "trail", edges={"s3BucketName": (policy,)}, s3BucketName=UNKNOWN)

    found = flows(membership(graph(store, bucket, policy, trail)))

    assert [(f"{TRAIL} {HOME}", f"{BUCKET} {HOME}", Style.EVIDENCE, "")] == told(*found)


def test_an_arn_leads_to_the_thing_of_that_name_in_that_region() -> None:
    """Where a value is known before the deploy no edge says where it leads."""
    arn = f"arn:aws:backup:{AWAY}:111122223333:backup-vault:kept"
    plan = component("lz:storage:BackupVault", "vault")
    here = resource(VAULT, "here", plan, name="kept", region=HOME)
    there = resource(VAULT, "there", plan, name="kept", region=AWAY)
    rules = [{"ruleName": "daily", "copyActions": [{"destinationVaultArn": arn}]}]
    copies = resource(PLAN, "plan", plan, region=HOME, rules=rules)

    found = flows(membership(graph(plan, here, there, copies)))

    assert [(f"{VAULT} {HOME}", f"{VAULT} {AWAY}", Style.REPLICATION, "daily")] == told(*found)


def test_a_replica_that_names_its_original_is_the_end_and_not_the_start() -> None:
    """Data flows from the key to its replica, whichever of them says so; and several such are one arrow."""
    keys = [resource(KEY, f"key-{n}", region=HOME) for n in range(2)]
    replicas = [
        resource(REPLICA_KEY, f"replica-{n}", region=AWAY, edges={"primaryKeyArn": (key,)})
        for n, key in enumerate(keys)
    ]

    found = flows(membership(graph(*keys, *replicas)))

    assert [(f"{KEY} {HOME}", f"{REPLICA_KEY} {AWAY}", Style.REPLICATION, "")] == told(*found)


def test_an_edge_to_another_kind_of_thing_is_no_arrow() -> None:
    """The alarm's actions are its arrow; that it waits for a bucket's metric is not."""
    bucket = resource(BUCKET, "records", region=HOME)
    topic = resource(TOPIC, "topic", region=HOME)
    alarm = resource(ALARM, "late", region=HOME, edges={"alarmActions": (topic, bucket), "dimensions": (bucket,)})

    found = flows(membership(graph(bucket, topic, alarm)))

    assert [(f"{ALARM} {HOME}", f"{TOPIC} {HOME}", Style.ALARM, "")] == told(*found)
