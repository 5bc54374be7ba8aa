"""Small rules and stacks for the tests of the engine: nothing here is a rule of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from graph.model import Graph, Resource
from policies.exemptions import Exemption, Limits
from policies.levels import Level, Settings, Tier, UnknownMode
from policies.rule import Example, Rule, Severity
from policies.value import Outcome, one_of
from policies.view import StackView, View

BUCKET = "aws:s3/bucket:Bucket"
TODAY = date(2026, 11, 22)
GRANTED = date(2026, 11, 1)


def private(bucket: View) -> Iterator[Outcome]:
    """The ACL is private."""
    yield bucket.must("acl", one_of("private"), "the ACL is public", when_missing="private")


def metadata(**over: Any) -> dict[str, Any]:
    """What a rule needs beside its check."""
    return {
        "id": "LZ-T-001",
        "title": "A bucket is private",
        "severity": Severity.HIGH,
        "types": (BUCKET,),
        "control": "S3-01",
        "why": "Strangers read public buckets.",
        "fix": "Set acl to private.",
        "frameworks": {"80053": ("AC-3",)},
        "good": (Example(BUCKET, {"acl": "private"}),),
        "bad": (Example(BUCKET, {"acl": "public-read"}),),
        "offending": "acl",
        **over,
    }


def a_rule(check: Callable[[View], Iterable[Outcome]] = private, **over: Any) -> Rule:
    """A rule about one resource."""
    return Rule(resource_check=check, **metadata(**over))


def a_graph_rule(check: Callable[[StackView], Iterable[Outcome]], **over: Any) -> Rule:
    """A rule about the stack."""
    return Rule(graph_check=check, **metadata(**over))


def urn(name: str, type_: str = BUCKET, stack: str = "dev") -> str:
    """The URN of a resource of the sample stack."""
    return f"urn:pulumi:{stack}::lz::{type_}::{name}"


def resource(name: str, type_: str = BUCKET, **more: Any) -> Resource:
    """A resource of the sample stack."""
    return Resource(urn=urn(name, type_), type=type_, name=name, **more)


def stack(*resources: Resource) -> Graph:
    """The sample stack."""
    return Graph("lz", "dev", {one.urn: one for one in resources})


def settings(
    *exemptions: Exemption,
    unknown: UnknownMode = UnknownMode.STRICT,
    rules: Mapping[str, Level] | None = None,
    tiers: Mapping[str, Tier] | None = None,
    limits: Limits | None = None,
) -> Settings:
    """Everything mandatory but what is low."""
    levels = dict.fromkeys(Severity, Level.MANDATORY) | {Severity.LOW: Level.ADVISORY}
    return Settings(
        environment="dev",
        severities=MappingProxyType(levels),
        unknown=unknown,
        rules=rules or {},
        tiers=tiers or {},
        exemptions=exemptions,
        limits=limits or Limits(),
    )


def exemption(rule: str = "LZ-T-001", of: str = "b", expires: date = TODAY, **more: Any) -> Exemption:
    """An exemption of a finding about one resource of the sample stack."""
    return Exemption(
        rule=rule,
        urn=of if of.startswith("urn:") else urn(of),
        reason="the bucket is a public website",
        owner="team@example.com",
        ticket="OPS-1",
        granted=more.pop("granted", GRANTED),
        expires=expires,
        **more,
    )
