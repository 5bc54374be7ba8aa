"""Finds resources by what a property says without asking each, so that a relation costs one look and not one a pair.

An index gives every resource for which the property may hold, and some for which it does not: a rule judges what it is
given, and what it is not given would have failed. Unknown values are always given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policies.value import Value

if TYPE_CHECKING:
    from policies.view import View


Said: TypeAlias = "Callable[[View], Iterable[Value]]"
"""What a resource says under some heading, as values; an unknown one may be anything."""


class PropertyIndex:
    """The resources of some types by what each says: values at a path such as `rules[].bucket`, or of a function."""

    __slots__ = ("_by_value", "_loose", "_views")

    def __init__(self, views: Iterable[View], said: str | Said) -> None:
        self._views = list(views)
        self._by_value = defaultdict[Hashable, list[int]](list)
        self._loose = list[int]()
        for place, view in enumerate(self._views):
            for value in view.select(said) if isinstance(said, str) else said(view):
                for element in value.each():
                    if element.known and isinstance(element.raw, Hashable):
                        self._by_value[element.raw].append(place)
                    else:
                        self._loose.append(place)

    def may_be(self, *values: Value) -> Iterator[View]:
        """Those whose property may equal one of the values, in the stack's order; all while one of them is unknown."""
        given = [value for value in values if not value.missing]
        if any(value.unknown or not isinstance(value.raw, Hashable) for value in given):
            yield from self._views
            return
        places = {place for value in given for place in self._by_value.get(value.raw, ())}
        yield from (self._views[place] for place in sorted(places.union(self._loose)))


@dataclass(frozen=True, slots=True)
class Reach:
    """What a top-level property says of what it names."""

    urns: tuple[str, ...]
    """Where its value comes from, also by a round: a policy may take its bucket from the versioning of the bucket."""
    values: tuple[Hashable, ...]
    loose: bool
    """There is a value of which neither an edge nor the value itself says what it names."""


def reach(view: View, prop: str) -> Reach:
    """What the property of a resource names, as far as it says."""
    reached, ahead = {view.urn: view}, [view]
    values, loose = list[Hashable](), False
    while ahead:
        one = ahead.pop()
        sources = list(one.sources(prop))
        for value in one[prop].each():
            if value.known and isinstance(value.raw, Hashable):
                values.append(value.raw)
            else:
                loose = loose or value.known or not sources
        for source in sources:
            if source.urn not in reached:
                reached[source.urn] = source
                ahead.append(source)
    return Reach(tuple(reached)[1:], tuple(values), loose)


class EdgeIndex:
    """The resources of some types by what one top-level property of theirs names: by an edge, or by a value."""

    __slots__ = ("_by_urn", "_by_value", "_loose", "_views")

    def __init__(self, views: Iterable[View], prop: str) -> None:
        self._views = list(views)
        self._by_urn = defaultdict[str, list[int]](list)
        self._by_value = defaultdict[Hashable, list[int]](list)
        self._loose = list[int]()
        for place, view in enumerate(self._views):
            found = reach(view, prop)
            for urn in found.urns:
                self._by_urn[urn].append(place)
            for raw in found.values:
                self._by_value[raw].append(place)
            if found.loose:
                self._loose.append(place)

    def may_name(self, target: View, identities: Iterable[str]) -> Iterator[View]:
        """Those whose property may name the target, in the stack's order."""
        names = [target[identity] for identity in identities]
        if any(name.unknown or not (name.missing or isinstance(name.raw, Hashable)) for name in names):
            yield from self._views
            return
        places = set[int](self._by_urn.get(target.urn, ())).union(self._loose)
        for name in names:
            places.update(() if name.missing else self._by_value.get(name.raw, ()))
        yield from (self._views[place] for place in sorted(places))
