"""Which risk tiers the AI system of a resource may be of, as far as the graph says."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Final

from graph.belonging import belonging
from policies.classification import RISK, tag
from policies.systems import TIERS
from policies.view import GraphNeeded, StackView

NONE: Final = frozenset[str]()


class Tiers:
    """The tiers of a stack's systems: by a resource's own tag, else by what else says of its system."""

    def __init__(self, stack: StackView) -> None:
        self._stack = stack

    def of(self, urn: str) -> frozenset[str]:
        """The tiers the system of a resource may be of; none where it serves no system, or none is said.

        A tier that is not known yet may be any.
        """
        own = self._own(urn)
        return own or self._by_system.get(self._systems.get(urn, ""), NONE)

    def _own(self, urn: str) -> frozenset[str]:
        if not urn:
            return NONE
        try:
            view = self._stack.find(urn)
            if view is None or view.resource.external:
                return NONE
            said = tag(view, RISK)
        except (GraphNeeded, ValueError):  # a stack that is not whole yet; default tags that are no JSON
            return NONE
        if said.unknown:
            return TIERS
        return frozenset({said.raw}) if isinstance(said.raw, str) else NONE

    @cached_property
    def _systems(self) -> dict[str, str]:
        return dict(belonging(self._stack.graph))

    @cached_property
    def _by_system(self) -> dict[str, frozenset[str]]:
        found = defaultdict[str, set[str]](set)
        for urn, system in self._systems.items():
            found[system].update(self._own(urn))
        return {system: frozenset(tiers) for system, tiers in found.items()}
