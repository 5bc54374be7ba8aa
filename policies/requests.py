"""What a policy document says of a request: a simulator over the normal form, for proving that a deny can fire.

Only what a document refuses is asked: SCPs and RCPs grant nothing. A condition is evaluated as AWS does: an operator
that is negated holds where its key is absent, one with IfExists too, no other does; Null asks for the key itself.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, noted
2026-11-26.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.model import Unknown
from policies.iam import Condition, PolicyDocument, Statement, Terms, matches
from policies.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks for an action on a resource, in a context of condition keys (lower case)."""

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict[str, str])


def refused(document: PolicyDocument, request: Request) -> str | None:
    """The Sid of the first statement that denies the request (its place where it has none); None where none does.

    ValueError for a condition whose operator this simulator does not know: nothing is taken for a proof by silence.
    """
    for statement in document.statements:
        if statement.allows is Verdict.FAIL and _denies(statement, request):
            said = statement.at.at("Sid").raw
            return said if isinstance(said, str) else statement.at.path
    return None


def _denies(statement: Statement, request: Request) -> bool:
    about = _any(statement.actions, request.action) or (
        bool(statement.not_actions) and not _any(statement.not_actions, request.action)
    )
    where = _any(statement.resources, request.resource) or (
        bool(statement.not_resources) and not _any(statement.not_resources, request.resource)
    )
    return about and where and all(_holds(condition, request.context) for condition in statement.conditions)


def _any(patterns: Terms, text: str) -> bool:
    return any(not isinstance(pattern, Unknown) and matches(pattern, text) for pattern in patterns)


def _equals(value: str, text: str) -> bool:
    return value == text


_POSITIVE: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "stringequals": _equals,
    "stringlike": matches,
    "arnequals": matches,
    "arnlike": matches,
    "bool": lambda value, text: value.lower() == text.lower(),
}
_NEGATIVE: Final = {
    "stringnotequals": "stringequals",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
}


def _holds(condition: Condition, context: Mapping[str, str]) -> bool:
    given = context.get(condition.key)
    values = [str(value) for value in condition.values]
    if condition.operator == "null":
        return any((given is None) is (value.lower() == "true") for value in values)
    if condition.operator not in {*_POSITIVE, *_NEGATIVE}:
        raise ValueError(f"the operator {condition.operator!r} is not simulated")
    negated = condition.operator in _NEGATIVE
    if given is None:
        return negated or condition.vacuous
    same = _POSITIVE[_NEGATIVE.get(condition.operator, condition.operator)]
    return any(same(value, given) for value in values) is not negated
