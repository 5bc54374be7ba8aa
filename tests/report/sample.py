"""Assessments as the policy engine makes them, built by hand so that a report's test needs no program."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

from graph.model import Graph, Resource, SourcePosition
from policies.exemptions import Exemption
from policies.finding import Finding, Kind, Report
from policies.levels import Level
from policies.rule import Example, Rule, Severity
from policies.verdict import Verdict
from report.assessment import Assessment
from report.changes import Changes
from report.cost.estimate import Estimate
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate

TODAY: Final = date(2026, 11, 22)
BUCKET: Final = "aws:s3/bucket:Bucket"
LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
STACK: Final = "prod"


def urn(type_: str, name: str, stack: str = STACK) -> str:
    return f"urn:pulumi:{stack}::ai-landing-zone::lz:storage:DecisionStore${type_}::{name}"


def a_rule(id_: str, title: str, severity: Severity = Severity.HIGH) -> Rule:
    return Rule(
        id=id_,
        title=title,
        severity=severity,
        types=(BUCKET,),
        control="LOG-04",
        why="Records could be deleted before a regulator may ask for them.",
        fix="Raise retention.decisions.days in config/environments/prod.yaml.",
        frameworks={"ISO42001": ("A.6.2.8",), "EUAI": ("19(1)", "26(6)")},
        good=(Example(BUCKET),),
        bad=(Example(BUCKET),),
        offending="acl",
        resource_check=lambda _: (),
    )


RETENTION: Final = a_rule("LZ-LOG-004", "Decision records are kept as long as their class says", Severity.CRITICAL)
PUBLIC: Final = a_rule("LZ-S3-001", "A bucket is closed to the public")
KEYED: Final = a_rule("LZ-LOG-002", "A log group is encrypted with a customer key", Severity.LOW)
RULES: Final = (KEYED, RETENTION, PUBLIC)


def a_finding(rule: Rule = RETENTION, name: str = "decisions", **over: Any) -> Finding:
    given: dict[str, Any] = {
        "rule_id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "level": Level.MANDATORY,
        "kind": Kind.FAIL,
        "urn": urn(BUCKET, name),
        "resource_type": BUCKET,
        "resource_name": name,
        "path": "rule.defaultRetention.days",
        "message": "is 30, and the class decisions needs 2555",
        "why": rule.why,
        "fix": rule.fix,
        "frameworks": rule.frameworks,
        "source": SourcePosition("stacks/data.py", 41),
    }
    return Finding(**{**given, **over})


def an_exemption(rule: Rule, name: str, **over: Any) -> Exemption:
    given: dict[str, Any] = {
        "rule": rule.id,
        "urn": urn(BUCKET, name),
        "reason": "The bucket holds a public price list until the new site is up.",
        "owner": "web@example.com",
        "ticket": "OPS-123",
        "granted": date(2026, 11, 1),
        "expires": date(2026, 12, 4),
    }
    return Exemption(**{**given, **over})


def a_report(*findings: Finding, **over: Any) -> Report:
    given: dict[str, Any] = {
        "findings": tuple(sorted(findings, key=lambda finding: finding.order)),
        "verdicts": Counter({Verdict.PASS: 96, Verdict.FAIL: 3, Verdict.UNKNOWN: 1}),
        "errors": 0,
        "rules": len(RULES),
        "resources": 2,
        "exemptions_used": tuple(f.exemption for f in findings if f.exemption),
    }
    return Report(**{**given, **over})


def an_assessment(*findings: Finding, **over: Any) -> Assessment:
    resources = {urn(BUCKET, name): Resource(urn=urn(BUCKET, name), type=BUCKET, name=name) for name in ("a", "b")}
    given: dict[str, Any] = {
        "stack": STACK,
        "graph": Graph("ai-landing-zone", STACK, resources),
        "report": a_report(*findings),
        "rules": RULES,
        "today": TODAY,
    }
    return Assessment(**{**given, **over})


def a_full_assessment() -> Assessment:
    """Every kind of thing a report has to say, once."""
    changes = Changes.of(
        [
            (urn(BUCKET, "decisions"), "create-replacement", ["bucket"]),
            (urn(BUCKET, "decisions"), "replace", ["bucket"]),
            (urn(BUCKET, "decisions"), "delete-replaced", []),
            (urn(BUCKET, "models"), "update", ["tags"]),
            (urn("aws:ec2/vpc:Vpc", "main"), "create", []),
            (urn(LOG_GROUP, "flow"), "same", []),
        ],
        {BUCKET, LOG_GROUP},
    )
    return an_assessment(
        a_finding(),
        a_finding(name="archive", path="", message="has no default retention", source=None),
        a_finding(KEYED, "flow", level=Level.ADVISORY, message="has no kmsKeyId", path="kmsKeyId"),
        a_finding(PUBLIC, "prices", message="the ACL is public", path="acl", exemption=an_exemption(PUBLIC, "prices")),
        a_finding(
            PUBLIC,
            "site",
            kind=Kind.UNKNOWN,
            level=Level.ADVISORY,
            message="perhaps the ACL is public: not known before the deploy",
            path="acl",
        ),
        changes=changes,
        cost=a_cost(),
    )


def a_cost() -> Estimate:
    """A gateway, an alarm of a system, a pool that may grow, and something that nobody can price."""
    return an_estimate(
        a_resource(NAT, "egress"),
        a_resource(ALARM, "late", tags={"lz:system": "fraud-scoring"}),
        a_resource(
            "aws:eks/nodeGroup:NodeGroup",
            "inference",
            parent="lz:compute:Pool",
            scalingConfig={"minSize": 1, "maxSize": 3},
            instanceTypes=["g5.xlarge"],
            launchTemplate={"id": "lt-1"},
            labels={"lz/pool": "inference"},
        ),
        a_resource("aws:mystery/thing:Thing", "strange"),
    )
