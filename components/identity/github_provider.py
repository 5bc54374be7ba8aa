"""The account's trust in GitHub as an identity provider: workflows get short credentials, and no key is stored.

AWS takes one provider of an issuer an account. Where two environments share an account, one of them owns it, and roles
of both refer to it by its ARN, which follows from the account.
"""

from __future__ import annotations

import pulumi
from pulumi_aws import iam

from components import kit
from components.identity import names

AUDIENCE = "sts.amazonaws.com"
"""What GitHub's tokens must be made for; the audience of aws-actions/configure-aws-credentials."""


class GithubProvider(pulumi.ComponentResource):
    """The OpenID Connect provider of GitHub Actions; takes no arguments, because there is nothing to choose."""

    arn: pulumi.Output[str]
    """The provider's ARN."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:GithubProvider", name, None, opts)
        # No thumbprint: for this issuer AWS trusts the certificate authority and ignores a thumbprint that is given.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
        provider = iam.OpenIdConnectProvider(
            f"{name}-github", url=f"https://{names.GITHUB}", client_id_lists=[AUDIENCE], opts=kit.child(self)
        )

        self.arn = provider.arn
        self.register_outputs({"arn": self.arn})
