"""Tables that stand in two rooms on purpose, because policies do not read configuration: they say the same."""

from __future__ import annotations

from config.load import load_all
from config.vocabulary import Deletion
from policies.organisation import organisation


def test_every_region_of_an_environment_is_allowed_by_the_policies() -> None:
    """An environment cannot allow itself a Region that the organisation did not."""
    used = {region for zone in load_all().values() for region in zone.governance.regions}

    assert used <= set(organisation().allowed_regions)


def test_only_environments_the_policies_know_of_may_be_torn_down() -> None:
    """An environment cannot give up its own deletion protection: the policy room agrees, or the check fails."""
    torn_down = {name for name, zone in load_all().items() if zone.governance.deletion is Deletion.ALLOWED}

    assert torn_down == set(organisation().deletion_allowed)
