"""Two buckets and their replicas in a sandbox of the test's own, as the layers foundation and data make them."""

from __future__ import annotations

from typing import Any

from engine.replication import Side
from engine.standin.clients import Clients
from ops.recovery.pair import Pair, Store

ACCOUNT = "111111111111"
HERE, THERE = "eu-west-1", "eu-central-1"


def _store(name: str) -> Store:
    here, there = (Side(f"lz-test-{name}-{ACCOUNT}-{region}", region) for region in (HERE, THERE))
    return Store(name, here, there)


DECISIONS, ARCHIVE = _store("decisions"), _store("security-logs")
PAIR = Pair(
    environment="test",
    account=ACCOUNT,
    primary=HERE,
    recovery=THERE,
    decisions=DECISIONS,
    archive=ARCHIVE,
    stores=(DECISIONS, ARCHIVE),
    systems=("support-assistant", "fraud-scoring"),
    tables=("lz-test-systems",),
)


def s3(clients: Clients, side: Side) -> Any:
    """A client of the Region a bucket stands in."""
    return clients.client("s3", side.region, ACCOUNT)


def build(clients: Clients) -> None:
    """The buckets with locks, keys and rules."""
    for store in PAIR.stores:
        for side in (store.here, store.there):
            client = s3(clients, side)
            client.create_bucket(
                Bucket=side.bucket,
                CreateBucketConfiguration={"LocationConstraint": side.region},
                ObjectLockEnabledForBucket=True,
            )
            retention = {"Mode": "GOVERNANCE", "Days": 365}
            client.put_object_lock_configuration(
                Bucket=side.bucket,
                ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}},
            )
            default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": f"arn:aws:kms:{side.region}:{ACCOUNT}:key/own"}
            client.put_bucket_encryption(
                Bucket=side.bucket,
                ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
            )
        replicate(clients, store)


def replicate(clients: Clients, store: Store, prefix: str = "") -> None:
    """A rule from a bucket to its replica."""
    rule = {
        "ID": "to-recovery",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": prefix},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {
            "Bucket": f"arn:aws:s3:::{store.there.bucket}",
            "EncryptionConfiguration": {"ReplicaKmsKeyID": f"arn:aws:kms:{THERE}:{ACCOUNT}:key/own"},
        },
    }
    s3(clients, store.here).put_bucket_replication(
        Bucket=store.here.bucket,
        ReplicationConfiguration={"Role": f"arn:aws:iam::{ACCOUNT}:role/replication", "Rules": [rule]},
    )
