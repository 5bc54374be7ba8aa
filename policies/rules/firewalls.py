"""Web ACLs: whom they stop, and what is kept of it.

Rules given as JSON (ruleJson) are not read, so that a list which has no others fails.

Sources: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html,
https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html (an override is of a whole group),
.../API_VisibilityConfig.html (no redaction of a log touches a sample); noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed, placed
from policies.rules.examples.entry import ACL_LOG, ENTRY, WEB_ACL, managed
from policies.value import Outcome, Value, is_false, one_of
from policies.verdict import Verdict, some
from policies.view import View

ACL_RULE: Final = "aws:wafv2/webAclRule:WebAclRule"
ACL_GROUP: Final = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation"


def _given(value: Value) -> Verdict:
    """Whether a block is there, empty or not."""
    return value.holds(lambda _: True)


def _of_rules(view: View, path: str) -> Iterator[Value]:
    """What each rule of a list has at a path; a rule may also be a resource of its own."""
    return select(view, f"rules[].{path}" if view.type == WEB_ACL else path)


@resource_rule(
    id="LZ-WAF-001",
    title="A web ACL stops an address that floods",
    severity=Severity.HIGH,
    types=(WEB_ACL,),
    control="CST-03",
    why="A throttle refuses everybody alike once one caller has used it up, and GPUs are paid by the hour.",
    fix="Add a rule with a rate_based_statement of aggregate_key_type IP, and the action block.",
    good=ENTRY,
    bad=placed(ENTRY, "acl", ("rules", 0, "action"), {"count": {}}),
    offending="acl.rules[0].action.block",
    decides=("acl.rules[1]",),
)
def flood_is_stopped(acl: View) -> Iterator[Outcome]:
    stopped = some(_stops_a_flood(rule) for rule in acl["rules"].each())
    yield acl.outcome(stopped, "lets one address send as much as it likes", "rules")


def _stops_a_flood(rule: Value) -> Verdict:
    rate = rule.at("statement.rateBasedStatement")
    by_address = rate.at("aggregateKeyType").holds(one_of("FORWARDED_IP", "IP"), when_missing="IP")
    return _given(rate) & by_address & _given(rule.at("action.block"))


@resource_rule(
    id="LZ-WAF-002",
    title="No group of rules is silenced as a whole",
    severity=Severity.MEDIUM,
    types=(WEB_ACL, ACL_RULE, ACL_GROUP),
    control="NET-07",
    why="A group that only counts looks in the console like one that stops, and attacks pass it.",
    fix="Set override_action none; let a single rule that is wrong count by rule_action_overrides.",
    good=ENTRY,
    bad=placed(ENTRY, "acl", ("rules", 1, "overrideAction"), {"count": {}}),
    offending="acl.rules[1].overrideAction.count",
)
def no_group_is_silenced(view: View) -> Iterator[Outcome]:
    if view.type == ACL_GROUP:
        action = view["overrideAction"]
        yield action.outcome(action.holds(one_of("none"), when_missing="none"), "the group only counts")
        return
    for count in _of_rules(view, "overrideAction.count"):
        yield count.outcome(~_given(count), "the group only counts")


@resource_rule(
    id="LZ-WAF-003",
    title="A web ACL writes down whom it stopped",
    severity=Severity.MEDIUM,
    types=(WEB_ACL,),
    control="LOG-16",
    why="Who is stopped in error complains about a silence that nobody can explain without the log.",
    fix="Add aws.wafv2.WebAclLoggingConfiguration with the ARN of the list.",
    good=ENTRY,
    bad=changed(ENTRY, "acl-log", resourceArn="arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/another/1"),
    offending="acl-log.resourceArn",
)
def acl_writes_a_log(acl: View) -> Iterator[Outcome]:
    logs, perhaps = acl.stack.attached(acl, "resourceArn", ACL_LOG, identities=("arn",))
    written = Verdict.PASS if logs else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield acl.outcome(written, "writes no log")


@resource_rule(
    id="LZ-WAF-004",
    title="The log of a web ACL keeps no signature",
    severity=Severity.MEDIUM,
    types=(ACL_LOG,),
    control="LOG-17",
    why="For minutes a signed header is as good as its caller: who reads the log could ask in his name.",
    fix="Redact the single header authorization, and x-amz-security-token with it.",
    good=ENTRY,
    bad=changed(ENTRY, "acl-log", redactedFields=[{"singleHeader": {"name": "user-agent"}}]),
    offending="acl-log.redactedFields",
)
def log_keeps_no_signature(log: View) -> Iterator[Outcome]:
    headers = select(log, "redactedFields[].singleHeader.name")
    redacted = some(header.holds(lambda raw: str(raw).lower() == "authorization") for header in headers)
    yield log["redactedFields"].outcome(redacted, "writes down the header that callers sign with")


@resource_rule(
    id="LZ-WAF-005",
    title="No sample keeps a request",
    severity=Severity.MEDIUM,
    types=(WEB_ACL, ACL_RULE, ACL_GROUP),
    control="LOG-17",
    why="A sample holds the headers of whole requests, signatures too, past every redaction and class of a log.",
    fix="Set sampled_requests_enabled False on the list and on each of its rules.",
    good=ENTRY,
    bad=placed(ENTRY, "acl", ("visibilityConfig", "sampledRequestsEnabled"), True),
    offending="acl.visibilityConfig.sampledRequestsEnabled",
)
def no_sample_keeps_a_request(view: View) -> Iterator[Outcome]:
    path = "visibilityConfig.sampledRequestsEnabled"
    own = [view[path]] if view.type == WEB_ACL else []
    for sampled in (*own, *_of_rules(view, path)):
        yield sampled.must(is_false, "keeps samples of requests")


@resource_rule(
    id="LZ-WAF-006",
    title="A web ACL knows the attacks that AWS knows",
    severity=Severity.MEDIUM,
    types=(WEB_ACL,),
    control="NET-07",
    why="Attacks on libraries are found every week; rules of our own would always be those of the last one.",
    fix="Add a managed_rule_group_statement of vendor_name AWS, AWSManagedRulesKnownBadInputsRuleSet first.",
    good=ENTRY,
    bad=placed(ENTRY, "acl", ("rules", 1, "statement"), managed("Example")),
    offending="acl.rules[1].statement.managedRuleGroupStatement.vendorName",
    decides=("acl.rules[0]", "acl.rules[0].statement"),
)
def known_attacks_are_known(acl: View) -> Iterator[Outcome]:
    vendors = select(acl, "rules[].statement.managedRuleGroupStatement.vendorName")
    known = some(vendor.holds(one_of("AWS")) for vendor in vendors)
    yield acl.outcome(known, "holds requests against no list of AWS", "rules")
