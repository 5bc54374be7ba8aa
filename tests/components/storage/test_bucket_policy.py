"""What a bucket refuses, whatever IAM says elsewhere."""

from __future__ import annotations

from components import kit
from components.storage import bucket_policy
from tests.components.storage.sites import ACCOUNT, BREAK_GLASS, by_sid, statements

ARN = "arn:aws:s3:::evidence"
GUARDED = kit.policy_document(*bucket_policy.guarded(ARN, ACCOUNT, BREAK_GLASS))


def test_the_guards_only_refuse() -> None:
    """A guard that allowed something would open the bucket."""
    assert {"Deny"} == {s["Effect"] for s in statements(GUARDED)}


def test_plain_http_and_old_tls_are_refused_for_the_bucket_and_its_objects() -> None:
    """Nothing travels in the clear."""
    found = by_sid(GUARDED)

    assert {"Bool": {"aws:SecureTransport": "false"}} == found["TlsOnly"]["Condition"]
    assert {"NumericLessThan": {"s3:TlsVersion": "1.2"}} == found["RecentTlsOnly"]["Condition"]
    for sid in ("TlsOnly", "RecentTlsOnly"):
        assert [ARN, f"{ARN}/*"] == found[sid]["Resource"]
        assert ["s3:*"] == found[sid]["Action"]


def test_other_accounts_are_refused_and_aws_services_are_not() -> None:
    """A later statement that lets a stranger in stays without effect; the trail still writes."""
    condition = by_sid(GUARDED)["OwnAccountOnly"]["Condition"]

    assert {"aws:PrincipalAccount": ACCOUNT} == condition["StringNotEqualsIfExists"], "a stranger may have none"
    assert {"aws:PrincipalIsAWSService": "false"} == condition["BoolIfExists"]


def test_only_break_glass_lifts_a_governance_lock_or_deletes_a_version() -> None:
    """An administrator's policy is not enough."""
    statement = by_sid(GUARDED)["NobodyLiftsLocks"]

    assert {"s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"} == set(statement["Action"])
    assert "*" == statement["Principal"]
    assert {"ArnNotEquals": {"aws:PrincipalArn": BREAK_GLASS}} == statement["Condition"]


def test_another_encryption_is_refused_and_none_takes_the_default() -> None:
    """The condition holds only where the header is present and says something else."""
    condition = bucket_policy.kms_only(ARN)["Condition"]

    assert {"s3:x-amz-server-side-encryption": "false"} == condition["Null"]
    assert {"s3:x-amz-server-side-encryption": "aws:kms"} == condition["StringNotEquals"]


def test_an_upload_that_would_overwrite_is_refused_and_the_parts_of_a_large_one_are_not() -> None:
    """Only the request that makes the object must say If-None-Match."""
    statement = bucket_policy.create_only(ARN)

    assert ["s3:PutObject"] == statement["Action"], "replication is s3:ReplicateObject and must go on"
    assert {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}} == statement[
        "Condition"
    ]
