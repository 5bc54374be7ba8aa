"""Who holds which policies: the identities of a stack and the documents that say what they may, indexed once.

Who holds a policy is told by edges, so the answers stand while names and ARNs are not known yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.model import Unknown
from policies.documents import IDENTITY_POLICIES, POLICY, ROLE, documents
from policies.iam import PolicyDocument, Statement, Term, read
from policies.identities import Identity, account_of
from policies.managed import managed_by_aws
from policies.paths import select, top
from policies.value import Value
from policies.verdict import Verdict, every
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

_ANY: Final = ""
"""The place of a statement that may be about every place."""


@dataclass(frozen=True, slots=True)
class Held:
    """An identity, and a statement it holds; the whole document where that is not known yet."""

    number: int
    """Its place in the order of the program."""
    who: Identity
    document: PolicyDocument
    statement: Statement | None


class Grants:
    """Every identity that a stack makes or grants something, and the documents that say what it may do."""

    def __init__(self, stack: StackView) -> None:
        self.holders: Final[Mapping[Identity, tuple[PolicyDocument, ...]]] = _holders(stack)
        self.by_arn: Final = {who.arn: who for who in self.holders if who.arn}
        self.accounts: Final = frozenset(who.account for who in self.holders if who.account)
        self._by_policy = defaultdict[str, list[Identity]](list)
        self._allowing = list[Held]()
        self._opaque = list[Held]()
        self._by_action = dict[str, Mapping[str, list[Held]]]()
        self._emergencies = dict[Identity, Verdict]()
        self._boundaries = dict[Identity, PolicyDocument | None]()
        for who, held in self.holders.items():
            for document in held:
                self._by_policy[document.at.urn].append(who)
                self._enter(who, document)

    def _enter(self, who: Identity, document: PolicyDocument) -> None:
        if document.readable is Verdict.UNKNOWN:
            self._opaque.append(Held(len(self._opaque), who, document, None))
        for statement in document.statements:
            if statement.allows is not Verdict.FAIL:
                self._allowing.append(Held(len(self._allowing), who, document, statement))

    def may_let(self, actions: Iterable[str], target: Term) -> Iterator[Held]:
        """Everything that may let somebody do one of the actions on the target, in the order of the program."""
        place, found = place_of(target), dict[int, Held]()
        for action in actions:
            places = self._places(action)
            for here in places if place == _ANY else {place, _ANY}:
                found.update((held.number, held) for held in places.get(here, ()))
        yield from (found[number] for number in sorted(found))
        yield from self._opaque

    def _places(self, action: str) -> Mapping[str, list[Held]]:
        """The statements about an action, by the places they are about."""
        if action not in self._by_action:
            by_place = defaultdict[str, list[Held]](list)
            for held in self._allowing:
                if held.statement is not None and held.statement.covers(action) is not Verdict.FAIL:
                    for place in {place_of(term) for term in held.statement.resources} or {_ANY}:
                        by_place[place].append(held)
            self._by_action[action] = by_place
        return self._by_action[action]

    def holding(self, policy: View) -> list[Identity]:
        """Who holds a policy of the stack."""
        return self._by_policy.get(policy.urn, [])

    def for_emergencies(self, who: Identity) -> Verdict:
        """Whether the organisation keeps the identity for emergencies, asked once."""
        if who not in self._emergencies:
            self._emergencies[who] = who.for_emergencies
        return self._emergencies[who]

    def boundary(self, who: Identity) -> PolicyDocument | None:
        """The permissions boundary of a role, where the stack makes it."""
        if who not in self._boundaries:
            self._boundaries[who] = _boundary(who)
        return self._boundaries[who]


@lru_cache(maxsize=4)
def grants(stack: StackView) -> Grants:
    """What is granted in a stack, gathered once."""
    return Grants(stack)


def held_for_emergencies(policy: View) -> Verdict:
    """Whether those who hold a policy are all roles for emergencies, and somebody does."""
    granted = grants(policy.stack)
    holders = granted.holding(policy)
    return every(granted.for_emergencies(who) for who in holders) if holders else Verdict.FAIL


def _holders(stack: StackView) -> Mapping[Identity, tuple[PolicyDocument, ...]]:
    found = defaultdict[Identity, list[PolicyDocument]](list)
    for role in stack.of_type(ROLE):
        found[Identity.of(role)] += [*documents(role, IDENTITY_POLICIES), *_managed(role, "managedPolicyArns[]")]
    for type_, prop in _CARRIERS.items():
        for policy in stack.of_type(type_):
            for who in _owners(policy, prop):
                found[who] += documents(policy, IDENTITY_POLICIES)
    for type_, props in _ATTACHING.items():
        for attachment in stack.of_type(type_):
            for who in (who for prop in props for who in _owners(attachment, prop)):
                found[who] += _managed(attachment, "policyArn")
    return {who: tuple(held) for who, held in found.items()}


def _owners(policy: View, prop: str) -> Iterator[Identity]:
    """Whose a policy is: by edge, by the name of a role of the stack, else somebody else or somebody not known."""
    roles = [source for source in policy.sources(prop) if source.type == ROLE]
    if roles and not any(value.known for value in policy[prop].each()):
        yield from map(Identity.of, roles)
        return
    for value in policy[prop].each():
        named = _called(policy.stack, value, ROLE) if value.known else []
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
        name = str(value.raw).rpartition("/")[2] if value.known and ":policy/" in str(value.raw) else ""
        named = _called(holder.stack, value.replaced(name), POLICY) if name else []
        if named:
            yield read(named[0]["policy"])
        elif value.known:
            yield managed_by_aws(value)
        elif not linked:
            yield PolicyDocument(value, Verdict.UNKNOWN, "", ())
    if any(value.unknown for value in values):
        yield from (read(policy["policy"]) for policy in linked)


def _called(stack: StackView, name: Value, type_: str) -> list[View]:
    return [view for view in stack.where("name", name, type_) if view["name"].raw == name.raw]


def _boundary(who: Identity) -> PolicyDocument | None:
    if who.role is None or who.role["permissionsBoundary"].missing:
        return None
    return next((one for one in _managed(who.role, "permissionsBoundary") if one.at.urn != who.role.urn), None)


def place_of(term: Term) -> str:
    """An ARN down to its first slash: the bucket, or the kind of thing; nothing where a wildcard stands before."""
    place = "" if isinstance(term, Unknown) else term.partition("/")[0]
    return _ANY if set("*?") & set(place) else place
