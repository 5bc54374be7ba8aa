"""AccountSettings: what an account has once and nobody thinks of until it is needed.

Guarantees: a password of whoever still has one is long and not used again; AWS reaches people about abuse and
vulnerabilities. The zone makes no IAM user, so the password policy holds for those of before and of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import account, iam

from components import kit
from config.vocabulary import Email

LENGTH: Final = 14
REMEMBERED: Final = 24
"""CIS AWS Foundations Benchmark 5.0, 1.7 and 1.8."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountSettingsArgs:
    """Whom AWS tells of abuse."""

    name: str
    title: str
    email: Email
    phone: str


class AccountSettings(pulumi.ComponentResource):
    """The password policy and the security contact of an account."""

    contact: pulumi.Output[str]
    """The address that is registered."""

    def __init__(self, name: str, args: AccountSettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:AccountSettings", name, None, opts)
        iam.AccountPasswordPolicy(
            f"{name}-passwords",
            minimum_password_length=LENGTH,
            password_reuse_prevention=REMEMBERED,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            opts=kit.child(self),
        )
        contact = account.AlternativeContact(
            f"{name}-security",
            alternate_contact_type="SECURITY",
            name=args.name,
            title=args.title,
            email_address=args.email,
            phone_number=args.phone,
            opts=kit.child(self),
        )
        self.contact = contact.email_address
        self.register_outputs({"contact": self.contact})
