"""A graph from what the engine tells a policy pack: one Analyze request a resource, then AnalyzeStack with the edges.

Both carry secrets in their wrappers and unknowns as sentinels, and neither carries source positions. AnalyzeStack's
properties are outputs, Analyze's are inputs; the graph is made of inputs.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, Final, cast

from graph import decode, urn
from graph.external import with_external
from graph.model import Graph, Resource, Secret

_ADDED_BY_ENGINE: Final = frozenset({"version", "pluginDownloadURL", "__internal"})
"""Properties the engine writes on a provider resource; no program gave them."""

DEFAULTS: Final = "__defaults"
"""Where a provider's Check lists the properties of the same object that it filled in: an automatic name, say.

`defaultsKey` of github.com/pulumi/pulumi-terraform-bridge, pkg/tfbridge/schema.go.
"""

_ADDED_BY_AWS: Final = frozenset({"tagsAll"})
"""The resource's tags merged with the provider's default tags: `applyTags` of github.com/pulumi/pulumi-aws,
provider/tags.go, runs it in every Check."""


def filled_in(request: Any) -> frozenset[str]:
    """Properties that the provider's Check filled in, by the request of a Remediate.

    The engine asks Remediate right before Analyze. Analyze leaves out a resource's own keys that begin with `__`, and
    this list with them, but not lists further below (SkipInternalKeys in sdk/go/common/resource/plugin, Pulumi 3.250).
    """
    listed = request.properties.fields.get(DEFAULTS)
    return frozenset() if listed is None else frozenset(name.string_value for name in listed.list_value.values)


def from_analyze(request: Any, filled: Container[str] = ()) -> Resource:
    """One resource of an `AnalyzeRequest`, without edges: the engine sends those only with the whole stack.

    `filled` are the properties that no program gave, by filled_in.
    """
    given = inputs(request.type, request.properties)
    return Resource(
        urn=request.urn,
        type=request.type,
        name=request.name,
        custom=_custom(request),
        properties={key: value for key, value in given.items() if key not in filled},
        parent=urn.parent_of(request.options.parent),
        provider=provider_urn(request),
        protect=request.options.protect,
        ignore_changes=tuple(request.options.ignoreChanges),
    )


def provider_of(request: Any) -> Resource | None:
    """The explicit provider that comes resolved with an `AnalyzeRequest`."""
    urn_ = provider_urn(request)
    if urn_ is None:
        return None
    sent = request.provider
    return Resource(urn=urn_, type=sent.type, name=sent.name, properties=inputs(sent.type, sent.properties))


def from_analyze_stack(request: Any, analyzed: Mapping[str, Resource], *, project: str, stack: str) -> Graph:
    """The whole graph: edges from an `AnalyzeStackRequest`, inputs from the Analyze requests before it, by URN.

    A resource the engine never asked Analyze about is left out of the run by --target: its properties are the outputs
    of this request. Root stack and default providers are left out.
    """
    resources = dict[str, Resource]()
    for sent in _declared(request.resources):
        known = analyzed.get(sent.urn)
        resources[sent.urn] = Resource(
            urn=sent.urn,
            type=sent.type,
            name=sent.name,
            custom=_custom(sent),
            properties=inputs(sent.type, sent.properties) if known is None else known.properties,
            parent=urn.parent_of(sent.parent),
            provider=provider_urn(sent),
            dependencies=tuple(sorted(set(sent.dependencies))),
            property_dependencies={
                key: tuple(sorted(set(edge.urns)))
                for key, edge in sorted(sent.propertyDependencies.items())
                if edge.urns
            },
            protect=sent.options.protect,
            ignore_changes=tuple(sent.options.ignoreChanges),
        )
    return Graph(project, stack, with_external(resources.values()))


def is_declared(type_: str, urn_: str) -> bool:
    """Whether the program declared it: neither the root stack nor a provider the engine made."""
    return type_ != urn.STACK_TYPE and not urn.is_default_provider(urn_)


def inputs(type_: str, struct: Any) -> dict[str, Any]:
    """A resource's properties without what the engine and the provider's Check add."""
    return without_additions(type_, decode.properties(struct))


def without_additions(type_: str, values: dict[str, Any]) -> dict[str, Any]:
    """The properties a program gave."""
    if urn.is_provider(type_):
        added = _ADDED_BY_ENGINE
    else:
        added = _ADDED_BY_AWS if type_.startswith("aws:") else frozenset[str]()
    return {key: value for key, value in _without_defaults(values).items() if key not in added}


def _without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        below = cast("dict[str, Any]", value)
        listed = below.get(DEFAULTS)
        filled = [DEFAULTS, *cast("list[Any]", listed)] if isinstance(listed, list) else []
        return {key: _without_defaults(element) for key, element in below.items() if key not in filled}
    if isinstance(value, list):
        return [_without_defaults(element) for element in cast("list[Any]", value)]
    return Secret(_without_defaults(value.value)) if isinstance(value, Secret) else value


def _declared(resources: Iterable[Any]) -> Iterable[Any]:
    return (sent for sent in resources if is_declared(sent.type, sent.urn))


def _custom(sent: Any) -> bool:
    return sent.HasField("provider") or urn.is_provider(sent.type)


def provider_urn(sent: Any) -> str | None:
    """The URN of the explicit provider that comes with a request; None for a default provider."""
    if not sent.HasField("provider") or urn.is_default_provider(sent.provider.urn):
        return None
    return sent.provider.urn
