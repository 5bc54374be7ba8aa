"""What a table says of a rule: properties that must hold, of a resource and nothing else.

A rule whose thought is "this property is one of, at least, present, encrypted by a customer key" is a line of these:

    resource_rule(id="LZ-SM-001", ...)(demands(Demand("rootAccess", one_of("Disabled"), "gives root", "Enabled")))

A rule about a relation is code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from policies.keys import customer_key
from policies.paths import select, top
from policies.rule import ResourceCheck
from policies.value import MISSING, Outcome, non_empty
from policies.verdict import Verdict
from policies.view import View

SUBNETS: Final = ("aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet")
GROUPS: Final = ("aws:ec2/securityGroup:SecurityGroup",)


@dataclass(frozen=True, slots=True)
class Demand:
    """A property, at a path such as `stages[].logging.level`, must satisfy the predicate."""

    path: str
    predicate: Callable[[Any], bool]
    message: str
    """What is wrong where it does not."""
    when_missing: Any = MISSING
    """What AWS takes for a property that is not given; without it a missing one does not hold."""


def demands(*these: Demand, when: Callable[[View], Verdict] | None = None) -> ResourceCheck:
    """Every demand holds; where `when` fails the rule says that it passes, where it is unknown it cannot fail."""

    def check(view: View) -> Iterator[Outcome]:
        free = ~when(view) if when else Verdict.FAIL
        for one in these:
            for value in select(view, one.path):
                held = value.holds(one.predicate, when_missing=one.when_missing)
                yield value.outcome(free | held, one.message)

    return check


def encrypted(
    *paths: str, message: str = "has no customer key", when: Callable[[View], Verdict] | None = None
) -> ResourceCheck:
    """Each of the paths names a customer key (policies.keys)."""

    def check(view: View) -> Iterator[Outcome]:
        free = ~when(view) if when else Verdict.FAIL
        for path in paths:
            for value in select(view, path):
                yield value.outcome(free | customer_key(view, value), message)

    return check


def given(*paths: str, by: tuple[str, ...] = (), message: str) -> ResourceCheck:
    """Each of the paths says something; one that is not known yet does when it comes from a resource of these types."""

    def check(view: View) -> Iterator[Outcome]:
        for path in paths:
            for value in select(view, path):
                comes = value.unknown and view.comes_from(top(path), *by)
                yield value.outcome(Verdict.PASS if comes else value.holds(non_empty), message)

    return check


def in_a_vpc(subnets: str, groups: str, message: str = "does not run in the VPC") -> ResourceCheck:
    """The paths name subnets and security groups."""
    return every_check(given(subnets, by=SUBNETS, message=message), given(groups, by=GROUPS, message=message))


def every_check(*checks: ResourceCheck) -> ResourceCheck:
    """All of the checks."""
    return lambda view: (outcome for check in checks for outcome in check(view))


def by_type(checks: dict[str, ResourceCheck]) -> ResourceCheck:
    """One thought that types spell in different properties: each type has its check."""
    return lambda view: checks[view.type](view)
