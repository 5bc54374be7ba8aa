"""Roles of service accounts in a good and a bad account."""

from __future__ import annotations

from ops.verification import pod_roles
from ops.verification.account import Account
from tests.ops.verification import platform
from tests.ops.verification.reading import HERE, differing, kept, unchecked


def test_a_good_role_trusts_one_service_account(account: Account) -> None:
    """Whether EKS gives it out, moto cannot say."""
    platform.reader()

    lines = list(pod_roles.check(platform.READER, platform.NAME, HERE, account))

    assert {"trusts", "for"} == kept(lines)
    assert {"gets"} == set(unchecked(lines))


def test_a_role_for_another_namespace_differs(account: Account) -> None:
    """Somebody else's pods would read the weights."""
    platform.reader(namespace="other")

    assert {"for": "other/vllm"} == differing(pod_roles.check(platform.READER, platform.NAME, HERE, account))


def test_a_role_that_is_gone_differs(account: Account) -> None:
    """Pods would start and read nothing."""
    assert {"trusts": "nothing", "for": "nothing"} == differing(
        pod_roles.check(platform.READER, platform.NAME, HERE, account)
    )
