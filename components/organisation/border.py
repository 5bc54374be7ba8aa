"""Border: policies of AWS Organizations, attached to the roots, units or accounts they hold.

Guarantees: each document stands as a policy of its type, and is attached to every target. The types must be enabled in
the organization. https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import organizations

from components import kit

_TARGET: Final = re.compile(r"r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|\d{12}")
"""A root, an organizational unit, an account.
https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class BorderPolicy:
    """One document."""

    name: str
    type: str
    """By its name in the API, such as SERVICE_CONTROL_POLICY."""
    description: str
    content: str
    """JSON; AWS counts its characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BorderArgs:
    """What is held, and who by."""

    policies: Sequence[BorderPolicy]
    targets: Sequence[str]
    """Ids of roots (r-...), organizational units (ou-...) or accounts. ValueError for anything else, and for none."""

    def __post_init__(self) -> None:
        if not self.targets:
            raise ValueError(
                "targets: a policy that is attached to nothing holds nobody; name a root, a unit or an account"
            )
        if wrong := [target for target in self.targets if not _TARGET.fullmatch(target)]:
            raise ValueError(f"targets: {wrong[0]!r} is no root (r-...), organizational unit (ou-...) or account")


class Border(pulumi.ComponentResource):
    """A policy a document, and an attachment a target."""

    ids: pulumi.Output[dict[str, str]]
    """The id of each policy, by its name."""

    def __init__(self, name: str, args: BorderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:organisation:Border", name, None, opts)
        ids = dict[str, pulumi.Output[str]]()
        for one in args.policies:
            policy = organizations.Policy(
                one.name,
                name=one.name,
                type=one.type,
                description=one.description,
                content=one.content,
                opts=kit.child(self),
            )
            for target in args.targets:
                organizations.PolicyAttachment(
                    f"{one.name}-{target}", policy_id=policy.id, target_id=target, opts=kit.child(self)
                )
            ids[one.name] = policy.id
        self.ids = pulumi.Output.all(**ids)
        self.register_outputs({"ids": self.ids})
