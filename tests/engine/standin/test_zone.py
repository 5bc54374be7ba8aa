"""What the zone itself declares, as the provider's Check sees it in a first preview."""

from __future__ import annotations

from typing import Any

import pytest

from engine.standin.catalogue import ROWS
from tests.previews import previewed


@pytest.mark.parametrize("environment", ["dev", "prod", "prod-dr"])
def test_the_stand_in_takes_what_the_zone_declares(plugin: Any, environment: str) -> None:
    """A row that asks for what no program gives stops every preview in the sandbox, and no account's."""
    refused = {
        f"{one.type} {one.name}: {failure}"
        for one in previewed(environment)
        if one.custom and not one.external and one.type in ROWS
        for failure in plugin.failures(one.type, dict(one.properties))
    }

    assert set() == refused
