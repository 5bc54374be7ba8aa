"""What AWS holds, apart from any state: adoption after a kill, and what is left after a destroy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.standin.errors import StandinError
from engine.standin.existing import census, endpoint_of, find, unmanaged

REGIONS = ["eu-west-1", "eu-central-1"]
VPC: dict[str, Any] = {"cidrBlock": "10.0.0.0/16", "tags": {"Name": "network"}}
DEFAULTS = {"lz:environment": "dev", "lz:owner": "sre"}


def test_a_thing_with_a_physical_name_is_found_by_it(plugin: Any) -> None:
    """What a killed run created stands there under the name the program gives."""
    inputs = {"name": "/lz/dev/trail", "region": "eu-central-1"}
    type_ = "aws:cloudwatch/logGroup:LogGroup"

    before = find(type_, inputs, plugin.account, "eu-west-1", clients=plugin.clients)
    plugin.create(type_, inputs)

    assert None is before
    assert "/lz/dev/trail" == find(type_, inputs, plugin.account, "eu-west-1", clients=plugin.clients)
    assert None is find(type_, {"name": "/lz/dev/trail"}, plugin.account, "eu-west-1", clients=plugin.clients)


def test_a_thing_without_a_name_is_found_by_tags_and_inputs(plugin: Any) -> None:
    """One that fits is adopted; of two that fit neither is, because nobody can tell which."""
    described = {**VPC, "tags": {**DEFAULTS, **VPC["tags"]}}

    def found(**more: Any) -> str | None:
        return find("aws:ec2/vpc:Vpc", described, plugin.account, "eu-west-1", clients=plugin.clients, **more)

    none = found()
    first, _ = plugin.create("aws:ec2/vpc:Vpc", VPC)
    one = found()
    managed = found(managed={first})
    plugin.create("aws:ec2/vpc:Vpc", VPC, name="second")

    assert (None, first, None, None) == (none, one, managed, found())


def test_another_environment_s_thing_is_not_found(plugin: Any) -> None:
    """Tags tell whose it is."""
    plugin.create("aws:ec2/vpc:Vpc", VPC)

    other = {**VPC, "tags": {**VPC["tags"], "lz:environment": "staging"}}
    assert None is find("aws:ec2/vpc:Vpc", other, plugin.account, "eu-west-1", clients=plugin.clients)


def test_what_stays_in_the_state_is_never_found(plugin: Any) -> None:
    """There is nothing in AWS to adopt."""
    for type_ in ("aws:accessanalyzer/analyzer:Analyzer", "aws:lex/bot:Bot"):
        assert None is find(type_, {"name": "x"}, plugin.account, "eu-west-1", clients=plugin.clients)


def test_what_carries_the_environment_s_tag_is_counted(plugin: Any, configured: Callable[..., Any]) -> None:
    """By service, in every Region, of this environment alone, without what AWS made by itself."""
    key, state = plugin.create("aws:kms/key:Key", {"multiRegion": True})
    replica, replica_state = plugin.create(
        "aws:kms/replicaKey:ReplicaKey", {"primaryKeyArn": state["arn"], "region": "eu-central-1"}
    )
    vpc, _ = plugin.create("aws:ec2/vpc:Vpc", VPC)
    plugin.create("aws:s3/bucket:Bucket", {"bucket": f"lz-{plugin.account}", "region": "eu-central-1"})
    configured(plugin.account, tags='{"tags": {"lz:environment": "other"}}').create(
        "aws:iam/role:Role", {"name": "r", "assumeRolePolicy": "{}"}
    )

    counts = census(plugin.account, REGIONS, "dev", clients=plugin.clients)
    orphans = unmanaged(plugin.account, REGIONS, "dev", managed={key, replica}, clients=plugin.clients)
    plugin.delete("aws:kms/replicaKey:ReplicaKey", replica, replica_state)
    plugin.delete("aws:kms/key:Key", key, state)

    assert {"ec2": 1, "kms": 2, "s3": 1} == counts
    assert [(vpc, "network"), (f"lz-{plugin.account}",) * 2] == [(thing.id, thing.name) for thing in orphans]
    assert {"ec2": 1, "s3": 1} == census(plugin.account, REGIONS, "dev", clients=plugin.clients), (
        "a key that waits is gone"
    )


def test_without_a_sandbox_the_way_to_one_is_named() -> None:
    """The message is for the person at the terminal."""
    with pytest.raises(StandinError, match="the sandbox is not running"):
        endpoint_of({})
