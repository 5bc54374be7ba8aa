"""Which of an account's services a stack answers for, and where they stand."""

from __future__ import annotations

from policies.organisation import Service, organisation
from policies.verdict import Verdict
from policies.view import View


def held(service: Service) -> Verdict:
    """Whether the organisation's security account runs the service, so that the stack must not."""
    return Verdict.of(service in organisation().held_services)


def same_region(one: View, other: View) -> Verdict:
    """Whether two resources stand in one Region; without providers there is one Region only."""
    here = one.region
    known = None if here.missing else here.raw
    return Verdict.UNKNOWN if here.unknown else other.region.holds(lambda raw: raw == known, when_missing=None)
