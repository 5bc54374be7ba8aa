"""Addresses, zones and ways out."""

from __future__ import annotations

from enum import StrEnum, unique
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field, field_validator

from config.model.section import Section
from config.vocabulary import Cidr, NatMode, ZoneId

_WIDEST, _NARROWEST = 16, 20
_SHARED_SPACE = "100.64.0.0/10"


@unique
class Service(StrEnum):
    """An AWS service that workloads of the environment call; its VPC endpoints are derived from it."""

    S3 = "s3"
    DYNAMODB = "dynamodb"
    KMS = "kms"
    LOGS = "logs"
    MONITORING = "monitoring"
    STS = "sts"
    ECR = "ecr"
    SNS = "sns"
    SQS = "sqs"
    SECRETS_MANAGER = "secretsmanager"
    SSM = "ssm"
    BEDROCK_RUNTIME = "bedrock-runtime"
    SAGEMAKER_RUNTIME = "sagemaker.runtime"


class Network(Section):
    """The VPC of an environment."""

    cidr: Cidr
    """The routable block, a /16 to a /20; no other environment of any Region may overlap it."""

    pods: Cidr
    """The block pods are addressed from, a /16 inside 100.64.0.0/10 (RFC 6598); no other environment may overlap it."""

    zones: Annotated[tuple[ZoneId, ...], Field(min_length=2, max_length=6)]
    """Availability Zone ids of the environment's Region; adding one moves no existing subnet."""

    nat: NatMode
    """One NAT gateway a zone, or a single one."""

    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    """AWS services that workloads call; gateway and interface endpoints follow."""

    @field_validator("cidr")
    @classmethod
    def _plannable(cls, value: Cidr) -> Cidr:
        if not _WIDEST <= value.prefixlen <= _NARROWEST:
            raise ValueError(
                f"is a /{value.prefixlen}; AWS takes a VPC block of at most /16, and the address plan needs at least /20"
            )
        return value

    @field_validator("pods")
    @classmethod
    def _shared(cls, value: Cidr) -> Cidr:
        if value.prefixlen != _WIDEST or not value.subnet_of(IPv4Network(_SHARED_SPACE)):
            raise ValueError(f"is not a /16 inside {_SHARED_SPACE} (RFC 6598); choose for example 100.66.0.0/16")
        return value

    @field_validator("zones")
    @classmethod
    def _distinct(cls, value: tuple[ZoneId, ...]) -> tuple[ZoneId, ...]:
        twice = sorted({zone for zone in value if value.count(zone) > 1})
        if twice:
            raise ValueError(f"names {', '.join(twice)} twice; name each zone once")
        return value
