"""Who may do what: whether an action of somebody on a target gets through.

An identity may what a policy of its own (inline, attached or managed by AWS) or the target's policy allows, its
permissions boundary allows too, and no statement denies. Every answer is an upper bound: a condition about anything but
who asks is taken to be met where it allows, and not to be met where it denies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.model import UNKNOWN, Unknown
from policies.buckets import POLICY as BUCKET_POLICY
from policies.grants import Grants, grants
from policies.iam import Condition, PolicyDocument, Statement, Term, Terms, any_term, is_all, read
from policies.identities import EVERYBODY, Identity, principal_of
from policies.patterns import contains, overlap
from policies.value import Value
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_WHO: Final = frozenset({"aws:principalarn"})
_SAME: Final = frozenset({"arnequals", "arnlike", "stringequals", "stringequalsignorecase", "stringlike"})
_OTHER: Final = frozenset(
    {"arnnotequals", "arnnotlike", "stringnotequals", "stringnotequalsignorecase", "stringnotlike"}
)


@dataclass(frozen=True, slots=True)
class Permit:
    """An identity, and a statement that would let it."""

    who: Identity
    at: Value
    """The statement's place; the document's where that is not known yet."""
    may: Verdict
    wide: bool = False
    """The statement is about every action there is, or every one but some: LZ-IAM-001 and LZ-IAM-009 refuse those."""


def who_may(
    stack: StackView,
    actions: Iterable[str],
    target: Term,
    policies: Iterable[PolicyDocument] = (),
    *,
    in_emergencies: bool = True,
) -> Iterator[Permit]:
    """Everybody who may do one of the actions on the target, an ARN pattern, under the target's own policies.

    Says nothing of statements that surely do not let; UNKNOWN of those that might. Roles that are kept for emergencies
    are left out where `in_emergencies` is false; an identity that is not known yet may be one of them.
    """
    own, wanted, granted = tuple(policies), tuple(actions), grants(stack)
    judges = dict[Identity, _Judge]()

    def judge(who: Identity) -> _Judge:
        if who not in judges:
            judges[who] = _Judge(who, (*granted.holders.get(who, ()), *own), granted.boundary(who))
        return judges[who]

    def spared(who: Identity) -> bool:
        return not in_emergencies and granted.for_emergencies(who) is Verdict.PASS

    for held in granted.may_let(wanted, target):
        if not spared(held.who):
            yield from judge(held.who).permit(held.document, held.statement, wanted, target)
    named = [who for who in _named_by(own, granted) if not spared(who)]
    for document in own:
        for who in named:
            for statement in document.statements:
                yield from judge(who).permit(document, statement, wanted, target)
        if document.readable is Verdict.UNKNOWN:
            yield from judge(Identity(None, "")).permit(document, None, wanted, target)


def keeps_everybody_out(policies: Iterable[PolicyDocument], action: str, target: Term) -> Verdict:
    """Whether the target's policies deny the action to everybody but those whom they name."""
    return ~_Judge(Identity(None, EVERYBODY), tuple(policies), None).open(action, target, target)


def _named_by(policies: Iterable[PolicyDocument], granted: Grants) -> Iterator[Identity]:
    """Whom a target's policies name, as principals or in conditions; an account's root only delegates."""
    statements = [statement for document in policies for statement in document.statements]
    found = [principal_of(p, granted.accounts) for statement in statements for p in statement.principals]
    for condition in (c for s in statements for c in s.conditions if c.key in _WHO and c.operator in _SAME | _OTHER):
        found += [Identity(None, "" if isinstance(value, Unknown) else value) for value in condition.values]
    if any(statement.not_principals for statement in statements):
        found.append(Identity(None, EVERYBODY))
    yield from dict.fromkeys(granted.by_arn.get(who.arn, who) for who in found if who)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What one identity may do, given every document that is about it."""

    who: Identity
    about: tuple[PolicyDocument, ...]
    boundary: PolicyDocument | None

    def permit(
        self, document: PolicyDocument, statement: Statement | None, actions: tuple[str, ...], target: Term
    ) -> Iterator[Permit]:
        """What a statement lets the identity do, or a document of which nothing is known, if anything."""
        if statement is None:
            may = Verdict.UNKNOWN & some(self.open(action, target, target) for action in actions)
        else:
            may = some(self._lets(statement, action, target) for action in actions)
        if may is not Verdict.FAIL:
            yield Permit(self.who, (statement or document).at, may, statement is not None and _is_wide(statement))

    def _lets(self, statement: Statement, action: str, target: Term) -> Verdict:
        asked = self._allows(statement, action)
        if asked is Verdict.FAIL:
            return asked
        terms = statement.resources or ("*",)
        left_out = any_term(statement.not_resources, lambda no: isinstance(target, str) and contains(no, target))
        return asked & ~left_out & some(_touches(t, target) & self.open(action, t, target) for t in terms)

    def _allows(self, statement: Statement, action: str) -> Verdict:
        met = Verdict.UNKNOWN if statement.obscure else Verdict.PASS
        met &= every(self._meets(condition, otherwise=Verdict.PASS) for condition in statement.conditions)
        return statement.allows & statement.covers(action) & self._is_about(statement) & met

    def open(self, action: str, term: Term, target: Term) -> Verdict:
        """Nothing denies the action where the term meets the target, and the boundary allows it there."""
        bounds = () if self.boundary is None else (self.boundary,)
        denied = some(
            self._denies(statement, action) & _covers_all(statement, term, target)
            for document in (*self.about, *bounds)
            for statement in document.statements
        )
        if any(document.readable is Verdict.UNKNOWN for document in (*self.about, *bounds)):
            denied |= Verdict.UNKNOWN
        return ~denied & self._within(action, target)

    def _within(self, action: str, target: Term) -> Verdict:
        if self.boundary is None:
            return Verdict.PASS
        ceiling = some(
            self._allows(s, action) & some(_touches(t, target) for t in s.resources or ("*",))
            for s in self.boundary.statements
        )
        return ceiling | Verdict.UNKNOWN if self.boundary.readable is Verdict.UNKNOWN else ceiling

    def _denies(self, statement: Statement, action: str) -> Verdict:
        met = every(self._meets(condition, otherwise=Verdict.FAIL) for condition in statement.conditions)
        met &= Verdict.UNKNOWN if statement.obscure else Verdict.PASS
        return ~statement.allows & statement.covers(action) & self._is_about(statement) & met

    def _is_about(self, statement: Statement) -> Verdict:
        """Whether a statement speaks of the identity: one of its own does, one of a target by its principals."""
        if statement.not_principals:
            return ~some(self.who.is_principal(p, whole_account=~statement.allows) for p in statement.not_principals)
        if not statement.principals:
            return Verdict.PASS
        return some(self.who.is_principal(p, whole_account=~statement.allows) for p in statement.principals)

    def _meets(self, condition: Condition, *, otherwise: Verdict) -> Verdict:
        if condition.key not in _WHO or condition.operator not in _SAME | _OTHER:
            return otherwise
        named = some(Verdict.UNKNOWN if isinstance(v, Unknown) else self.who.is_(v) for v in condition.values)
        return named if condition.operator in _SAME else ~named


def _is_wide(statement: Statement) -> bool:
    return bool(statement.not_actions) or any(isinstance(a, str) and is_all(a) for a in statement.actions)


def _touches(term: Term, target: Term) -> Verdict:
    """Whether a resource of a statement meets the target."""
    if isinstance(term, str) and not term.strip("*"):
        return Verdict.PASS
    if isinstance(term, Unknown) or isinstance(target, Unknown):
        return Verdict.UNKNOWN
    return Verdict.of(overlap(term, target))


def _covers_all(statement: Statement, term: Term, target: Term) -> Verdict:
    """Whether a deny covers the whole of what a term and the target have in common."""

    def whole(outer: Terms) -> Verdict:
        return some(_contains(one, inner) for one in outer for inner in (term, target))

    spared = some(_touches(one, term) & _touches(one, target) for one in statement.not_resources)
    return ~spared if statement.not_resources else whole(statement.resources)


def _contains(outer: Term, inner: Term) -> Verdict:
    if isinstance(outer, str) and not outer.strip("*"):
        return Verdict.PASS
    if isinstance(outer, Unknown) or isinstance(inner, Unknown):
        return Verdict.UNKNOWN
    return Verdict.of(contains(outer, inner))


def policies_of(bucket: View) -> list[PolicyDocument]:
    """The policies of a bucket; one that is not known where a policy of the stack might be its."""
    found, perhaps = BUCKET_POLICY.of(bucket)
    documents_ = [read(value) for _, value in found]
    return [*documents_, PolicyDocument(bucket["bucket"], Verdict.UNKNOWN, "", ())] if perhaps else documents_


def objects_of(bucket: View) -> Term:
    """The ARN pattern of a bucket's objects."""
    name = bucket["bucket"]
    return f"arn:aws:s3:::{name.raw}/*" if name.known else UNKNOWN
