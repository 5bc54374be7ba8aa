"""The list of Regions, held against botocore's own data."""

from __future__ import annotations

import re

import boto3
import pytest
from moto import mock_aws

from config.regions import REGIONS, zone_prefix


def test_the_regions_are_those_of_botocore() -> None:
    """A Region AWS opens appears with the next botocore; this test then asks for it."""
    assert set(boto3.Session().get_available_regions("ec2")) == set(REGIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_a_prefix_of_its_own(region: str) -> None:
    """In the form of a zone id."""
    assert re.fullmatch(r"[a-z]{2,4}\d", zone_prefix(region))
    assert 1 == [zone_prefix(other) for other in REGIONS].count(zone_prefix(region))


@mock_aws
@pytest.mark.parametrize("region", ["eu-west-1", "eu-central-1", "ap-southeast-2", "us-east-1"])
def test_zone_ids_begin_with_the_prefix(region: str) -> None:
    """As the EC2 API tells them."""
    zones = boto3.client("ec2", region_name=region).describe_availability_zones()["AvailabilityZones"]

    assert zones
    assert all(zone["ZoneId"].startswith(f"{zone_prefix(region)}-az") for zone in zones)
