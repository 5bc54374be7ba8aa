"""What a deploy may do to the ways in."""

from __future__ import annotations

import pytest

from components.identity import entry_permissions
from tests.components.identity.granting import reader

ACCOUNT = "111122223333"
HERE = f"eu-west-1:{ACCOUNT}"


granting = reader(entry_permissions.apply_document(ACCOUNT))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("apigateway:POST", "arn:aws:apigateway:eu-west-1::/restapis"),
        ("apigateway:PATCH", "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/v1"),
        ("apigateway:PATCH", "arn:aws:apigateway:eu-west-1::/account"),
        ("apigateway:SetWebACL", "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/v1"),
        ("apigateway:POST", "arn:aws:apigateway:eu-west-1::/domainnames"),
        ("acm:RequestCertificate", "*"),
        ("wafv2:UpdateWebACL", f"arn:aws:wafv2:{HERE}:regional/webacl/lz-prod-entry/abc"),
        ("wafv2:UpdateWebACL", "arn:aws:wafv2:eu-west-1:aws:regional/managedruleset/AWS/AWSManagedRulesCommonRuleSet"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-api-logging"),
    ],
)
def test_a_deploy_can_shape_ways_in(action: str, resource: str) -> None:
    """The policy is enough for what the layers declare."""
    assert granting(action, resource)


@pytest.mark.parametrize(
    ("action", "outside"),
    [
        ("execute-api:Invoke", f"arn:aws:execute-api:{HERE}:abc/v1/POST/decisions"),
        ("apigateway:POST", "arn:aws:apigateway:eu-west-1::/apikeys"),
        ("apigateway:POST", "arn:aws:apigateway:eu-west-1::/usageplans"),
        ("wafv2:DeleteWebACL", f"arn:aws:wafv2:{HERE}:regional/webacl/other/abc"),
        ("acm:ExportCertificate", f"arn:aws:acm:{HERE}:certificate/abc"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/administrator"),
    ],
)
def test_a_deploy_calls_no_system_and_makes_no_key(action: str, outside: str) -> None:
    """Callers sign with roles of their own; a key that lives long is nobody's."""
    assert [] == granting(action, outside)
