"""What is kept for longer than its data class asks: technical documentation, and what is in scope of an audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from policies.buckets import BUCKET, LIFECYCLE, LOCK, lock_days
from policies.classification import CONTENT, DOCUMENTATION, RISK, ROLE, SCOPE, has_tag, tag
from policies.inventory import SPEAKING_TYPES
from policies.organisation import organisation
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.retention import DOCUMENTED, DOCUMENTS, IN_SCOPE
from policies.value import Outcome, Value, at_least, one_of
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

_EXPIRIES: Final = ("expiration.days", "noncurrentVersionExpiration.noncurrentDays")


@resource_rule(
    id="LZ-LOG-012",
    title="Technical documentation is locked for ten years",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="LOG-06",
    why="An authority may ask for the documentation of a high-risk system ten years after it came into use.",
    fix="Give the bucket's Object Lock default_retention years=10; buckets tagged lz:content technical-documentation.",
    good=DOCUMENTS,
    bad=changed(DOCUMENTS, "documents-lock", rule={"defaultRetention": {"mode": "GOVERNANCE", "years": 5}}),
    offending="documents-lock.rule.defaultRetention.years",
    decides=("documents.tags",),
)
def documentation_is_locked(bucket: View) -> Iterator[Outcome]:
    other = ~has_tag(bucket, CONTENT, DOCUMENTATION)
    asked = organisation().documentation_retention.days

    def long_enough(_: View, retention: Value) -> Verdict:
        days = lock_days(retention)
        return Verdict.UNKNOWN if days is None else Verdict.of(days >= asked)

    for found in LOCK.judge(bucket, long_enough, f"documentation is not locked for {asked} days"):
        yield replace(found, verdict=other | found.verdict)


@graph_rule(
    id="LZ-GOV-007",
    title="Where a high-risk system runs there is a store for its technical documentation",
    severity=Severity.MEDIUM,
    types=SPEAKING_TYPES,
    control="GOV-12",
    why="Annex IV is owed before the system runs and for ten years after; a wiki page is gone with its author.",
    fix="Make a bucket tagged lz:content technical-documentation, locked for ten years; DocumentationStore does.",
    good=DOCUMENTED,
    bad=changed(DOCUMENTED, "documents", tags={"lz:data-class": "operations"}),
    offending="documents.tags.lz:content",
    decides=("flow.tags", "flow-provider.defaultTags", "documents-provider.defaultTags"),
)
def documentation_has_a_store(stack: StackView) -> Iterator[Outcome]:
    if "." in stack.graph.stack:  # one layer of a divided environment: the store stands in another, data
        return
    stored = some(has_tag(bucket, CONTENT, DOCUMENTATION) for bucket in stack.of_type(BUCKET))
    for view in stack.of_type(*SPEAKING_TYPES):
        other = ~has_tag(view, RISK, "high") | has_tag(view, ROLE, "recovery")  # the primary makes it for both Regions
        yield view.outcome(other | stored, "its system is of tier high, and no bucket is for technical documentation")


def _kept(view: View, days: Value) -> Verdict:
    """Whether the days are enough for every audit the resource is in scope of; none and 0 are for ever."""
    said = tag(view, SCOPE)
    return every(
        ~said.holds(lambda raw, name=name: name in str(raw).split())
        | days.holds(lambda raw, least=floor.days: str(raw) == "0" or at_least(least)(raw), when_missing=0)
        for name, floor in organisation().scope_retention.items()
    )


@resource_rule(
    id="LZ-LOG-013",
    title="Logs in scope of an audit are kept as long as it asks",
    severity=Severity.MEDIUM,
    types=(LOG_GROUP, BUCKET),
    control="LOG-21",
    why="Whoever audits the books of seven years back asks who could change the system that wrote them.",
    fix="Raise retention_in_days or the expiration of the bucket to scope-retention in policies/organisation.yaml.",
    good=IN_SCOPE,
    bad=changed(IN_SCOPE, "audit-logs", retentionInDays=400),
    offending="audit-logs.retentionInDays",
    decides=("audit-logs.tags",),
)
def audit_logs_are_kept(view: View) -> Iterator[Outcome]:
    if view.type == LOG_GROUP:
        days = view["retentionInDays"]
        yield days.outcome(_kept(view, days), "deletes events before the audit it is in scope of allows it")
        return
    for _, rules in LIFECYCLE.of(view)[0]:
        for rule in rules.each():
            asleep = rule.at("status").holds(one_of("Disabled"))
            for path in _EXPIRIES:
                kept = asleep | _kept(view, rule.at(path))
                yield rule.at(path).outcome(kept, "expires objects before the audit they are in scope of allows it")
