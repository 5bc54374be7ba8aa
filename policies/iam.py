"""IAM policy documents in one normal form, three-valued.

A document reaches the graph as a JSON string, as an object whose members may still be unknown, or wholly unknown.
Fields may be a scalar or a list, a principal a star or a mapping. Rules ask the normal form and parse nothing.
Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network
from typing import Any, TypeAlias

from graph.model import UNKNOWN, Unknown
from policies.value import Outcome, Value, wrap
from policies.verdict import Verdict, every, some

Term: TypeAlias = str | Unknown
Terms: TypeAlias = tuple[Term, ...]

LIMITING = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
    }
)
"""Condition keys that narrow a star principal to callers somebody chose: those that make a bucket policy non-public
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html), and their like."""

_POSITIVE = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"})


@lru_cache(maxsize=1 << 16)
def _pattern(pattern: str) -> re.Pattern[str]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether an IAM pattern (`*` any characters, `?` one; action names ignore case) covers the text."""
    return _pattern(pattern).fullmatch(text) is not None


def is_all(action: str) -> bool:
    """Whether a pattern of actions is about every action of every service: `*`, or `*:*`."""
    return set(action) <= {"*", ":"}


def any_term(terms: Terms, predicate: Callable[[str], bool]) -> Verdict:
    """PASS when a known term satisfies the predicate, UNKNOWN when only an unknown one might, else FAIL."""
    return some(Verdict.UNKNOWN if isinstance(t, Unknown) else Verdict.of(predicate(t)) for t in terms)


def every_term(terms: Terms, predicate: Callable[[str], bool]) -> Verdict:
    """PASS when every term satisfies the predicate; FAIL when there is none."""
    if not terms:
        return Verdict.FAIL
    return every(Verdict.UNKNOWN if isinstance(t, Unknown) else Verdict.of(predicate(t)) for t in terms)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who: kind AWS, Service, Federated, CanonicalUser, or empty when that too is unknown."""

    kind: str
    name: Term

    def is_one(self, kind: str, predicate: Callable[[str], bool]) -> Verdict:
        """Whether this is a principal of the kind whose name satisfies the predicate."""
        if self.kind not in {kind, ""}:
            return Verdict.FAIL
        return Verdict.UNKNOWN if isinstance(self.name, Unknown) else Verdict.of(predicate(self.name))


@dataclass(frozen=True, slots=True)
class Condition:
    """One key of one operator, in lower case; all conditions of a statement must hold, one of the values suffices."""

    operator: str
    """Without its ForAnyValue: or ForAllValues: prefix and its IfExists suffix."""
    key: str
    values: Terms
    vacuous: bool
    """True for ForAllValues and IfExists: the condition holds where the key is absent, so it limits nobody."""

    def is_(self, operator: str, key: str, predicate: Callable[[str], bool]) -> Verdict:
        """Whether this tests the key by the operator and every value satisfies the predicate."""
        if self.operator != operator.lower() or self.key != key.lower() or self.vacuous:
            return Verdict.FAIL
        return every_term(self.values, predicate)

    def demands(self, keys: frozenset[str], predicate: Callable[[str], bool]) -> Verdict:
        """Whether this demands, by a positive operator, one of the keys (lower case), with such values only."""
        if self.vacuous or self.operator not in _POSITIVE or self.key not in keys:
            return Verdict.FAIL
        return every_term(self.values, predicate)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; tuples are empty where the document does not have the element."""

    at: Value
    """The statement's place, for example policy.Statement[0]."""
    allows: Verdict
    """PASS for Allow, FAIL for Deny, UNKNOWN when the effect is unknown."""
    actions: Terms
    not_actions: Terms
    resources: Terms
    not_resources: Terms
    principals: tuple[Principal, ...]
    not_principals: tuple[Principal, ...]
    conditions: tuple[Condition, ...]
    obscure: bool
    """There are conditions whose operator or key is not known yet."""

    def covers(self, action: str) -> Verdict:
        """Whether the statement is about the action, by Action or by NotAction."""
        named = any_term(self.actions, lambda pattern: matches(pattern, action))
        if not self.not_actions:
            return named
        return named | ~any_term(self.not_actions, lambda pattern: matches(pattern, action))

    @property
    def everything(self) -> Verdict:
        """Whether the statement is about every resource, by Resource `*` or by NotResource."""
        return any_term(self.resources, lambda r: not r.strip("*")) | Verdict.of(bool(self.not_resources))

    @property
    def everyone(self) -> Verdict:
        """Whether the statement is about any AWS principal, by a star or by NotPrincipal, its conditions apart."""
        return some(p.is_one("AWS", _anybody) for p in self.principals) | Verdict.of(bool(self.not_principals))

    def has(self, kind: str, predicate: Callable[[str], bool]) -> Verdict:
        """Whether one of the principals is of the kind and satisfies the predicate."""
        return some(p.is_one(kind, predicate) for p in self.principals)

    def demands(self, keys: frozenset[str], predicate: Callable[[str], bool] | None = None) -> Verdict:
        """Whether a condition demands one of the keys (lower case), each value narrow, or as the predicate says."""
        found = some(c.demands(keys, predicate or _narrow) for c in self.conditions)
        return found | Verdict.UNKNOWN if self.obscure else found

    @property
    def open(self) -> Verdict:
        """Whether the statement allows somebody nobody chose: everyone, without a condition that limits the caller."""
        return self.allows & self.everyone & ~self.demands(LIMITING)


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy document."""

    at: Value
    readable: Verdict
    """PASS when it was read, UNKNOWN when it is not known yet, FAIL when it is no policy document."""
    fault: str
    """Why it is no policy document; empty otherwise."""
    statements: tuple[Statement, ...]

    def judge(self, good: Callable[[Statement], Verdict], message: str) -> Iterator[Outcome]:
        """One outcome per statement that must be `good`; one for the document while it is unknown.

        What is no document yields nothing here: that it cannot be read is a finding of its own, once (LZ-IAM-008).
        """
        if self.readable is Verdict.UNKNOWN:
            yield self.at.outcome(Verdict.UNKNOWN, message)
        for statement in self.statements:
            yield statement.at.outcome(good(statement), message)


def read(value: Value) -> PolicyDocument:
    """The normal form of the document at a property; a missing property is a document without statements."""
    if isinstance(value.raw, str):
        return _read_text(value.urn, value.path, value.raw, value.secret)
    if value.unknown:
        return PolicyDocument(value, Verdict.UNKNOWN, "", ())
    if value.missing:
        return PolicyDocument(value, Verdict.PASS, "", ())
    return _read_object(value, value.raw)


@lru_cache(maxsize=1 << 16)  # above the documents of any stack: several rules ask for each
def _read_text(urn: str, path: str, text: str, secret: bool) -> PolicyDocument:  # noqa: FBT001  cached by position
    value = wrap(urn, path, text, secret=secret)
    try:
        parsed = json.loads(text)
    except ValueError:
        return PolicyDocument(value, Verdict.FAIL, "is not JSON", ())
    return _read_object(value, parsed)


def _read_object(value: Value, raw: Any) -> PolicyDocument:
    one = raw[0] if isinstance(raw, list) and len(raw) == 1 else raw  # v6 wrapped single objects in a list
    body = wrap(value.urn, value.path, one, secret=value.secret)
    if body.unknown:
        return PolicyDocument(value, Verdict.UNKNOWN, "", ())
    if not isinstance(body.raw, dict):
        return PolicyDocument(value, Verdict.FAIL, "is not a JSON object", ())
    block = body.at("Statement")
    if block.missing:
        return PolicyDocument(value, Verdict.FAIL, "has no Statement", ())
    if block.unknown:
        return PolicyDocument(value, Verdict.UNKNOWN, "", ())
    statements, obscure = list[Statement](), False
    for item in block.each():
        if item.unknown:
            obscure = True
        elif not isinstance(item.raw, dict) or (effect := _effect(item)) is None:
            return PolicyDocument(value, Verdict.FAIL, "has a statement without the effect Allow or Deny", ())
        else:
            statements.append(_statement(item, effect))
    return PolicyDocument(value, Verdict.UNKNOWN if obscure else Verdict.PASS, "", tuple(statements))


def _effect(item: Value) -> Verdict | None:
    effect = item.at("Effect")
    if effect.unknown:
        return Verdict.UNKNOWN
    return {"Allow": Verdict.PASS, "Deny": Verdict.FAIL}.get(effect.raw) if isinstance(effect.raw, str) else None


def _statement(item: Value, effect: Verdict) -> Statement:
    conditions, obscure = _conditions(item.at("Condition"))
    return Statement(
        at=item,
        allows=effect,
        actions=_terms(item.at("Action")),
        not_actions=_terms(item.at("NotAction")),
        resources=_terms(item.at("Resource")),
        not_resources=_terms(item.at("NotResource")),
        principals=tuple(_principals(item.at("Principal"))),
        not_principals=tuple(_principals(item.at("NotPrincipal"))),
        conditions=tuple(conditions),
        obscure=obscure,
    )


def _terms(value: Value) -> Terms:
    return tuple(UNKNOWN if e.unknown else _text(e.raw) for e in value.each() if not e.missing)


def _text(raw: Any) -> str:
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _principals(value: Value) -> Iterator[Principal]:
    if value.unknown:
        yield Principal("", UNKNOWN)
    elif isinstance(value.raw, str):
        yield Principal("AWS", value.raw)
    for kind, names in value.entries():
        yield from (Principal(kind, name) for name in _terms(names))


def _conditions(value: Value) -> tuple[list[Condition], bool]:
    found, obscure = list[Condition](), value.unknown
    for operator, block in value.entries():
        obscure = obscure or block.unknown
        name = operator.lower()
        plain = name.removeprefix("foranyvalue:").removeprefix("forallvalues:").removesuffix("ifexists")
        vacuous = name.startswith("forallvalues:") or name.endswith("ifexists")
        found.extend(Condition(plain, key.lower(), _terms(values), vacuous) for key, values in block.entries())
    return found, obscure


def _anybody(name: str) -> bool:
    return name == "*" or name.startswith("arn:aws:iam::*:")


_WORLD_BITS = 8


def _narrow(value: str) -> bool:
    """A value that names something: no bare wildcard, no ARN of any account, no block of addresses wider than a /8."""
    if value.startswith("arn:"):
        parts = value.split(":", 5)
        account, resource = (parts[4], parts[5]) if len(parts) == 6 else ("*", "*")
        return bool(resource.strip("*?/")) if not account else bool(account.strip("*?"))
    try:
        return ip_network(value, strict=False).prefixlen >= _WORLD_BITS
    except ValueError:
        return bool(value.strip("*?:/"))
