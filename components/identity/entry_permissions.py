"""What a deploy may do to the ways in: APIs, their names and certificates, and the web ACL before them.

A policy of its own, because IAM takes no more than 10,240 characters of inline policies a role. API Gateway's rights
are HTTP methods on paths, and its ids are made by AWS: no name narrows them
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html, read
2026-11-26). Calling an API is another right, execute-api:Invoke, and not among these.
"""

from __future__ import annotations

from components import kit

PASSED_TO = ("apigateway.amazonaws.com",)
"""Services that a deploy hands a role of the ways in to."""

READ_ACTIONS = (
    "acm:DescribeCertificate", "acm:ListTagsForCertificate",
    "apigateway:GET",
    "wafv2:Get*", "wafv2:List*",
)  # fmt: skip
"""The shape of what it makes."""

_METHODS = ("apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT")

_PATHS = ("account", "domainnames", "domainnames/*", "restapis", "restapis/*", "tags/*")
"""No API key and no usage plan: the zone has none."""

_CERTIFICATES = ("acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate")

_LISTS = (
    "wafv2:AssociateWebACL", "wafv2:CreateWebACL", "wafv2:DeleteLoggingConfiguration", "wafv2:DeleteWebACL",
    "wafv2:DisassociateWebACL", "wafv2:PutLoggingConfiguration", "wafv2:TagResource", "wafv2:UntagResource",
    "wafv2:UpdateWebACL",
)  # fmt: skip


def apply_document(account: str) -> str:
    """What a deploy may do to the ways in, JSON."""
    lists = [
        f"arn:aws:wafv2:*:{account}:regional/webacl/{kit.PREFIX}-*",
        # A list that names a group of AWS's rules needs the right on that group, and an association on the stage.
        "arn:aws:wafv2:*:*:regional/managedruleset/*",
        "arn:aws:apigateway:*::/restapis/*/stages/*",
    ]
    return kit.policy_document(
        kit.allow("Apis", _METHODS, [f"arn:aws:apigateway:*::/{path}" for path in _PATHS]),
        kit.allow("ProtectApis", ["apigateway:SetWebACL"], ["arn:aws:apigateway:*::/restapis/*/stages/*"]),
        kit.allow("WriteApiPolicies", ["apigateway:UpdateRestApiPolicy"], ["arn:aws:apigateway:*::/restapis/*"]),
        kit.allow("Certificates", _CERTIFICATES, [f"arn:aws:acm:*:{account}:certificate/*"]),
        kit.allow("RequestCertificates", ["acm:RequestCertificate"], ["*"]),
        kit.allow("WebAcls", _LISTS, lists),
        kit.allow(
            "PassEntryRoles",
            ["iam:PassRole"],
            [kit.role_arn(account, f"{kit.PREFIX}-*")],
            Condition={"StringEquals": {"iam:PassedToService": list(PASSED_TO)}},
        ),
    )
