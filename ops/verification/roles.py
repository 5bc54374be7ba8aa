"""Roles of people and pipelines: they exist, within the boundary."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.foundation import RolesContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_PATH = "Role.PermissionsBoundary.PermissionsBoundaryArn"


def check(roles: RolesContract, region: str, account: Account) -> Iterator[Line]:
    """The boundary policy and each role; IAM is global, the Region only says where it is asked."""
    iam = account.client("iam", region)
    boundary = account.thing("policy", _name(roles.boundary))
    yield boundary.holds("is", roles.boundary, lambda: iam.get_policy(PolicyArn=roles.boundary)["Policy"]["Arn"])
    for arn in (roles.preview, roles.apply, roles.break_glass):
        thing = account.thing("role", _name(arn))
        found = Once(lambda arn=arn: iam.get_role(RoleName=_name(arn)))
        yield thing.holds("is", arn, lambda found=found: jmespath.search("Role.Arn", found()))
        yield thing.holds("bounded by", roles.boundary, lambda found=found: jmespath.search(_PATH, found()))


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
