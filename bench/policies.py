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

from bench.scaling import copies
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


POLICIES = 150
"""The number at which both sides are compared."""
BOUND = 50
"""Times as fast a resource as the stock servicer our engine must be, with that number of the same policies."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both sides took for the same requests, in milliseconds of the processor's time a resource; medians."""

    resources: int
    rules: int
    stock: float
    """The stock servicer, with as many idle policies as there are rules of a single resource."""
    idle: float
    """Our engine, with the same idle rules."""
    own: float
    """Our engine with the pack's own rules, the whole stack's judgement included."""


def main(rounds: int = 3) -> None:
    """Print both sides and their ratio: 150 rules over a small and a large stack, then the pack over the small one."""
    base, rules = preview_offline("prod"), all_rules()
    by_resource = [rule for rule in rules if rule.resource_check is not None]
    some = tuple(by_resource[:: len(by_resource) // POLICIES][:POLICIES])
    print(  # noqa: T201  a benchmark prints
        f"policies: milliseconds of CPU a resource, ours against the stock pulumi-policy {version('pulumi-policy')}"
    )
    for size, chosen, times in ((1_000, some, rounds), (10_000, some, 1), (1_000, rules, 1)):
        found = compare(copies(base, round(size / len(base))), chosen, times)
        bound = f" as fast (bound {BOUND})" if chosen is some else " as fast"
        print(  # noqa: T201
            f"  {found.resources} resources, {found.rules} rules: stock with idle policies {found.stock:.2f}; "
            f"ours with the same {found.idle:.3f}: {found.stock / found.idle:.0f} times{bound}; "
            f"ours with its rules and the whole stack {found.own:.3f}: {found.stock / found.own:.0f} times",
            flush=True,
        )


def compare(graph: Graph, rules: tuple[Rule, ...], rounds: int) -> Comparison:
    """Time both sides in turn, so that a busy moment of the machine meets both."""
    requests = [_request(resource, graph) for resource in graph if not resource.external]
    whole = pb.AnalyzeStackRequest(resources=[_resource(graph.resources[one.urn], one) for one in requests])
    idle = tuple(replace(rule, resource_check=_glance) for rule in rules if rule.resource_check is not None)
    stock, own_idle, own = list[float](), list[float](), list[float]()
    for _ in range(rounds):
        stock.append(_seconds(_stock(idle), requests, None))
        own_idle.append(_seconds(_own(graph, idle), requests, None))
        own.append(_seconds(_own(graph, rules), requests, whole))
    each = 1000 / len(requests)
    return Comparison(len(requests), len(rules), *(statistics.median(found) * each for found in (stock, own_idle, own)))


def _glance(view: View) -> Iterator[Outcome]:
    """An idle rule: reads a property and finds nothing."""
    yield view["tags"].outcome(Verdict.PASS, "")


def _seconds(servicer: Any, requests: list[pb.AnalyzeRequest], whole: pb.AnalyzeStackRequest | None) -> float:
    start = time.process_time()
    for request in requests:
        servicer.Analyze(request, None)
    if whole is not None:
        servicer.AnalyzeStack(whole, None)
    return time.process_time() - start


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
