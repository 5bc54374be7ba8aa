"""The query log in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract
from ops.verification import query_log
from ops.verification.account import Account
from tests.ops.verification.reading import differing, kept


def test_a_good_query_log_records_the_vpc(network: NetworkContract, account: Account) -> None:
    """Configured, and associated."""
    assert {"status", f"records {network.vpc_id}"} == kept(query_log.check(network, account))


def test_a_query_log_without_the_vpc_differs(network: NetworkContract, account: Account) -> None:
    """Associated with another VPC, it records nothing of ours."""
    other = network.model_copy(update={"vpc_id": "vpc-00000000"})

    assert {"records vpc-00000000": "nothing"} == differing(query_log.check(other, account))


def test_a_query_log_that_is_gone_differs(network: NetworkContract, account: Account) -> None:
    """Data that leaves by DNS would pass unseen."""
    gone = network.model_copy(update={"query_log": "rqlc-0123456789abcdef0"})

    assert {"status": "nothing", f"records {network.vpc_id}": "nothing"} == differing(query_log.check(gone, account))
