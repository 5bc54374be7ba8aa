"""What stands in two rooms on purpose, because one does not read the other: they say the same."""

from __future__ import annotations

from components.detection import account_events
from config.load import load_all
from config.model.retention import DOCUMENTATION
from config.vocabulary import Deletion
from functions.record.identity import hour_prefix
from policies import account_events as judged
from policies.organisation import organisation


def test_every_region_of_an_environment_is_allowed_by_the_policies() -> None:
    """An environment cannot allow itself a Region that the organisation did not."""
    used = {region for zone in load_all().values() for region in zone.governance.regions}

    assert used <= set(organisation().allowed_regions)


def test_only_environments_the_policies_know_of_may_be_torn_down() -> None:
    """An environment cannot give up its own deletion protection: the policy room agrees, or the check fails."""
    torn_down = {name for name, zone in load_all().items() if zone.governance.deletion is Deletion.ALLOWED}

    assert torn_down == set(organisation().deletion_allowed)


def test_documentation_is_locked_as_long_as_the_policies_ask() -> None:
    """Ten years, whoever says so."""
    assert DOCUMENTATION.days == organisation().documentation_retention.days


def test_records_lie_where_contracts_and_dossiers_say() -> None:
    """Functions are shipped without the configuration, and make the keys themselves."""
    for system in load_all()["prod"].cards:
        assert hour_prefix(system.name, "20261126T12").startswith(system.record_prefix)


def test_the_zone_watches_the_events_that_the_policies_ask_for() -> None:
    """Line by line of the benchmark."""
    assert list(judged.EVENTS) == [event.cis for event in account_events.EVENTS]
