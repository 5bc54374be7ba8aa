"""Route 53 as far as moto 5.2.5 differs from AWS in what no call from outside can change."""

from __future__ import annotations

import re
from typing import Any

from moto.route53.models import FakeZone, Route53Backend

_ID = re.compile(r"^Z[A-Z0-9]{6,31}$")


def apply() -> None:
    """Correct moto in this process."""
    _a_zone_has_the_id_that_is_known_of_it()


def _a_zone_has_the_id_that_is_known_of_it() -> None:
    """Moto makes an id of its own; the zones an environment names stood before it, and their ids are known.

    Whoever stands one up for the sandbox says its id as the caller's reference.
    """
    create = Route53Backend.create_hosted_zone

    def created(self: Route53Backend, *args: Any, **kwargs: Any) -> FakeZone:
        zone = create(self, *args, **kwargs)
        known = str(kwargs.get("caller_reference") or "")
        if _ID.match(known) and known not in self.zones:
            self.zones[known] = self.zones.pop(zone.resource_id)
            zone.resource_id = known
        return zone

    Route53Backend.create_hosted_zone = created
