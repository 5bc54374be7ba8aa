"""Values that are right alone and wrong together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from config.errors import ConfigurationError, Problem
from config.load import load, resolve
from config.model.retention import FLOORS
from config.vocabulary import DataClass
from tests.config.estate import GONE, Project


def _problems(project: Project, name: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        load(name, project.root)
    return caught.value.problems


def _only(project: Project, name: str) -> Problem:
    (problem,) = _problems(project, name)
    return problem


def test_a_block_of_another_environment_names_it_and_proposes_a_free_one(project: Project) -> None:
    """The other file and key, and a block that nobody has."""
    project.say("one", "network.cidr", "10.24.0.0/16")

    problem = _only(project, "one")

    assert ("config/environments/one.yaml", "network.cidr", "'10.24.0.0/16'") == (
        problem.file,
        problem.key,
        problem.value,
    )
    assert "is also the block of two (config/environments/two.yaml, network.cidr)" == problem.reason
    assert "choose a free block, for example 10.25.0.0/16" == problem.fix


def test_a_proposed_block_is_accepted(project: Project) -> None:
    """What the message proposes, the loader takes: in a pair, in sequence, until everybody has a block."""
    project.say("one", "network.cidr", "10.24.0.0/16")
    proposed = _only(project, "one").fix.rpartition(" ")[2]

    project.say("one", "network.cidr", proposed)

    assert proposed == str(load("one", project.root).network.cidr)


def test_blocks_of_different_sizes_overlap_too(project: Project) -> None:
    """A /20 inside another environment's /16, and in another Region."""
    project.say("two-dr", "network.cidr", "10.16.48.0/20")

    problem = _only(project, "two-dr")

    assert "overlaps 10.16.0.0/16, the block of one (config/environments/one.yaml, network.cidr)" == problem.reason
    assert "choose a free block, for example 10.17.0.0/20" == problem.fix


def test_pod_blocks_may_not_overlap_either(project: Project) -> None:
    """Pods of two environments must be told apart in logs and across a peering."""
    project.say("one", "network.pods", "100.65.0.0/16")

    problem = _only(project, "one")

    assert ("network.pods", "choose a free block, for example 100.67.0.0/16") == (problem.key, problem.fix)


def test_an_inherited_block_overlaps_and_says_where_to_write_another(project: Project) -> None:
    """A recovery side that forgets its own block has the primary's."""
    project.say("two-dr", "network.cidr", GONE)

    problem = _only(project, "two-dr")

    assert "config/environments/two.yaml" == problem.file
    assert "say network.cidr in config/environments/two-dr.yaml: choose a free block, for example 10.25.0.0/16" == (
        problem.fix
    )


def test_a_full_space_says_that_nothing_is_free(project: Project) -> None:
    """No invented block where there is none."""
    project.say("one", "network.cidr", "192.168.0.0/16")
    project.say("two", "network.cidr", "192.168.0.0/16")

    assert "choose another space: no /16 of 192.168.0.0/16 is free" == _only(project, "one").fix


@pytest.mark.parametrize(
    ("text", "reason"), [("a: [", "is not YAML"), ("a: 1", "is missing, and no file extends this one")]
)
def test_a_neighbour_that_cannot_be_read_is_not_taken_for_free_space(project: Project, text: str, reason: str) -> None:
    """What could not be compared is not a pass."""
    project.write("three", text)

    problem = _only(project, "one")

    assert "config/environments/three.yaml" == problem.file
    assert reason in problem.reason


def test_a_neighbours_wrong_block_is_told_but_not_its_other_errors(project: Project) -> None:
    """Only what keeps this environment from being compared stops it."""
    project.say("two", "budget.monthly", "free")
    assert load("one", project.root)

    project.say("two", "network.cidr", "10.24.0.1/16")

    assert {("config/environments/two.yaml", "network.cidr")} == {(p.file, p.key) for p in _problems(project, "one")}


@pytest.mark.parametrize("data_class", list(DataClass))
def test_retention_below_the_floor_of_its_class_names_the_source(project: Project, data_class: DataClass) -> None:
    """Each class, one day below; the floor itself is accepted."""
    floor = FLOORS[data_class]
    key = f"retention.{data_class}.days"
    project.say("one", key, floor.days - 1)

    problem = _only(project, "one")

    assert (key, str(floor.days - 1), f"{floor.days} or more") == (problem.key, problem.value, problem.fix)
    assert f"below {floor.days}, the floor of class '{data_class}' ({floor.source})" == problem.reason
    project.say("one", key, floor.days)
    assert floor.days == load("one", project.root).retention.of(data_class).days


def test_a_recovery_region_that_is_the_primary_one_is_refused(project: Project) -> None:
    """A replica beside its original is lost with it."""
    project.say("one", "recovery.region", "eu-west-1")

    problem = _only(project, "one")

    assert ("recovery.region", "is the primary Region") == (problem.key, problem.reason)
    assert "another Region of governance.regions: eu-central-1" == problem.fix


@pytest.mark.parametrize(
    ("key", "value"),
    [("recovery.region", "us-east-1"), ("governance.regions", ["eu-west-1"])],
    ids=["leaves", "shrinks"],
)
def test_a_recovery_region_outside_the_allowed_ones_is_refused(project: Project, key: str, value: Any) -> None:
    """Whether the Region left the list or the list left the Region."""
    project.say("one", key, value)

    assert ["recovery.region"] == [p.key for p in _problems(project, "one")]


def test_the_primary_region_must_be_allowed(project: Project) -> None:
    """And zones follow the Region."""
    project.say("one", "region", "eu-west-2")

    found = {p.key: p.reason for p in _problems(project, "one")}

    assert "is not in governance.regions (config/environments/base.yaml, governance.regions)" == found["region"]
    assert "is not a zone of eu-west-2, whose zone ids begin with euw2-" == found["network.zones[0]"]


def test_one_wrong_value_does_not_hide_another(project: Project) -> None:
    """The block is compared although a zone, the budget and the lock's mode are wrong."""
    project.say("one", "network", {"cidr": "10.24.0.0/16", "pods": "100.64.0.0/16", "zones": ["x", "euw2-az1"]})
    project.say("one", "budget.monthly", 1)
    project.say("one", "retention.lock.mode", "HARD")

    keys = {p.key for p in _problems(project, "one")}

    assert {"network.cidr", "network.zones[0]", "network.zones[1]", "budget.monthly", "retention.lock.mode"} == keys


def test_a_confirmation_in_the_future_is_none(project: Project) -> None:
    """COMPLIANCE cannot be undone: somebody must have said yes already."""
    project.say("one", "retention.lock", {"mode": "COMPLIANCE", "confirmed": date(2026, 6, 2)})

    with pytest.raises(ConfigurationError, match="lies in the future: today is 2026-06-01"):
        resolve("one", project.root, today=date(2026, 6, 1))

    assert resolve("one", project.root, today=date(2026, 6, 2)).zone.retention.lock.confirmed


@pytest.mark.parametrize(
    ("name", "key", "value", "reason"),
    [
        ("one", "recovers", "two", "is said, but the role is primary"),
        ("two-dr", "recovers", GONE, "is missing: the role is recovery"),
        ("two-dr", "recovers", "three", "is not an environment"),
        ("two-dr", "recovers", "two-dr", "is itself in the role recovery"),
        ("two-dr", "account", "333333333333", "differs from 222222222222, the account of both"),
    ],
)
def test_a_pair_of_environments_must_agree(project: Project, name: str, key: str, value: Any, reason: str) -> None:
    """A recovery side stands where its primary's replicas are, in the primary's account."""
    project.say(name, key, value)

    problem = _only(project, name)

    assert key == problem.key
    assert reason in problem.reason


def test_a_recovery_side_stands_in_its_primarys_recovery_region(project: Project) -> None:
    """And recovers the Region its primary stands in; the message names the primary's key."""
    project.say("two-dr", "recovers", "one")
    project.say("two-dr", "account", "111111111111")
    project.say("base", "governance.regions", ["eu-west-1", "eu-central-1", "eu-north-1"])
    project.say("one", "recovery.region", "eu-north-1")

    problem = _only(project, "two-dr")

    assert "region" == problem.key
    assert "differs from eu-north-1, where the replicas are (config/environments/one.yaml, recovery.region)" == (
        problem.reason
    )
