"""The door: the project's own environments, and how long it takes."""

from __future__ import annotations

import pytest

from config.errors import ConfigurationError
from config.load import environments, load, load_all
from config.vocabulary import Deletion, NatMode, Role
from tests.config.estate import Project


def test_the_projects_environments_are_right() -> None:
    """Every file that is shipped loads."""
    assert ["dev", "prod", "prod-dr", "staging"] == environments() == list(load_all())


def test_the_recovery_side_of_prod_is_prods_twin() -> None:
    """What prod promises is inherited; only the place differs."""
    prod, recovery = load("prod"), load("prod-dr")

    assert (Role.RECOVERY, "prod", prod.recovery.region, prod.region) == (
        recovery.role,
        recovery.family,
        recovery.region,
        recovery.recovery.region,
    )
    assert (prod.retention, prod.governance, prod.account) == (
        recovery.retention,
        recovery.governance,
        recovery.account,
    )


def test_only_dev_may_be_torn_down_and_production_has_a_gateway_a_zone() -> None:
    """The values that tell the environments apart."""
    zones = load_all()

    assert {"dev"} == {name for name, zone in zones.items() if zone.governance.deletion is Deletion.ALLOWED}
    assert {"prod", "prod-dr"} == {name for name, zone in zones.items() if zone.network.nat is NatMode.PER_ZONE}


def test_a_configuration_cannot_be_changed_once_read() -> None:
    """What was judged is what is deployed."""
    zone = load("dev")

    with pytest.raises(ValueError, match="frozen"):
        zone.network.nat = NatMode.PER_ZONE  # pyright: ignore[reportAttributeAccessIssue]  the guarantee under test


def test_load_all_tells_the_problems_of_every_environment(project: Project) -> None:
    """Each problem once, although every environment meets a broken neighbour."""
    project.say("one", "budget.monthly", "free")
    project.say("two", "account", 2)
    project.write("three", "a: [")

    with pytest.raises(ConfigurationError) as caught:
        load_all(project.root)

    found = [(p.file.rpartition("/")[2], p.key) for p in caught.value.problems]
    assert {("one.yaml", "budget.monthly"), ("two.yaml", "account"), ("three.yaml", "")} == set(found)
    assert len(set(found)) == len(found), "two-dr inherits two's problem, which is told once"
