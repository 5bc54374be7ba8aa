"""What stands before the APIs."""

from __future__ import annotations

import pytest

from components.entry.web_acl import COUNTED, REDACTED, WebAcl, WebAclArgs
from tests.physical import REGION
from tests.synth import Declared, synth


@pytest.fixture(scope="module")
def declared() -> Declared:
    args = WebAclArgs(acl="lz-dev-entry", limit=1_234, region=REGION, log_group_arn="log-group")
    return synth(lambda: WebAcl("entry", args))


def test_an_address_that_floods_is_stopped_first(declared: Declared) -> None:
    """Before a rule of AWS's is paid for it."""
    rules = declared.only("aws:wafv2/webAcl:WebAcl")["rules"]
    first = min(rules, key=lambda rule: rule["priority"])

    assert {"block": {}} == first["action"]
    assert (1_234, "IP") == (
        first["statement"]["rateBasedStatement"]["limit"],
        first["statement"]["rateBasedStatement"]["aggregateKeyType"],
    )


def test_known_attacks_are_stopped_and_text_for_a_model_is_not(declared: Declared) -> None:
    """The groups block by themselves; rules that misread prose count only."""
    rules = {rule["name"]: rule for rule in declared.only("aws:wafv2/webAcl:WebAcl")["rules"]}

    for group, counted in COUNTED.items():
        assert {"none": {}} == rules[group]["overrideAction"]
        overrides = rules[group]["statement"]["managedRuleGroupStatement"].get("ruleActionOverrides", [])
        assert list(counted) == [o["name"] for o in overrides]
        assert all({"count": {}} == o["actionToUse"] for o in overrides)
    assert len(rules) == len({rule["priority"] for rule in rules.values()})


def test_no_sample_keeps_a_request(declared: Declared) -> None:
    """Samples hold headers, and nobody's key protects them."""
    acl = declared.only("aws:wafv2/webAcl:WebAcl")

    seen = [acl["visibilityConfig"], *(rule["visibilityConfig"] for rule in acl["rules"])]
    assert {False} == {config["sampledRequestsEnabled"] for config in seen}


def test_the_log_has_what_a_rule_met_and_no_signature(declared: Declared) -> None:
    """Who was stopped and why."""
    log = declared.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")

    assert ["log-group"] == log["logDestinationConfigs"]
    assert list(REDACTED) == [field["singleHeader"]["name"] for field in log["redactedFields"]]
    assert "DROP" == log["loggingFilter"]["defaultBehavior"]
