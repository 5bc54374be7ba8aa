"""What an environment finds when it comes: in an account it stands already, in the sandbox somebody must make it."""

from __future__ import annotations

from config.model import LandingZone
from engine.standin.clients import Clients


def stand_up(zone: LandingZone, clients: Clients) -> str | None:
    """The hosted zone that recovery.dns names; its domain name where it was made now."""
    dns = zone.recovery.dns
    if dns is None:
        return None
    route53 = clients.client("route53", zone.region, zone.account)
    pages = route53.get_paginator("list_hosted_zones").paginate()
    if any(held["Id"].rpartition("/")[2] == dns.id for page in pages for held in page["HostedZones"]):
        return None
    # The sandbox's zones take this as their id (engine/standin/dns_corrections.py).
    route53.create_hosted_zone(Name=dns.zone, CallerReference=dns.id)
    return dns.zone
