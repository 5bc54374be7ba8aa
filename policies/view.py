"""What a rule looks at: one resource, or the whole stack. Read-only, three-valued.

The engine may ask about a resource before the stack is there (CrossGuard's Analyze); a rule that then reaches for
another resource is put off until it is, by GraphNeeded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from graph.model import UNKNOWN, Graph, Resource
from policies.aliases import canonical
from policies.index import EdgeIndex, PropertyIndex, Said, reach
from policies.value import MISSING, Outcome, Value, opened, wrap
from policies.verdict import Verdict, some

PROVIDER = "pulumi:providers:aws"


class GraphNeeded(Exception):  # noqa: N818  a signal to the engine, not a fault
    """A rule looks at edges or at other resources, and only one resource is there so far."""


class View:
    """One resource, its properties reached by dotted path: view["rule.defaultRetention.days"].

    Of an external resource every property is unknown.
    """

    __slots__ = ("_root", "resource", "stack")

    def __init__(self, resource: Resource, stack: StackView) -> None:
        self.resource = resource
        self.stack = stack
        self._root = wrap(resource.urn, "", UNKNOWN if resource.external else dict(resource.properties))

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def type(self) -> str:
        """The type token; what pulumi-aws 6 called BucketV2 is a Bucket."""
        return canonical(self.resource.type)

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def whole(self) -> Value:
        """All of its properties as one value."""
        return self._root

    def __getitem__(self, path: str) -> Value:
        return self._root.at(path)

    def must(
        self, path: str, predicate: Callable[[Any], bool], message: str, *, when_missing: Any = MISSING
    ) -> Outcome:
        """The property at the path must satisfy the predicate, else the message says what is wrong."""
        return self[path].must(predicate, message, when_missing=when_missing)

    def outcome(self, verdict: Verdict, message: str, path: str = "") -> Outcome:
        """An outcome about the resource as a whole, or about a path."""
        return Outcome(verdict, self.urn, path, message)

    def select(self, path: str) -> Iterator[Value]:
        """Every value at a path such as `rules[].destination.bucket`.

        Nothing where a list is missing, one unknown where a list is unknown.
        """
        head, *tail = path.split("[]")
        found = [self[head]]
        for step in tail:
            elements = [element for value in found for element in value.each()]
            found = [element.at(step.removeprefix(".")) if step else element for element in elements]
        yield from found

    def sources(self, prop: str) -> Iterator[View]:
        """The resources a top-level property's value comes from; known at preview even while the value is not."""
        for urn in self._edges(prop):
            if (found := self.stack.find(urn)) is not None:
                yield found

    def comes_from(self, prop: str, *types: str) -> bool:
        """Whether a top-level property's value comes from a resource of one of these types."""
        return any(source.type in types for source in self.sources(prop))

    def refers_to(self, prop: str, target: View, *identities: str) -> Verdict:
        """Whether a top-level property (of a list, an element) names the target: by edge or by an identity property.

        PASS by an edge or an equal known value; UNKNOWN when the value is unknown and has no edge that says where it
        comes from, or the target's identity is unknown; else FAIL. An edge may lead round: a policy may take its bucket
        from the versioning of the bucket, to be made after it.
        """
        return self._refers(prop, target, [target[identity] for identity in identities], {self.urn})

    def _refers(self, prop: str, target: View, names: list[Value], asked: set[str]) -> Verdict:
        """The same, of those not asked yet: a graph that was written by hand may have circles."""
        edges = self._edges(prop)
        if target.urn in edges:
            return Verdict.PASS
        named = some(_same(value, names) for value in self[prop].each())
        if named is Verdict.UNKNOWN and edges:
            between = [
                s for s in self.sources(prop) if s.urn not in asked and s.type != target.type and not s[prop].missing
            ]
            asked.update(source.urn for source in between)
            return some(source._refers(prop, target, names, asked) for source in between)  # noqa: SLF001  of its own kind
        return named

    def _edges(self, prop: str) -> tuple[str, ...]:
        if not self.stack.complete:
            raise GraphNeeded
        return self.resource.property_dependencies.get(prop, ())

    @property
    def provider(self) -> View | None:
        """The explicit provider of the resource; None where the program relies on the default provider."""
        return self.stack.find(self.resource.provider) if self.resource.provider else None

    @property
    def region(self) -> Value:
        """Where the resource stands: its own region argument, else its provider's."""
        own = self["region"]
        if not own.missing or self.provider is None:
            return own
        return self.provider["region"]

    @property
    def tags(self) -> Value:
        """The resource's tags over its provider's default tags; unknown when either is.

        default_tags reach the provider resource as a JSON string, and never each resource.
        """
        own, merged = self["tags"], dict[str, Any]()
        defaults = self.provider["defaultTags"] if self.provider else wrap(self.urn, "tags", None)
        if own.unknown or defaults.unknown:
            return wrap(self.urn, "tags", own.raw if own.unknown else defaults.raw)
        for tags in (opened(defaults).at("tags"), own):
            merged.update(tags.raw if isinstance(tags.raw, dict) else {})
        return wrap(self.urn, "tags", merged or None)


def _same(value: Value, names: list[Value]) -> Verdict:
    """Whether a value is one of these names."""
    if value.unknown:
        return Verdict.UNKNOWN
    return some(
        Verdict.UNKNOWN if name.unknown else Verdict.of(name.raw == value.raw) for name in names if not name.missing
    )


class StackView:
    """Every resource of the stack, and the ways from one to another."""

    def __init__(self, graph: Graph, *, complete: bool = True, today: date | None = None) -> None:
        self.graph = graph
        self._today = today
        self.complete = complete
        """False while more resources of the stack may come."""
        self.asked = set[str]()
        """Types that a rule has looked for."""
        self._views: dict[str, View] = {}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._properties: dict[tuple[str | Said, tuple[str, ...]], PropertyIndex] = {}
        self._edges = dict[tuple[str, tuple[str, ...]], EdgeIndex]()
        self._those = dict[Callable[[View], Verdict], list[View]]()
        for resource in graph:
            self._by_type[canonical(resource.type)].append(resource)

    @property
    def environment(self) -> str:
        """The stack's environment: prod for the stack prod and for its layer prod.network."""
        return self.graph.stack.split(".")[0]

    @property
    def today(self) -> date:
        """The day the stack is judged on; a rule that asks where nobody said one breaks, and so fails closed."""
        if self._today is None:
            raise ValueError("the stack is judged without a day")
        return self._today

    def find(self, urn: str) -> View | None:
        """The resource with this URN."""
        if urn not in self._views:
            resource = self.graph.resources.get(urn)
            if resource is None:
                if not self.complete:
                    raise GraphNeeded
                return None
            self._views[urn] = View(resource, self)
        return self._views[urn]

    def of_type(self, *types: str) -> Iterator[View]:
        """The managed resources of these types; what is only read is not the program's to fix."""
        if not self.complete:
            raise GraphNeeded
        self.asked.update(types)
        for type_ in types:
            for resource in self._by_type.get(type_, ()):
                if not resource.external and (view := self.find(resource.urn)) is not None:
                    yield view

    def those(self, judge: Callable[[View], Verdict]) -> list[View]:
        """The managed resources of any type that the judge does not fail; it is asked once a stack."""
        if not self.complete:
            raise GraphNeeded
        if judge not in self._those:
            managed = (one for one in self.graph if one.custom and not one.external)
            views = (view for one in managed if (view := self.find(one.urn)) is not None)
            self._those[judge] = [view for view in views if judge(view) is not Verdict.FAIL]
        return self._those[judge]

    def where(self, said: str | Said, value: Value | Iterable[Value], *types: str) -> Iterator[View]:
        """Of the resources of these types, those that may say the value, or one of them; see policies.index."""
        key = said, types
        if key not in self._properties:
            self._properties[key] = PropertyIndex(self.of_type(*types), said)
        return self._properties[key].may_be(*([value] if isinstance(value, Value) else value))

    def naming(self, target: View, prop: str, *types: str, identities: tuple[str, ...] = ()) -> Iterator[View]:
        """Of the resources of these types, those whose property may name the target; see policies.index."""
        key = prop, types
        if key not in self._edges:
            self._edges[key] = EdgeIndex(self.of_type(*types), prop)
        return self._edges[key].may_name(target, identities)

    def named(self, holder: View, prop: str, *types: str, identities: tuple[str, ...] = ()) -> Iterator[View]:
        """The other way round: of the resources of these types, those that the holder's property may name."""
        found = reach(holder, prop)
        if found.loose:
            yield from self.of_type(*types)
            return
        places = dict.fromkeys(found.urns)
        for raw in found.values:
            for identity in identities:
                same = self.where(identity, holder[prop].replaced(raw), *types)
                places.update(dict.fromkeys(one.urn for one in same))
        yield from (view for urn in places if (view := self.find(urn)) is not None and view.type in types)

    def attached(
        self, target: View, prop: str, *types: str, identities: tuple[str, ...] = ("bucket",)
    ) -> tuple[list[View], bool]:
        """The resources of these types whose property names the target, and whether one of unknown value might."""
        found, perhaps = list[View](), False
        for candidate in self.naming(target, prop, *types, identities=identities):
            verdict = candidate.refers_to(prop, target, *identities)
            if verdict is Verdict.PASS:
                found.append(candidate)
            perhaps = perhaps or verdict is Verdict.UNKNOWN
        return found, perhaps
