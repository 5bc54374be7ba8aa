"""How a layer learns what came before it."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts import CONTRACTS, NetworkContract
from config.errors import ConfigurationError
from config.vocabulary import Layer
from stacks.references import Upstream, parse_stack
from tests.previews import previewed
from tests.synth import synth

NETWORK: dict[str, Any] = {
    "environment": "dev",
    "account": "111122223333",
    "region": "eu-west-1",
    "vpc_id": "vpc-1",
    "cidr": "10.0.0.0/16",
    "pods": "100.64.0.0/16",
    "subnets": [
        {"id": "subnet-1", "cidr": "10.0.0.0/20", "zone": "euw1-az1", "zone_name": "eu-west-1c", "tier": "private"}
    ],
    "nat_gateways": [],
    "endpoints": {},
    "prefix_lists": {},
    "flow_log": "fl-1",
    "query_log": "rqlc-1",
    "dns_firewall": {"rule_group": "rslvr-frg-1", "domains": ["*.amazonaws.com"]},
}


def test_a_stack_is_an_environment_with_every_layer() -> None:
    """`pulumi up -s prod` deploys the whole environment, in the order the layers need each other."""
    assert ("prod", tuple(Layer)) == parse_stack("prod")


def test_a_stack_may_be_one_layer() -> None:
    """A large organisation deploys prod.network by itself."""
    assert ("prod", (Layer.NETWORK,)) == parse_stack("prod.network")


def test_an_unknown_layer_is_refused_with_those_that_exist() -> None:
    """A typo in a stack name ends with words, before anything is declared."""
    with pytest.raises(ConfigurationError, match="not a layer") as refused:
        parse_stack("prod.netwrok")

    assert "prod.network" in refused.value.problems[0].fix


def test_a_contract_is_exported_under_its_layers_name() -> None:
    """Tools find the contract of a layer in the stack's outputs."""
    declared = synth(lambda: Upstream("dev", tuple(Layer)).publish(Layer.NETWORK, NETWORK))

    assert NetworkContract.model_validate(NETWORK) == NetworkContract.model_validate(declared.exports["network"])


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({**NETWORK, "vpc": "vpc-1"}, "vpc"),
        ({key: value for key, value in NETWORK.items() if key != "flow_log"}, "flow_log"),
        ({**NETWORK, "subnets": [{"id": "subnet-1"}]}, "zone"),
    ],
)
def test_a_contract_of_another_shape_stops_the_program(wrong: dict[str, Any], named: str) -> None:
    """A producer cannot forget a field that readers need, at any depth."""
    with pytest.raises(TypeError, match=named):
        synth(lambda: Upstream("dev", tuple(Layer)).publish(Layer.NETWORK, wrong))


def test_a_value_of_this_run_stays_what_it_is() -> None:
    """What is known at preview is not lifted into an Output, so that it stays known."""
    seen = list[Any]()

    def program() -> None:
        upstream = Upstream("dev", tuple(Layer))
        upstream.publish(Layer.NETWORK, NETWORK)
        seen.append(upstream.value(Layer.NETWORK, "vpc_id"))

    synth(program)

    assert ["vpc-1"] == seen


def test_a_value_of_another_stack_comes_by_reference() -> None:
    """dev.data reads the foundation's contract from the foundation's stack, and from no other."""
    read = [resource.name for resource in previewed("dev.data") if resource.external]

    assert [str(Layer.FOUNDATION)] == read


def test_every_layer_has_a_contract() -> None:
    """A layer that publishes nothing cannot be verified."""
    assert set(Layer) == set(CONTRACTS)
