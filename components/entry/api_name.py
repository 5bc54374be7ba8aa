"""ApiName: a name of our own that leads to an API, in one Region.

Guarantees: TLS 1.2 or later under a certificate that AWS renews; the same name works in either Region, so that whoever
switches Regions changes records only, and no caller changes anything.

Two records: NAME, which callers use, and NAME with the Region in it, which always leads here. Where another
environment stands by, NAME belongs to that one, for it must work when this Region does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import acm, apigateway, route53

from components import kit
from components.entry.api import TLS

PROOF_SECONDS = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiNameArgs:
    """What a name needs to know."""

    label: str
    """What stands before the zone: the system's name."""
    zone: str
    """The domain name of the hosted zone."""
    zone_id: str
    region: str
    api_id: pulumi.Input[str]
    stage: pulumi.Input[str]
    proves: bool
    """Whether this environment holds the record that proves the name to ACM: one record for one name and account,
    whatever the Region (https://aws.amazon.com/certificate-manager/faqs/), so that one of a pair holds it."""
    alone: bool
    """Whether callers come here and nowhere else: nobody stands by, and this environment holds NAME itself."""
    tags: Mapping[str, str]


def entry_name(label: str, zone: str) -> str:
    """What callers use."""
    return f"{label}.{zone}"


def regional_name(label: str, region: str, zone: str) -> str:
    """What always leads to one Region."""
    return f"{label}.{region}.{zone}"


class ApiName(pulumi.ComponentResource):
    """A domain name of an API with its certificate and records."""

    url: pulumi.Output[str]
    """The address that callers use; waits for the record that leads here."""

    def __init__(self, name: str, args: ApiNameArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:entry:ApiName", name, None, opts)
        self._args = args
        callers = entry_name(args.label, args.zone)
        certificate = acm.Certificate(
            f"{name}-certificate",
            domain_name=callers,
            validation_method="DNS",
            tags=dict(args.tags),
            region=args.region,
            opts=kit.child(self),
        )
        proof = [self._proof(f"{name}-proof", certificate)] if args.proves else []
        issued = acm.CertificateValidation(
            f"{name}-issued",
            certificate_arn=certificate.arn,
            region=args.region,
            opts=kit.child(self, depends_on=proof),
        )
        domain = apigateway.DomainName(
            f"{name}-domain",
            domain_name=callers,
            regional_certificate_arn=issued.certificate_arn,
            endpoint_configuration=apigateway.DomainNameEndpointConfigurationArgs(types="REGIONAL"),
            security_policy=TLS,
            endpoint_access_mode="STRICT",
            tags=dict(args.tags),
            region=args.region,
            opts=kit.child(self),
        )
        mapping = apigateway.BasePathMapping(
            f"{name}-mapping",
            domain_name=domain.domain_name,
            rest_api=args.api_id,
            stage_name=args.stage,
            # The version stays in the path, as it is under AWS's own name.
            base_path=args.stage,
            region=args.region,
            opts=kit.child(self),
        )
        here = self._leads_here(f"{name}-here", regional_name(args.label, args.region, args.zone), domain, mapping)
        if args.alone:
            self._leads_here(f"{name}-entry", callers, domain, mapping)
        self.url = pulumi.Output.all(args.stage, here.name).apply(lambda known: f"https://{callers}/{known[0]}")
        self.register_outputs({"url": self.url})

    def _proof(self, name: str, certificate: acm.Certificate) -> route53.Record:
        asked = certificate.domain_validation_options.apply(lambda options: options[0])
        return route53.Record(
            name,
            zone_id=self._args.zone_id,
            name=asked.apply(lambda option: option.resource_record_name or ""),
            type=asked.apply(lambda option: option.resource_record_type or ""),
            records=[asked.apply(lambda option: option.resource_record_value or "")],
            ttl=PROOF_SECONDS,
            opts=kit.child(self),
        )

    def _leads_here(
        self, name: str, record: str, domain: apigateway.DomainName, mapping: apigateway.BasePathMapping
    ) -> route53.Record:
        return route53.Record(
            name,
            zone_id=self._args.zone_id,
            name=record,
            type="A",
            aliases=[
                route53.RecordAliasArgs(
                    name=domain.regional_domain_name,
                    zone_id=domain.regional_zone_id,
                    # An API is always answered by somebody; whether it answers well is the objectives' to say.
                    evaluate_target_health=False,
                )
            ],
            opts=kit.child(self, depends_on=[mapping]),
        )
