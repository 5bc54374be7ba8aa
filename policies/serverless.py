"""OpenSearch Serverless: policies of an account that say, by patterns of names, what holds for its collections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from policies.patterns import contains
from policies.value import Value, wrap
from policies.verdict import Verdict, some
from policies.view import View

SECURITY_POLICY: Final = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"
ACCESS_POLICY: Final = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy"


@dataclass(frozen=True, slots=True)
class Clause:
    """One object of a policy, which is one object or a list of them, and whether it is about a collection."""

    policy: View
    body: Value
    about: Verdict


def clauses(policy: View) -> Iterator[Value]:
    """The objects of a policy's document; one unknown while the document is, none where it is no JSON."""
    value = policy["policy"]
    raw: Any = value.raw
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            return
    if value.known:
        value = wrap(value.urn, value.path, raw, secret=value.secret)
    yield from value.each()


def about(collection: View, kind: str) -> Iterator[Clause]:
    """What the security policies of a kind (encryption, network) say of a collection, or may say."""
    for policy in collection.stack.of_type(SECURITY_POLICY):
        of_kind = policy["type"].holds(lambda raw: raw == kind)
        for body in clauses(policy):
            covered = of_kind & _covers(body, collection)
            if covered is not Verdict.FAIL:
                yield Clause(policy, body, covered)


def _covers(body: Value, collection: View) -> Verdict:
    rules = body.at("Rules")
    return some(
        rule.at("ResourceType").holds(lambda raw: raw == "collection")
        & some(_names(pattern, collection) for pattern in rule.at("Resource").each())
        for rule in (rules.each() if not rules.missing else ())
    )


def _names(pattern: Value, collection: View) -> Verdict:
    name = collection["name"]
    if pattern.unknown:
        return Verdict.UNKNOWN
    if not name.known:
        return Verdict.PASS if pattern.raw == "collection/*" else Verdict.UNKNOWN
    return Verdict.of(contains(str(pattern.raw), f"collection/{name.raw}"))
