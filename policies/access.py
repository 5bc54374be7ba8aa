"""Who may do what: the identities a program makes or names, and whether an action of theirs on a target gets through.

An identity may what a policy of its own (inline, attached or managed by AWS) or the target's policy allows, its
permissions boundary allows too, and no statement denies. Every answer is an upper bound: a condition about anything but
who asks is taken to be met where it allows, and not to be met where it denies. Who holds a policy is told by edges, so
the answers stand while names and ARNs are not known yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from graph.model import UNKNOWN, Unknown
from policies.buckets import POLICY as BUCKET_POLICY
from policies.documents import IDENTITY_POLICIES, POLICY, ROLE, documents
from policies.iam import Condition, PolicyDocument, Statement, Term, Terms, any_term, read
from policies.identities import Identity, account_of, principal_of
from policies.managed import managed_by_aws
from policies.paths import select, top
from policies.patterns import contains, overlap
from policies.value import Value
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_CARRIERS: Final[Mapping[str, str]] = {
    "aws:iam/groupPolicy:GroupPolicy": "group",
    "aws:iam/rolePolicy:RolePolicy": "role",
    "aws:iam/userPolicy:UserPolicy": "user",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "permissionSetArn",
}
"""Types of inline policies, and the property that names whose it is."""

_ATTACHING: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ("group",),
    "aws:iam/policyAttachment:PolicyAttachment": ("roles", "users", "groups"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role",),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ("user",),
}

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
    stack: StackView, actions: Iterable[str], target: Term, policies: Iterable[PolicyDocument] = ()
) -> Iterator[Permit]:
    """Everybody who may do one of the actions on the target, an ARN pattern, under the target's own policies.

    Says nothing of statements that surely do not let; UNKNOWN of those that might.
    """
    own, wanted = tuple(policies), tuple(actions)
    granted = grants(stack)
    strangers = dict.fromkeys(_named_by(own, tuple(granted)), ())
    for who, held in chain(granted.items(), strangers.items()):
        judged = _Judge(who, (*held, *own), _boundary(who))
        for document in (*held, *own):
            yield from (permit for permit in judged.permits(document, wanted, target) if permit.may is not Verdict.FAIL)


@lru_cache(maxsize=4)
def grants(stack: StackView) -> Mapping[Identity, tuple[PolicyDocument, ...]]:
    """Every identity that the stack makes or grants something, and the documents that say what it may do."""
    found = defaultdict[Identity, list[PolicyDocument]](list)
    for role in stack.of_type(ROLE):
        found[Identity.of(role)] += [
            *documents(role, IDENTITY_POLICIES),
            *_managed(role, "managedPolicyArns[]"),
        ]
    for type_, prop in _CARRIERS.items():
        for policy in stack.of_type(type_):
            for who in _holders(policy, prop):
                found[who] += documents(policy, IDENTITY_POLICIES)
    for type_, props in _ATTACHING.items():
        for attachment in stack.of_type(type_):
            for who in (who for prop in props for who in _holders(attachment, prop)):
                found[who] += _managed(attachment, "policyArn")
    return {who: tuple(held) for who, held in found.items()}


def held_for_emergencies(policy: View) -> Verdict:
    """Whether those who hold a policy are all roles for emergencies, and somebody does."""
    holders = [who for who, held in grants(policy.stack).items() if any(d.at.urn == policy.urn for d in held)]
    return every(who.for_emergencies for who in holders) if holders else Verdict.FAIL


def _holders(policy: View, prop: str) -> Iterator[Identity]:
    """Whose a policy is: by edge, by the name of a role of the stack, else somebody else or somebody not known."""
    roles = [source for source in policy.sources(prop) if source.type == ROLE]
    if roles and not any(value.known for value in policy[prop].each()):
        yield from map(Identity.of, roles)
        return
    for value in policy[prop].each():
        named = [role for role in policy.stack.of_type(ROLE) if value.known and role["name"].raw == value.raw]
        if named or len(roles) == 1:
            yield Identity.of((named or roles)[0])
        else:
            kind = prop.removesuffix("s")
            yield Identity(None, f"arn:aws:iam::{account_of(policy)}:{kind}/{value.raw}" if value.known else "")


def _managed(holder: View, path: str) -> Iterator[PolicyDocument]:
    """The managed policies an identity gets by a property: those of the stack, AWS's own, and what is not known."""
    linked = [source for source in holder.sources(top(path)) if source.type == POLICY]
    values = list(select(holder, path))
    for value in values:
        named = [policy for policy in holder.stack.of_type(POLICY) if _is_arn_of(value, policy)]
        if named:
            yield read(named[0]["policy"])
        elif value.known:
            yield managed_by_aws(value)
        elif not linked:
            yield PolicyDocument(value, Verdict.UNKNOWN, "", ())
    if any(value.unknown for value in values):
        yield from (read(policy["policy"]) for policy in linked)


def _is_arn_of(value: Value, policy: View) -> bool:
    name = policy["name"]
    return value.known and name.known and ":policy/" in str(value.raw) and str(value.raw).endswith(f"/{name.raw}")


def _boundary(who: Identity) -> PolicyDocument | None:
    """The permissions boundary of a role, where the stack makes it."""
    if who.role is None or who.role["permissionsBoundary"].missing:
        return None
    return next((one for one in _managed(who.role, "permissionsBoundary") if one.at.urn != who.role.urn), None)


def _named_by(policies: Iterable[PolicyDocument], known: tuple[Identity, ...]) -> Iterator[Identity]:
    """Whom a target's policies allow something who is no identity of the stack; an account's root only delegates."""
    allowing = [s for document in policies for s in document.statements if s.allows is not Verdict.FAIL]
    accounts = frozenset(one.account for one in known if one.account)
    named = [principal_of(p, accounts) for statement in allowing for p in statement.principals]
    demanded = (c for statement in allowing for c in statement.conditions if c.key in _WHO and c.operator in _SAME)
    named += [Identity(None, "" if isinstance(value, Unknown) else value) for c in demanded for value in c.values]
    if any(document.readable is Verdict.UNKNOWN for document in policies):
        named.append(Identity(None, ""))
    yield from (who for who in named if who and not any(one.arn and one.arn == who.arn for one in known))


@dataclass(frozen=True, slots=True)
class _Judge:
    """What one identity may do, given every document that is about it."""

    who: Identity
    about: tuple[PolicyDocument, ...]
    boundary: PolicyDocument | None

    def permits(self, document: PolicyDocument, actions: tuple[str, ...], target: Term) -> Iterator[Permit]:
        for statement in document.statements:
            may = some(self._lets(statement, action, target) for action in actions)
            yield Permit(self.who, statement.at, may, _is_wide(statement))
        if document.readable is Verdict.UNKNOWN:
            may = Verdict.UNKNOWN & some(self._open(action, target, target) for action in actions)
            yield Permit(self.who, document.at, may)

    def _lets(self, statement: Statement, action: str, target: Term) -> Verdict:
        asked = self._allows(statement, action)
        if asked is Verdict.FAIL:
            return asked
        terms = statement.resources or ("*",)
        left_out = any_term(statement.not_resources, lambda no: isinstance(target, str) and contains(no, target))
        return asked & ~left_out & some(_touches(t, target) & self._open(action, t, target) for t in terms)

    def _allows(self, statement: Statement, action: str) -> Verdict:
        met = Verdict.UNKNOWN if statement.obscure else Verdict.PASS
        met &= every(self._meets(condition, otherwise=Verdict.PASS) for condition in statement.conditions)
        return statement.allows & statement.covers(action) & self._is_about(statement) & met

    def _open(self, action: str, term: Term, target: Term) -> Verdict:
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
    return bool(statement.not_actions) or any(isinstance(a, str) and not a.strip("*:") for a in statement.actions)


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
