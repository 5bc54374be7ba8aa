"""A judged environment as it really comes: the project's own prod, with what a careless change would do to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from config.load import load
from graph.model import UNKNOWN, Graph
from policies.engine import evaluate
from policies.exemptions import Exemption
from policies.levels import Settings
from policies.registry import all_rules
from report.assessment import Assessment, Baseline
from tests.previews import previewed
from tests.report.sample import TODAY

_CARELESS = {
    "aws:sqs/queue:Queue": ("kmsMasterKeyId",),
    "aws:lambda/function:Function": ("tracingConfig", "kmsKeyArn"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ("rule",),
    "aws:cloudwatch/logGroup:LogGroup": ("retentionInDays",),
}
"""Properties that somebody forgot, by the type that needs them."""
_NOT_YET_KNOWN = {"aws:kms/key:Key": "enableKeyRotation"}


@cache
def careless() -> Assessment:
    """Prod with many findings: some known from before, some exempt, some that nobody can know before the deploy."""
    graph = previewed("prod")
    changed = dict(graph.resources)
    for urn, resource in graph.resources.items():
        left = {key: value for key, value in resource.properties.items() if key not in _CARELESS.get(resource.type, ())}
        if hidden := _NOT_YET_KNOWN.get(resource.type):
            left[hidden] = UNKNOWN
        changed[urn] = replace(resource, properties=left)
    settings = Settings.load("prod")
    rules = tuple(rule for rule in all_rules() if settings.asked(rule))
    built = Graph(graph.project, graph.stack, changed)
    found = evaluate(built, rules, settings, today=TODAY)
    excused = [one for one in found.findings if one.urn][:3]
    exemptions = tuple(
        Exemption(
            rule=one.rule_id,
            urn=one.urn,
            reason="The function moves to another account this month.",
            owner="payments-risk@example.com",
            ticket="OPS-77",
            granted=TODAY,
            expires=TODAY + timedelta(days=9),
            approver="ciso@example.com",
        )
        for one in excused
    )
    report = evaluate(built, rules, replace(settings, exemptions=exemptions), today=TODAY)
    return Assessment(
        stack="prod",
        graph=built,
        report=report,
        rules=rules,
        today=TODAY,
        baseline=Baseline.of([one for one in report.findings if one.exemption is None][:17]),
        parity="differs from prod-dr in what was forgotten",
        zone=load("prod"),
    )
