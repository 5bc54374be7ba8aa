"""A name of our own for an API."""

from __future__ import annotations

import pytest

from components.entry.api import TLS
from components.entry.api_name import ApiName, ApiNameArgs
from tests.physical import REGION
from tests.synth import Declared, synth

RECORD = "aws:route53/record:Record"
ZONE = "prod.ai.example.com"


def the_name(*, proves: bool = True, alone: bool = False) -> Declared:
    args = ApiNameArgs(
        label="s",
        zone=ZONE,
        zone_id="Z0123456789",
        region=REGION,
        api_id="abc",
        stage="v1",
        proves=proves,
        alone=alone,
        tags={"lz:system": "s"},
    )
    return synth(lambda: ApiName("s-name", args))


def test_the_same_name_stands_in_either_region_under_modern_tls() -> None:
    """Whoever switches Regions changes records only."""
    declared = the_name()
    domain = declared.only("aws:apigateway/domainName:DomainName")

    assert (f"s.{ZONE}", TLS) == (domain["domainName"], domain["securityPolicy"])
    assert f"s.{ZONE}" == declared.only("aws:acm/certificate:Certificate")["domainName"]
    assert "v1" == declared.only("aws:apigateway/basePathMapping:BasePathMapping")["basePath"]


@pytest.mark.parametrize(
    ("proves", "alone", "records"),
    [
        (True, False, {f"_proof.s.{ZONE}", f"s.{REGION}.{ZONE}"}),
        (False, False, {f"s.{REGION}.{ZONE}"}),
        (True, True, {f"_proof.s.{ZONE}", f"s.{REGION}.{ZONE}", f"s.{ZONE}"}),
    ],
)
def test_each_record_has_one_owner(proves: bool, alone: bool, records: set[str]) -> None:  # noqa: FBT001  parametrized
    """The proof is one for both Regions; the callers' name is the other side's where somebody stands by."""
    found = {r["name"] for r in the_name(proves=proves, alone=alone).of_type(RECORD)}

    assert records == {f"_proof.s.{ZONE}" if name.startswith("_") else name for name in found}


def test_the_certificate_is_used_once_it_is_issued() -> None:
    """And proved before that."""
    declared = the_name()
    issued = declared.only("aws:acm/certificateValidation:CertificateValidation")

    assert declared.named("s-name-proof").urn in issued.dependencies
    domain = declared.only("aws:apigateway/domainName:DomainName")
    assert (issued.urn,) == domain.property_dependencies["regionalCertificateArn"]
