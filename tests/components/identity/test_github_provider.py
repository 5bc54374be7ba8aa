from __future__ import annotations

import pytest

from components.identity import names
from components.identity.github_provider import GithubProvider
from tests.synth import synth


@pytest.mark.parametrize("unknown", [False, True])
def test_only_tokens_made_for_aws_are_taken(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """A token that a workflow made for another cloud opens nothing here."""
    provider = synth(lambda: GithubProvider("github"), unknown=unknown).only(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    )

    assert "https://token.actions.githubusercontent.com" == provider["url"]
    assert ["sts.amazonaws.com"] == provider["clientIdLists"]


def test_its_arn_follows_from_the_account() -> None:
    """Roles of another environment refer to it without asking the stack that owns it."""
    outputs = synth(lambda: GithubProvider("github")).outputs_of("lz:identity:GithubProvider")

    assert {"arn": names.github_arn("111122223333")} == outputs
