"""What the organisation has decided for every environment: facts that rules compare resources with."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field

from policies.document import Document, read

FILE: Final = Path(__file__).with_name("organisation.yaml")

_FIXES = {
    "accounts": "list AWS account ids of twelve digits, in quotes",
    "allowed-built-ins": "list signatures such as AMAZON.UserInput, or write []",
    "allowed-geographies": "list at least one geography of Bedrock's inference profiles, for example eu",
    "allowed-regions": "list at least one Region, for example eu-west-1",
    "audit-roles": "list names of roles such as lz-*-audit, or write []",
    "cluster-operators": "give the sections namespaces and roles, each a list of names, or {}",
    "namespaces": "list names of namespaces such as kube-system, or write []",
    "roles": "list names of roles such as eks:*, or write []",
    "chart-repositories": "list URLs such as https://aws.github.io/eks-charts or oci://public.ecr.aws/karpenter",
    "allowed-registries": "list AWS account ids of twelve digits, in quotes",
    "change-controlled": "list the names of environments, or write []",
    "deletion-allowed": "list the names of environments, or write []",
    "held-services": "name config, guardduty, inspector or macie, each with owner and reason",
    "owner": "give the e-mail address of the team that runs the service",
    "reason": "say where the service is run, and why not here",
    "emergency-roles": "list names of roles such as *-break-glass, or write []",
    "erasure-limits": "write category: {days, source}, for example conversations: {days: 400, source: house rule}",
    "days": "give a whole number of days of at least 1",
    "source": "name the law, standard or decision behind the number",
    "tool-servers": "list hosts such as mcp.example.com, or write []",
    "upstream-registries": "list hosts of registries such as public.ecr.aws, or write []",
    "stateful-types": "list Pulumi type tokens such as aws:s3/bucket:Bucket",
}


Key = TypeVar("Key")
Fact = TypeVar("Fact")


def _frozen(facts: Mapping[Key, Fact]) -> Mapping[Key, Fact]:
    return MappingProxyType(dict(facts))


@unique
class Service(StrEnum):
    """A service that an organisation may run for all its accounts, from its security account."""

    CONFIG = "config"
    GUARDDUTY = "guardduty"
    INSPECTOR = "inspector"
    MACIE = "macie"


class Holder(Document):
    """Who runs a service for the account, so that the account's own stack must not."""

    owner: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    """Whom to ask."""
    reason: Annotated[str, Field(min_length=10)]
    """Where it is run, and why not here."""


class Floor(Document):
    """A number of days that data is kept at least, or at most."""

    days: Annotated[int, Field(ge=1, strict=True)]
    source: Annotated[str, Field(min_length=3)]
    """Who says so."""


class Ceiling(Document):
    """The most days data may be kept."""

    days: Annotated[int, Field(ge=1, strict=True)]
    source: Annotated[str, Field(min_length=3)]
    """Who says so."""


class Operators(Document):
    """What runs a cluster itself, and comes from AWS or from charts: the admission policies leave it alone."""

    namespaces: tuple[str, ...] = ()
    """Names of namespaces."""
    roles: tuple[str, ...] = ()
    """Names of Kubernetes roles and cluster roles, with * at the end for any characters."""


class Organisation(Document):
    """The facts of organisation.yaml."""

    accounts: frozenset[Annotated[str, Field(pattern=r"^\d{12}$")]] = frozenset()
    """Accounts of the organisation that data may be shared with, beside the one that owns it."""

    allowed_built_ins: Annotated[frozenset[str], Field(alias="allowed-built-ins")] = frozenset()
    """Signatures of the tools of Bedrock's own that agents may have."""

    allowed_geographies: Annotated[tuple[str, ...], Field(min_length=1, alias="allowed-geographies")]
    """Geographies of Bedrock that models may be computed in."""

    allowed_regions: Annotated[tuple[str, ...], Field(min_length=1, alias="allowed-regions")]
    """AWS Regions anything may stand in."""

    retention_floors: Annotated[
        Mapping[str, Floor], AfterValidator(_frozen), Field(min_length=1, alias="retention-floors")
    ]
    """Data class (the value of the tag lz:data-class) to its floor."""

    documentation_retention: Annotated[Floor, Field(alias="documentation-retention")]
    """How long technical documentation of AI systems is kept."""

    scope_retention: Annotated[Mapping[str, Floor], AfterValidator(_frozen), Field(alias="scope-retention")] = (
        MappingProxyType({})
    )
    """Audit (a word of the tag lz:scope) to how long its logs are kept."""

    memory_retention: Annotated[Ceiling, Field(alias="memory-retention")]
    """How long an agent may remember what it was told."""

    tool_servers: Annotated[tuple[str, ...], Field(alias="tool-servers")] = ()
    """Hosts, with * for any characters, of servers whose tools agents may call."""

    erasure_limits: Annotated[Mapping[str, Floor], AfterValidator(_frozen), Field(alias="erasure-limits")] = (
        MappingProxyType({})
    )
    """Category of personal data (the value of the tag lz:personal-data) to the days after which it is erased."""

    held_services: Annotated[Mapping[Service, Holder], AfterValidator(_frozen), Field(alias="held-services")] = (
        MappingProxyType({})
    )
    """Services that the organisation's security account runs for every account."""

    allowed_registries: Annotated[frozenset[str], Field(alias="allowed-registries")] = frozenset()
    """Accounts of the ECR registries that images of models may come from."""

    change_controlled: Annotated[frozenset[str], Field(alias="change-controlled")] = frozenset()
    """Environments whose every change names a ticket and who approved it."""

    deletion_allowed: Annotated[frozenset[str], Field(alias="deletion-allowed")] = frozenset()
    """Environments whose data may be torn down: their stateful resources need no deletion protection."""

    chart_repositories: Annotated[tuple[str, ...], Field(alias="chart-repositories")] = ()
    """Where Helm charts may come from: URLs of repositories, and beginnings of OCI references."""

    cluster_operators: Annotated[Operators, Field(alias="cluster-operators")] = Operators()
    """What no admission policy is held against in a cluster."""

    upstream_registries: Annotated[frozenset[str], Field(alias="upstream-registries")] = frozenset()
    """Hosts of registries whose images may come through ECR as if they were ours."""

    emergency_roles: Annotated[tuple[str, ...], Field(alias="emergency-roles")] = ()
    """Names of roles, with * for any characters, that people assume in emergencies and whose use raises an alarm."""

    audit_roles: Annotated[tuple[str, ...], Field(alias="audit-roles")] = ()
    """Names of roles, with * for any characters, that read the whole of the evidence."""

    stateful_types: Annotated[frozenset[str], Field(min_length=1, alias="stateful-types")]
    """Type tokens whose loss is a loss of data."""

    def floor(self, data_class: str) -> int | None:
        """The least retention of a data class in days; None for a class the organisation does not know."""
        found = self.retention_floors.get(data_class)
        return None if found is None else found.days


def load(path: Path = FILE) -> Organisation:
    """The facts of a file; GovernanceError with every problem when it cannot be used."""
    keys = sorted(field.alias or name for name, field in Organisation.model_fields.items())
    return read(path, Organisation, {"": f"remove it, or use one of {', '.join(keys)}", **_FIXES})


@cache
def organisation() -> Organisation:
    """The organisation's facts, read once."""
    return load()
