"""Whether two properties name one thing: by the resource both come from, or by its name where both say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from policies.paths import top
from policies.value import Value
from policies.verdict import Verdict
from policies.view import View


@dataclass(frozen=True, slots=True)
class Named:
    """What a property names."""

    urns: frozenset[str]
    """The resources of the stack its value comes from."""
    names: frozenset[str]
    """What it is called, without the rest of an ARN."""
    unsaid: bool = False
    """There is a value of which nobody knows yet what it names."""

    def same(self, other: Named) -> Verdict:
        """Whether both name one thing; UNKNOWN where the one is a resource and the other a name."""
        if self.urns & other.urns or self.names & other.names:
            return Verdict.PASS
        if not (self and other) or (self.urns and other.urns) or (self.names and other.names):
            return Verdict.FAIL
        return Verdict.UNKNOWN

    def __bool__(self) -> bool:
        """Whether it names anything."""
        return bool(self.urns or self.names or self.unsaid)


def named(view: View, value: Value, type_: str, short: Callable[[str], str]) -> Named:
    """What a property of the resource names: something of the type, whose ARN or id `short` makes a name of."""
    sources = [source for source in view.sources(top(value.path)) if source.type == type_]
    called = [source["name"].raw for source in sources if source["name"].known]
    said = [value.raw] if value.known else []
    return Named(
        frozenset(source.urn for source in sources),
        frozenset(short(str(raw)) for raw in (*called, *said)),
        value.unknown and not sources,
    )


_FUNCTION: Final = re.compile(r"(?:.*:)?function:([^:]+).*|([^:]+).*")


def of_function(arn: str) -> str:
    """The name of a function, out of its ARN or of a name with a version."""
    found = _FUNCTION.fullmatch(arn)
    return arn if found is None else found[1] or found[2]


def at_the_end(arn: str) -> str:
    """What stands behind the last slash: the name of a role, the id of an agent."""
    return arn.rpartition("/")[2]
