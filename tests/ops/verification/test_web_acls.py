"""What stands before the APIs, in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from config.contracts.systems import WebAclContract
from ops.verification import web_acls
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing

NAME, GROUP = "lz-test-entry", "aws-waf-logs-lz-test-entry"
KEY = f"arn:aws:kms:{HERE}:{ACCOUNT}:key/k"
SEEN = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": True, "MetricName": "it"}
MANAGED = {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}}


def _rules(*, flood: str = "Block", managed: str = "None", limit: int = 600) -> list[dict[str, Any]]:
    rate = {"RateBasedStatement": {"Limit": limit, "AggregateKeyType": "IP"}}
    return [
        {"Name": "flood", "Priority": 0, "Action": {flood: {}}, "Statement": rate, "VisibilityConfig": SEEN},
        {
            "Name": "common",
            "Priority": 1,
            "OverrideAction": {managed: {}},
            "Statement": MANAGED,
            "VisibilityConfig": SEEN,
        },
    ]


@pytest.fixture
def contract(account: Account) -> WebAclContract:
    """A list with its log."""
    del account
    waf = client("wafv2", HERE)
    client("logs", HERE).create_log_group(logGroupName=GROUP, kmsKeyId=KEY)
    client("logs", HERE).put_retention_policy(logGroupName=GROUP, retentionInDays=180)
    arn = waf.create_web_acl(
        Name=NAME, Scope="REGIONAL", DefaultAction={"Allow": {}}, Rules=_rules(), VisibilityConfig=SEEN
    )["Summary"]["ARN"]
    _logged(arn, "authorization")
    log = LogGroupContract(name=GROUP, region=HERE, retention_days=180, key_arn=KEY)
    return WebAclContract(name=NAME, arn=arn, address_limit=600, log_group=log)


def _logged(arn: str, header: str) -> None:
    client("wafv2", HERE).put_logging_configuration(
        LoggingConfiguration={
            "ResourceArn": arn,
            "LogDestinationConfigs": [f"arn:aws:logs:{HERE}:{ACCOUNT}:log-group:{GROUP}"],
            "RedactedFields": [{"SingleHeader": {"Name": header}}],
        }
    )


def test_a_good_list_keeps_every_promise(contract: WebAclContract, account: Account) -> None:
    """And moto shows all of it."""
    lines = list(web_acls.check(contract, HERE, account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert len(lines) > 4


@pytest.mark.parametrize(
    ("rules", "promise", "found"),
    [
        (_rules(limit=90_000), "stops an address after (requests in 5 min)", "90000"),
        (_rules(flood="Count"), "stops an address after (requests in 5 min)", "nothing"),
        (_rules(managed="Count"), "lets a group of rules only count", "1"),
    ],
)
def test_a_list_that_blocks_less_differs(
    contract: WebAclContract, account: Account, rules: list[dict[str, Any]], promise: str, found: str
) -> None:
    """A rule that counts stops nobody."""
    waf = client("wafv2", HERE)
    named = {"Name": NAME, "Scope": "REGIONAL", "Id": contract.arn.rpartition("/")[2]}
    token = waf.get_web_acl(**named)["LockToken"]
    waf.update_web_acl(**named, LockToken=token, DefaultAction={"Allow": {}}, Rules=rules, VisibilityConfig=SEEN)

    assert {promise: found} == differing(web_acls.check(contract, HERE, account))


def test_a_log_with_signatures_differs(contract: WebAclContract, account: Account) -> None:
    """Who reads it could try them."""
    _logged(contract.arn, "x-other")

    assert {"writes down signatures": "yes"} == differing(web_acls.check(contract, HERE, account))


def test_a_list_that_is_gone_differs(contract: WebAclContract, account: Account) -> None:
    """AWS says that there is none."""
    waf = client("wafv2", HERE)
    named = {"Name": NAME, "Scope": "REGIONAL", "Id": contract.arn.rpartition("/")[2]}
    waf.delete_web_acl(**named, LockToken=waf.get_web_acl(**named)["LockToken"])

    found = differing(web_acls.check(contract, HERE, account))
    assert "nothing" == found["stops an address after (requests in 5 min)"]
