"""The VPC in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract
from ops.verification import vpc
from ops.verification.account import Account
from tests.ops.verification.network import CIDR
from tests.ops.verification.reading import HERE, client, differing, kept


def test_a_good_vpc_has_both_blocks_and_a_closed_default_group(network: NetworkContract, account: Account) -> None:
    """What everything else stands on."""
    assert {"blocks", "rules of the default security group"} == kept(vpc.check(network, account))


def test_a_block_that_is_missing_differs(network: NetworkContract, account: Account) -> None:
    """Pods would have no addresses."""
    other = network.model_copy(update={"pods": "100.65.0.0/16"})

    assert {"blocks": "10.16.0.0/16, 100.64.0.0/16"} == differing(vpc.check(other, account))


def test_a_default_group_that_lets_something_through_differs(network: NetworkContract, account: Account) -> None:
    """Whatever is started without a group of its own gets this one."""
    ec2 = client("ec2", HERE)
    group = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [network.vpc_id]}])["SecurityGroups"][0]
    ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"], IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp=CIDR
    )

    assert {"rules of the default security group": "1"} == differing(vpc.check(network, account))


def test_a_vpc_that_is_gone_differs(network: NetworkContract, account: Account) -> None:
    """Both promises are about nothing then."""
    gone = network.model_copy(update={"vpc_id": "vpc-00000000"})

    assert {"blocks": "nothing", "rules of the default security group": "nothing"} == differing(
        vpc.check(gone, account)
    )
