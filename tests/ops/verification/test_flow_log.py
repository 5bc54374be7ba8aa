"""The flow log in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract
from ops.verification import flow_log
from ops.verification.account import Account
from tests.ops.verification.network import ARCHIVE
from tests.ops.verification.reading import HERE, client, differing, kept


def test_a_good_flow_log_records_all_traffic_of_the_vpc(network: NetworkContract, account: Account) -> None:
    """And is active."""
    assert {"status", "traffic", "records"} == kept(flow_log.check(network, account))


def test_a_flow_log_of_something_else_differs(network: NetworkContract, account: Account) -> None:
    """Only refused traffic, of another VPC."""
    ec2 = client("ec2", HERE)
    other = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_flow_logs(
        ResourceIds=[other], ResourceType="VPC", TrafficType="REJECT", LogDestinationType="s3", LogDestination=ARCHIVE
    )
    wrong = network.model_copy(update={"flow_log": made["FlowLogIds"][0]})

    assert {"traffic": "REJECT", "records": other} == differing(flow_log.check(wrong, account))


def test_a_deleted_flow_log_differs(network: NetworkContract, account: Account) -> None:
    """Nobody would know who talked to whom."""
    client("ec2", HERE).delete_flow_logs(FlowLogIds=[network.flow_log])

    assert {"status": "nothing", "traffic": "nothing", "records": "nothing"} == differing(
        flow_log.check(network, account)
    )
