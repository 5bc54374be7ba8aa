from __future__ import annotations

import pytest

from components.network.flow_logs import FlowLogs, FlowLogsArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ARCHIVE = "arn:aws:s3:::lz-prod-archive-111122223333-eu-west-1"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"


def flow_logs(*, unknown: bool = False) -> Declared:
    args = FlowLogsArgs(vpc_id="vpc-1", archive_bucket_arn=ARCHIVE)
    return synth(lambda: FlowLogs("flows", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_all_traffic_is_recorded_by_the_minute_in_the_archive(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Accepted and refused connections, where nobody can delete them."""
    log = flow_logs(unknown=unknown).only(FLOW_LOG)

    assert "ALL" == log["trafficType"]
    assert 60 == log["maxAggregationInterval"]
    assert ("s3", ARCHIVE) == (log["logDestinationType"], log["logDestination"])
    assert "vpc-1" == log["vpcId"]


def test_a_record_tells_which_pod_spoke_and_by_which_way() -> None:
    """Behind a NAT gateway the plain source address is the gateway's."""
    fields = flow_logs().only(FLOW_LOG)["logFormat"].split()

    assert {"${pkt-srcaddr}", "${pkt-dstaddr}", "${flow-direction}", "${traffic-path}"} <= set(fields)
    assert len(fields) == len(set(fields))


def test_records_are_kept_where_delivery_may_write() -> None:
    """A Hive layout would change AWSLogs/ACCOUNT/ to AWSLogs/aws-account-id=ACCOUNT/, which the archive refuses."""
    options = flow_logs().only(FLOW_LOG)["destinationOptions"]

    assert {"fileFormat": "parquet", "hiveCompatiblePartitions": False, "perHourPartition": True} == options


def test_the_output_is_the_flow_logs_id() -> None:
    """The contract carries it, and a first preview does not know it."""
    assert flow_logs().outputs_of("lz:network:FlowLogs")["flow_log_id"].startswith("fl-")
    assert {"flow_log_id": UNKNOWN} == flow_logs(unknown=True).outputs_of("lz:network:FlowLogs")
