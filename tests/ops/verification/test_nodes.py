"""What nodes are made with, in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts import NetworkContract, PlatformContract
from ops.verification import nodes
from ops.verification.account import Account
from tests.ops.verification import platform
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked


@pytest.fixture
def contract(network: NetworkContract, account: Account) -> PlatformContract:
    """Nodes, a queue and a pool."""
    del account
    return PlatformContract.model_construct(
        region=HERE,
        nodes=platform.nodes(network),
        node_role="lz-test-gpu-node",
        interruption_queue=platform.queue(),
        pools=[platform.POOL],
    )


def test_good_nodes_keep_what_was_promised(contract: PlatformContract, account: Account) -> None:
    """Capacity reservations are beyond moto, and said to be."""
    lines = list(nodes.check(contract, account))

    assert {} == differing(lines)
    assert {
        "role",
        "lets in addresses",
        "lets out to the internet",
        "zone",
        "encrypted by SQS",
        "keeps (seconds)",
        "lets in",
    } == kept(lines)
    assert {"state", "for", "given to", "ends", "reserved instances"} == set(unchecked(lines))


def test_an_open_port_differs(contract: PlatformContract, account: Account) -> None:
    """Somebody let an address in by hand."""
    assert contract.nodes is not None
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    client("ec2", HERE).authorize_security_group_ingress(GroupId=contract.nodes.security_group, IpPermissions=[rule])

    assert {"lets in addresses": "10.0.0.0/8"} == differing(nodes.check(contract, account))


def test_a_way_out_for_everything_differs(contract: PlatformContract, account: Account) -> None:
    """AWS's own default, which somebody put back."""
    assert contract.nodes is not None
    rule = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    client("ec2", HERE).authorize_security_group_egress(GroupId=contract.nodes.security_group, IpPermissions=[rule])

    assert {"lets out to the internet": "-1, 443"} == differing(nodes.check(contract, account))


def test_another_role_in_the_profile_differs(contract: PlatformContract, account: Account) -> None:
    """Every node would get its rights."""
    iam = client("iam", HERE)
    platform.role("administrator")
    iam.remove_role_from_instance_profile(InstanceProfileName="lz-test-gpu-node", RoleName="lz-test-gpu-node")
    iam.add_role_to_instance_profile(InstanceProfileName="lz-test-gpu-node", RoleName="administrator")

    assert {"role": "administrator"} == differing(nodes.check(contract, account))


def test_a_queue_that_is_gone_differs(contract: PlatformContract, account: Account) -> None:
    """Karpenter would hear of no interruption."""
    sqs = client("sqs", HERE)
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=platform.QUEUE)["QueueUrl"])

    assert dict.fromkeys(("encrypted by SQS", "keeps (seconds)", "lets in"), "nothing") == differing(
        nodes.check(contract, account)
    )
