"""The account's role for access logs."""

from __future__ import annotations

import json

from components.entry.api_logging import ApiLogging, ApiLoggingArgs
from tests.physical import ACCOUNT, REGION
from tests.synth import synth


def test_the_setting_waits_for_a_role_that_may_write_in_this_region_only() -> None:
    """API Gateway tries the role when it is set, and refuses one that cannot."""
    args = ApiLoggingArgs(role="lz-dev-api-logging", account=ACCOUNT, region=REGION, boundary="boundary")
    declared = synth(lambda: ApiLogging("apis", args))
    policy = declared.named("apis-role-policy")

    [statement] = json.loads(policy["policy"])["Statement"]
    assert [f"arn:aws:logs:{REGION}:{ACCOUNT}:*"] == statement["Resource"]
    assert policy.urn in declared.named("apis-setting").dependencies
    role = declared.named("apis-role")
    assert ("boundary", "apigateway.amazonaws.com") == (
        role["permissionsBoundary"],
        json.loads(role["assumeRolePolicy"])["Statement"][0]["Principal"]["Service"],
    )
