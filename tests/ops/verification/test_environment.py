"""All promises of an environment at once."""

from __future__ import annotations

import pytest

from config.contracts import NetworkContract
from config.vocabulary import Layer
from ops.exits import UsageError
from ops.verification.account import Account
from ops.verification.environment import parse, verify_contracts
from ops.verification.outcome import Verdict
from tests.ops.verification.reading import ACCOUNT, differing


def test_the_network_of_a_good_account_keeps_every_promise(network: NetworkContract, account: Account) -> None:
    """Read back from the JSON that a stack publishes."""
    contracts = parse({"network": network.model_dump(mode="json"), "other": 1})

    lines = list(verify_contracts(contracts, account))

    assert [Layer.NETWORK] == list(contracts)
    assert {} == differing(lines)
    assert {Verdict.OK} == {line.verdict for line in lines}
    kinds = {line.thing.partition(" ")[0] for line in lines}
    assert {"account", "VPC", "subnet", "NAT", "endpoint", "flow", "query"} == kinds


def test_another_account_is_the_only_line(network: NetworkContract, account: Account) -> None:
    """What a stranger's account holds is no answer to our promises."""
    other = network.model_copy(update={"account": "999999999999"})

    lines = list(verify_contracts({Layer.NETWORK: other}, account))

    assert {"is": ACCOUNT} == differing(lines)
    assert 1 == len(lines)


def test_a_contract_from_a_newer_producer_is_read(network: NetworkContract) -> None:
    """Fields we do not know are left alone."""
    contracts = parse({"network": {**network.model_dump(mode="json"), "novelty": True}})

    assert network == contracts[Layer.NETWORK]


def test_an_output_that_is_no_contract_says_where(network: NetworkContract) -> None:
    """The layer, the field, and the way out."""
    data = network.model_dump(mode="json")
    data["subnets"][1]["tier"] = "basement"

    with pytest.raises(UsageError, match=r"network\.subnets\[1\]\.tier is no part of a contract"):
        parse({"network": data})
