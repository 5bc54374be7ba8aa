"""Identities as policies name them: by ARN, whether the program makes them or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.model import Unknown
from policies.iam import Principal, matches
from policies.organisation import organisation
from policies.value import opened
from policies.verdict import Verdict, some
from policies.view import View

EVERYBODY = "*"
_ACCOUNT = re.compile(r"\d{12}")
_ROOT = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):root")
_PLACE = re.compile(r"(?<=:iam::)(\d{12}|\*)(?=:)")


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who may be granted something: a role of the stack, or whom a policy names."""

    role: View | None
    arn: str
    """Empty while it is not known; a star for everybody; without an account where nobody says which."""

    @classmethod
    def of(cls, role: View) -> Identity:
        """The identity of a role of the stack."""
        name, path = role["name"], role["path"]
        if not name.known or path.unknown:
            return cls(role, "")
        below = f"role{'/' if path.missing else path.raw}{name.raw}"
        return cls(role, f"arn:aws:iam::{account_of(role)}:{below}")

    @property
    def account(self) -> str:
        """The account's number; empty where it is not known."""
        parts = self.arn.split(":")
        return parts[4] if len(parts) > 5 else ""

    def is_(self, pattern: str) -> Verdict:
        """Whether a pattern of ARNs covers the identity."""
        if not pattern.strip("*"):
            return Verdict.PASS
        if not self.arn:
            return Verdict.UNKNOWN
        own = self.arn
        if ":iam::" in own and not self.account:
            pattern, own = _PLACE.sub("", pattern), _PLACE.sub("", own)
        return Verdict.of(matches(pattern, own))

    def is_principal(self, principal: Principal, *, whole_account: Verdict) -> Verdict:
        """Whether a principal of a policy is the identity; `whole_account` is the answer to its account's root."""
        if isinstance(principal.name, Unknown):
            return Verdict.UNKNOWN
        root = _root_of(principal.name)
        if root and not _ROOT.fullmatch(self.arn):
            return whole_account if self.account in {root, ""} and self.arn != EVERYBODY else Verdict.FAIL
        return self.is_(principal.name if not root else f"arn:aws:iam::{root}:root")

    def named(self, roles: Iterable[str]) -> Verdict:
        """Whether the identity is one of these roles, by name; a star is any characters."""
        return some(self.is_(f"arn:aws:iam::*:role/{name}") for name in roles)

    @property
    def for_emergencies(self) -> Verdict:
        """Whether the organisation keeps the identity for emergencies: its use is told, so it may be wide."""
        return self.named(organisation().emergency_roles)


def principal_of(principal: Principal, accounts: frozenset[str]) -> Identity | None:
    """Whom a principal names, by ARN or by the name of a service; None for the root of one of the accounts.

    A root of the own account allows nobody anything by itself: it lets that account's policies do so.
    """
    if isinstance(principal.name, Unknown):
        return Identity(None, "")
    root = _root_of(principal.name)
    if not root:
        return Identity(None, principal.name)
    return None if root in accounts or not accounts else Identity(None, f"arn:aws:iam::{root}:root")


def account_of(view: View) -> str:
    """The one account that the resource's provider may deploy to; empty where there is none, or more."""
    allowed: Any = opened(view.provider["allowedAccountIds"]).raw if view.provider else None
    return str(allowed[0]) if isinstance(allowed, list) and len(allowed) == 1 else ""


def _root_of(name: str) -> str:
    if _ACCOUNT.fullmatch(name):
        return name
    found = _ROOT.fullmatch(name)
    return found[1] if found else ""
