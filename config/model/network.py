"""Addresses, zones and ways out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from config.addresses import PRIVATE, SHARED
from config.section import Section
from config.vocabulary import Cidr, NatMode, Service, ZoneId, spelled

_WIDEST, _NARROWEST = 16, 20


DomainPattern = Annotated[
    str,
    Field(max_length=253),
    spelled(
        r"^([*][.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
        "is not a domain name in lower case, with or without *. before it",
        "*.partner.example.com",
    ),
]
"""A name, or every name below one."""


class NamesOut(Section):
    """What workloads may find outside."""

    domains: tuple[DomainPattern, ...] = ()
    """Names they may ask DNS for, beside AWS's own in both Regions and the environment's hosted zone. No other
    exists in the VPC."""


class Network(Section):
    """The VPC of an environment."""

    cidr: Cidr
    """The routable block, a private /16 to /20; no other environment of any Region may overlap it."""

    pods: Cidr = Field(examples=["100.66.0.0/16"])
    """The block pods are addressed from, a /16 inside 100.64.0.0/10 (RFC 6598); no other environment may overlap it."""

    zones: Annotated[tuple[ZoneId, ...], Field(min_length=2, max_length=6)]
    """Availability Zone ids of the environment's Region; adding one moves no existing subnet."""

    nat: NatMode
    """One NAT gateway a zone, or a single one."""

    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    """AWS services that workloads call, beside what a cluster brings; gateway and interface endpoints follow."""

    egress: NamesOut = NamesOut()
    """The names of the world outside; none beside AWS's, unless somebody decided so."""

    @field_validator("cidr")
    @classmethod
    def _plannable(cls, value: Cidr) -> Cidr:
        if not _WIDEST <= value.prefixlen <= _NARROWEST:
            raise ValueError(
                f"is a /{value.prefixlen}: AWS takes a VPC block of at most /16, the plan needs at least a /20; "
                "choose for example 10.32.0.0/16"
            )
        if not any(value.subnet_of(space) for space in PRIVATE):
            raise ValueError("is not private address space (RFC 1918); choose for example 10.32.0.0/16")
        return value

    @field_validator("pods")
    @classmethod
    def _shared(cls, value: Cidr) -> Cidr:
        if value.prefixlen != _WIDEST or not value.subnet_of(SHARED):
            raise ValueError(f"is not a /16 inside {SHARED} (RFC 6598); choose for example 100.66.0.0/16")
        return value

    @field_validator("zones")
    @classmethod
    def _distinct(cls, value: tuple[ZoneId, ...]) -> tuple[ZoneId, ...]:
        twice = sorted({zone for zone in value if value.count(zone) > 1})
        if twice:
            raise ValueError(f"names {', '.join(twice)} twice; name each zone once")
        return value
