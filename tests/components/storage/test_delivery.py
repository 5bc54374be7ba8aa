"""What AWS services need in order to deliver, on the bucket's side."""

from __future__ import annotations

from components import kit
from components.storage import delivery
from tests.components.storage.sites import ACCOUNT, AWAY, FAMILY, HOME, by_sid

ARN = "arn:aws:s3:::archive"
TRAIL = delivery.trail_arn(FAMILY, ACCOUNT, HOME)


def test_only_this_trail_writes_and_only_below_the_account() -> None:
    """Another account's trail could name our bucket; the source ARN tells it from ours."""
    found = by_sid(kit.policy_document(*delivery.trail_to_bucket(ARN, ACCOUNT, TRAIL)))

    assert [f"{ARN}/AWSLogs/{ACCOUNT}/*"] == found["TrailWrites"]["Resource"]
    for statement in found.values():
        assert TRAIL == statement["Condition"]["StringEquals"]["aws:SourceArn"]
        assert ACCOUNT == statement["Condition"]["StringEquals"]["aws:SourceAccount"]


def test_flow_logs_and_query_logs_come_from_this_account_and_region() -> None:
    """Both are delivered by one service, for one Region's bucket."""
    found = by_sid(kit.policy_document(*delivery.logs_to_bucket(ARN, ACCOUNT, AWAY)))

    assert {"LogDeliveryReadsAcl", "LogDeliveryWrites"} == found.keys()
    for statement in found.values():
        assert {"Service": "delivery.logs.amazonaws.com"} == statement["Principal"]
        assert ACCOUNT == statement["Condition"]["StringEquals"]["aws:SourceAccount"]
        assert {"aws:SourceArn": f"arn:aws:logs:{AWAY}:{ACCOUNT}:*"} == statement["Condition"]["ArnLike"]


def test_config_delivers_below_its_own_prefix_for_this_account() -> None:
    """It first looks whether the bucket is there and whose it is."""
    found = by_sid(kit.policy_document(*delivery.configuration_to_bucket(ARN, ACCOUNT)))

    assert [ARN] == found["ConfigurationReadsBucket"]["Resource"]
    assert [f"{ARN}/AWSLogs/{ACCOUNT}/Config/*"] == found["ConfigurationWrites"]["Resource"]
    for statement in found.values():
        assert {"Service": "config.amazonaws.com"} == statement["Principal"]
        assert ACCOUNT == statement["Condition"]["StringEquals"]["aws:SourceAccount"]


def test_what_is_written_belongs_to_the_bucket_owner() -> None:
    """Delivery fails unless the policy asks for the ACL that the services send."""
    trail = by_sid(kit.policy_document(*delivery.trail_to_bucket(ARN, ACCOUNT, TRAIL)))["TrailWrites"]
    logs = by_sid(kit.policy_document(*delivery.logs_to_bucket(ARN, ACCOUNT, HOME)))["LogDeliveryWrites"]

    recorded = by_sid(kit.policy_document(*delivery.configuration_to_bucket(ARN, ACCOUNT)))["ConfigurationWrites"]

    for statement in (trail, logs, recorded):
        assert "bucket-owner-full-control" == statement["Condition"]["StringEquals"]["s3:x-amz-acl"]
