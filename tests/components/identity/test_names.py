from __future__ import annotations

from components.identity import names


def test_two_environments_of_an_account_do_not_share_an_identity() -> None:
    """IAM has no Regions: an environment and the one that recovers it would fight over one role."""
    for arn in (names.boundary_arn, names.preview_arn, names.apply_arn, names.break_glass_arn):
        assert arn("prod", "111122223333") != arn("prod-dr", "111122223333")


def test_the_trust_in_github_is_one_an_account() -> None:
    """AWS refuses a second provider of the same issuer."""
    assert "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" == names.github_arn(
        "111122223333"
    )
