"""Who holds which policies: the identities of a stack and the documents that say what they may, indexed once.

Who holds a policy is told by edges, so the answers stand while names and ARNs are not known yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import Final

from graph.model import Unknown
from policies.documents import IDENTITY_POLICIES, POLICY, ROLE, documents
from policies.iam import PolicyDocument, Statement, Term, Terms, read
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
"""Where a statement does not say which service or which place it is about."""


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
        self._places = defaultdict[tuple[str, str], list[Held]](list)
        self._services = defaultdict[str, list[Held]](list)
        self._opaque = list[Held]()
        self._count = 0
        self._boundaries = dict[Identity, PolicyDocument | None]()
        for who, held in self.holders.items():
            for document in held:
                self._by_policy[document.at.urn].append(who)
                self._enter(who, document)

    def _enter(self, who: Identity, document: PolicyDocument) -> None:
        if document.readable is Verdict.UNKNOWN:
            self._opaque.append(Held(0, who, document, None))
        for statement in document.statements:
            if statement.allows is not Verdict.FAIL:
                self._count += 1
                held = Held(self._count, who, document, statement)
                services = _services_of(statement)
                for service in services:
                    self._services[service].append(held)
                for key in product(services, _places_of(statement)):
                    self._places[key].append(held)

    def may_let(self, actions: Iterable[str], target: Term) -> Iterator[Held]:
        """Everything that may let somebody do one of the actions on the target, in the order of the program."""
        services = {_service_of(action) for action in actions} | {_ANY}
        place = _place_of(target)
        if place == _ANY:
            found = chain.from_iterable(self._services[service] for service in services)
        else:
            found = chain.from_iterable(self._places[key] for key in product(services, (place, _ANY)))
        yield from sorted({id(held): held for held in found}.values(), key=lambda held: held.number)
        yield from self._opaque

    def holding(self, policy: View) -> list[Identity]:
        """Who holds a policy of the stack."""
        return self._by_policy.get(policy.urn, [])

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
    holders = grants(policy.stack).holding(policy)
    return every(who.for_emergencies for who in holders) if holders else Verdict.FAIL


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


def _services_of(statement: Statement) -> set[str]:
    if statement.not_actions:
        return {_ANY}
    return {_ANY if isinstance(action, Unknown) else _service_of(action) for action in statement.actions}


def _service_of(action: str) -> str:
    service = action.partition(":")[0].lower()
    return _ANY if set("*?") & set(service) else service


def _places_of(statement: Statement) -> set[str]:
    terms: Terms = statement.resources
    return {_place_of(term) for term in terms} if terms else {_ANY}


def _place_of(term: Term) -> str:
    """An ARN down to its first slash: the bucket, or the kind of thing; nothing where a wildcard stands before."""
    place = "" if isinstance(term, Unknown) else term.partition("/")[0]
    return _ANY if set("*?") & set(place) else place
