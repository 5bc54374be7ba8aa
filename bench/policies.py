"""Our policy engine against the stock pulumi_policy servicer: the same requests, in the same run.

The requests are those of prod's first preview, as the engine sends them. The stock servicer answers Analyze for each
resource, with one policy for each of our resource rules that compares the type and, where it applies, reads a property.
Ours does it twice: with the same idle rules, which compares the engines, and with the pack's own and AnalyzeStack after
it, which is what a run costs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from typing import Any, cast

import pulumi_policy
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi_policy.policy import _PolicyAnalyzerServicer  # pyright: ignore[reportPrivateUsage]  PolicyPack() only serves

from engine.offline import preview_offline
from graph.decode import SECRET, SIGNATURE
from graph.model import UNKNOWN, Graph, Resource, Secret
from policies.engine import Engine
from policies.levels import Settings
from policies.registry import all_rules
from policies.rule import Rule
from policies.server import Analyzer
from policies.session import Session
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import View

_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both sides took for the same requests."""

    resources: int
    rules: int
    stock_ms: float
    """Median milliseconds a resource, the stock servicer with idle rules."""
    idle_ms: float
    """The same of our engine."""
    pack_ms: float
    """Our engine with every rule of the pack, the whole stack's judgement included."""


def main(rounds: int = 5) -> None:
    """Print both sides and their ratio."""
    found = compare(preview_offline("prod"), rounds)
    print(  # noqa: T201  a benchmark prints
        f"policies: {found.resources} resources, {found.rules} rules; milliseconds a resource, median of {rounds}\n"
        f"  idle rules: own {found.idle_ms:.2f}, stock pulumi-policy {version('pulumi-policy')} {found.stock_ms:.2f}: "
        f"{found.stock_ms / found.idle_ms:.0f} times as long\n"
        f"  the pack's rules and the whole stack: own {found.pack_ms:.2f}: "
        f"stock with idle rules takes {found.stock_ms / found.pack_ms:.1f} times as long"
    )


def compare(graph: Graph, rounds: int) -> Comparison:
    """Time both sides in turn, so that a busy moment of the machine meets both."""
    rules = all_rules()
    requests = [_request(resource, graph) for resource in graph if not resource.external]
    whole = pb.AnalyzeStackRequest(resources=[_resource(graph.resources[one.urn], one) for one in requests])
    idle = tuple(replace(rule, resource_check=_glance) for rule in rules if rule.resource_check is not None)
    stock_s, idle_s, pack_s = list[float](), list[float](), list[float]()
    for _ in range(rounds):
        stock_s.append(_seconds(_stock(idle), requests, None))
        idle_s.append(_seconds(_own(graph, idle), requests, None))
        pack_s.append(_seconds(_own(graph, rules), requests, whole))
    stock_ms, idle_ms, pack_ms = (
        statistics.median(found) * 1000 / len(requests) for found in (stock_s, idle_s, pack_s)
    )
    return Comparison(len(requests), len(rules), stock_ms, idle_ms, pack_ms)


def _glance(view: View) -> Iterator[Outcome]:
    """An idle rule: reads a property and finds nothing."""
    yield view["tags"].outcome(Verdict.PASS, "")


def _seconds(servicer: Any, requests: list[pb.AnalyzeRequest], whole: pb.AnalyzeStackRequest | None) -> float:
    start = time.perf_counter()
    for request in requests:
        servicer.Analyze(request, None)
    if whole is not None:
        servicer.AnalyzeStack(whole, None)
    return time.perf_counter() - start


def _own(graph: Graph, rules: tuple[Rule, ...]) -> Analyzer:
    settings = Settings.load(graph.stack)

    def start(project: str, stack: str) -> Session:
        return Session(Engine(rules, settings, date.max), project=project, stack=stack)

    analyzer = Analyzer(start)
    analyzer.ConfigureStack(
        pb.AnalyzerStackConfigureRequest(project=graph.project, stack=graph.stack), cast("Any", None)
    )
    return analyzer


def _stock(rules: tuple[Rule, ...]) -> _PolicyAnalyzerServicer:
    level = pulumi_policy.EnforcementLevel.MANDATORY
    policies = [pulumi_policy.ResourceValidationPolicy(rule.id, rule.title, _looking(rule)) for rule in rules]
    return _PolicyAnalyzerServicer("bench", "0.0.1", cast("list[pulumi_policy.Policy]", policies), level)


def _looking(rule: Rule) -> Callable[[pulumi_policy.ResourceValidationArgs, Any], None]:
    """A stock policy for the types of a rule that reads a property and finds nothing."""

    def look(args: pulumi_policy.ResourceValidationArgs, _report: Any) -> None:
        if args.resource_type in rule.types:
            args.props.get("tags")

    return look


def _request(resource: Resource, graph: Graph) -> pb.AnalyzeRequest:
    provider = graph.resources.get(resource.provider or "")
    return pb.AnalyzeRequest(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=_struct(resource),
        provider=None
        if provider is None
        else pb.AnalyzerProviderResource(
            urn=provider.urn, type=provider.type, name=provider.name, properties=_struct(provider)
        ),
    )


def _resource(resource: Resource, request: pb.AnalyzeRequest) -> pb.AnalyzerResource:
    edges = resource.property_dependencies.items()
    return pb.AnalyzerResource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=request.properties,
        provider=request.provider if request.HasField("provider") else None,
        dependencies=resource.dependencies,
        propertyDependencies={key: pb.AnalyzerPropertyDependencies(urns=urns) for key, urns in edges},
    )


def _struct(resource: Resource) -> Struct:
    message = Struct()
    message.update(dict(_fields(resource)))
    return message


def _fields(resource: Resource) -> Iterator[tuple[str, Any]]:
    for key, value in resource.properties.items():
        yield key, _wire(value)


def _wire(value: Any) -> Any:
    """A value as Pulumi sends it."""
    if value is UNKNOWN:
        return _SENTINEL
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET, "value": _wire(value.value)}
    if isinstance(value, dict):
        return {key: _wire(element) for key, element in cast("dict[str, Any]", value).items()}
    return [_wire(element) for element in cast("list[Any]", value)] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
