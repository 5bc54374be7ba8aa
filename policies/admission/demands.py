"""A rule about one Kubernetes object, said as data: the rule judges by it, and an API server is told it in CEL.

    object_rule(
        Demand(Holds(path("readOnlyRootFilesystem"), TRUE), "its root can be written", (CONTAINERS,)),
        id="LZ-K8S-004", types=WORKLOADS, ...
    )

Of a kind that makes pods the whole is the pods' specification, of any other the object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Unpack

from policies.admission.statements import POD, Holds, Inherited, Path, Statement, reach, spelt, within
from policies.pods import CONTAINER_LISTS, WORKLOADS, pod
from policies.rule import Metadata, Rule, Validation, resource_rule
from policies.value import Outcome, Value
from policies.view import View

CONTAINERS: Final[Path] = ("every container",)
"""Every container of a pod, whichever of its lists it stands in."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A statement must hold, of the whole or of each element of lists in it."""

    statement: Statement
    message: str
    """What is wrong where it does not."""
    each: tuple[Path, ...] = ()
    """The list, the list in each of its elements, and so on."""
    at: Path | None = None
    """Where below the part an outcome is told; by itself at the value that is judged, else at the part."""
    only: tuple[str, ...] = ()
    """Of the rule's types those it is about; all where there is none."""

    def outcomes(self, whole: Value) -> Iterator[Outcome]:
        """What it comes to."""
        for part in _parts(whole, self.each):
            yield self._told(part, whole).outcome(self.statement.holds(part, whole), self.message)

    def _told(self, part: Value, whole: Value) -> Value:
        if self.at is not None:
            return reach(part, self.at)
        return self.statement.said(part, whole) if isinstance(self.statement, Holds | Inherited) else part

    @property
    def place(self) -> str:
        """The same place, whichever the elements."""
        lists = ["containers" if way is CONTAINERS else ".".join(way) for way in self.each]
        own = self.statement.way if isinstance(self.statement, Holds | Inherited) else ()
        return ".".join([*(f"{way}[]" for way in lists), *(own if self.at is None else self.at)])

    def cel(self, types: tuple[str, ...]) -> str:
        """The same as an expression about `object`."""
        # Of several kinds: a field that only one of them has is no mistake of the expression.
        whole = POD if _makes_pods(types) else "dyn(object)" if self.only else "object"
        expression = _each(whole, self.each, self.statement)
        kinds = " || ".join(f'object.kind == "{type_.rpartition(":")[2]}"' for type_ in self.only)
        return f"!({kinds}) || {expression}" if kinds else expression


def _parts(part: Value, each: tuple[Path, ...]) -> Iterator[Value]:
    if not each:
        yield part
        return
    way, *rest = each
    for one in [(name,) for name in CONTAINER_LISTS] if way is CONTAINERS else [way]:
        for element in reach(part, one).each():
            yield from _parts(element, tuple(rest))


def _each(part: str, each: tuple[Path, ...], statement: Statement) -> str:
    if not each:
        return statement.cel(part)
    way, *rest = each
    name = within(part)
    inner = _each(name, tuple(rest), statement)
    if way is CONTAINERS:
        return f"variables.containers.all({name}, {inner})"
    there, those = spelt(part, way)
    return f"(!({there}) || {those}.all({name}, {inner}))"


def _makes_pods(types: tuple[str, ...]) -> bool:
    return set(types) <= set(WORKLOADS)


def object_rule(*demands: Demand, **metadata: Unpack[Metadata]) -> Rule:
    """Declare a rule that is the sum of its demands."""
    types = metadata["types"]
    makes_pods = _makes_pods(types)

    def check(view: View) -> Iterator[Outcome]:
        whole = pod(view) if makes_pods else view.whole
        for demand in demands:
            if not demand.only or view.type in demand.only:
                yield from demand.outcomes(whole)

    metadata["cel"] = tuple(Validation(demand.cel(types), demand.message, demand.place) for demand in demands)
    return resource_rule(**metadata)(check)
