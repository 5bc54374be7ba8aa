"""Personal data: gone when the time is over for which the organisation said it needs it.

Articles are of the GDPR. What lifecycles do to versions:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html; noted 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET, LOCK, lock_days
from policies.classification import CONTENT, CONVERSATIONS, PERSONAL, days_of, has_tag, tag
from policies.erasure import erases_in_time, is_category, is_somebodys, within_limit
from policies.paths import every_aws_resource, select
from policies.patterns import overlap
from policies.replicas import BACKUP_PLAN, TABLE
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples import personal as examples
from policies.rules.examples.build import changed
from policies.rules.examples.personal import PERSONAL_DATA, SELECTION, backed_up, erased
from policies.value import Outcome, Value, is_true, non_empty
from policies.verdict import Verdict, some
from policies.view import StackView, View


@graph_rule(
    id="LZ-DAT-009",
    title="Personal data names a category with a limit",
    severity=Severity.HIGH,
    types=("aws:*",),
    control="DAT-05",
    why="Without a category nobody knows when it is to be erased, so it never is (Art. 5(1)(e), 30(1)(f)).",
    fix="Set lz:personal-data to a category of erasure-limits in policies/organisation.yaml, or to none.",
    good=PERSONAL_DATA,
    bad=changed(PERSONAL_DATA, "chats", tags={"lz:data-class": "operations", "lz:personal-data": "some"}),
    offending="chats.tags.lz:personal-data",
)
def personal_data_names_a_category(stack: StackView) -> Iterator[Outcome]:
    for view in every_aws_resource(stack):
        said = view["tags"].at(PERSONAL)
        if not said.missing:
            yield said.must(is_category, f"{PERSONAL} names no category of the organisation")


@resource_rule(
    id="LZ-DAT-012",
    title="A bucket of personal data deletes it for good within the limit",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="DAT-05",
    why="A bucket with versions hides what expired and keeps it; only a second number deletes it (Art. 5(1)(e), 17).",
    fix="Give a lifecycle rule of everything an expiration and a noncurrent_version_expiration that sum to the limit.",
    good=PERSONAL_DATA,
    bad=changed(PERSONAL_DATA, "chats-lifecycle", rules=erased(300, 400)),
    offending="chats-lifecycle.rules[0].noncurrentVersionExpiration.noncurrentDays",
    decides=("chats.tags",),
)
def personal_data_is_deleted(bucket: View) -> Iterator[Outcome]:
    nobodys = ~is_somebodys(bucket)
    if nobodys is not Verdict.PASS:
        yield bucket.outcome(nobodys | erases_in_time(bucket), "keeps personal data beyond the limit of its category")


_TALK: Final = re.compile("chat|conversation|session", re.IGNORECASE)


def _remembers(table: View) -> Verdict:
    """Whether a table keeps what people said or did: it says so, or it is called so."""
    named = Verdict.of(_TALK.search(table.name) is not None)
    called = table["name"].holds(lambda raw: _TALK.search(str(raw)) is not None)
    return has_tag(table, CONTENT, CONVERSATIONS) | is_somebodys(table) | named | called


@resource_rule(
    id="LZ-DAT-013",
    title="A table of conversations forgets",
    severity=Severity.MEDIUM,
    types=(TABLE,),
    control="DAT-06",
    why="An assistant needs the last minutes of a conversation; the years before are a leak that waits (Art. 25(2)).",
    fix="Set ttl with enabled and attribute_name, and write the attribute with every item.",
    good=examples.CONVERSATIONS,
    bad=changed(examples.CONVERSATIONS, "turns", ttl={"enabled": False, "attributeName": "expiration"}),
    offending="turns.ttl.enabled",
    decides=("turns.tags",),
)
def conversations_are_forgotten(table: View) -> Iterator[Outcome]:
    on = table["ttl.enabled"].holds(is_true) & table["ttl.attributeName"].holds(non_empty)
    yield table["ttl.enabled"].outcome(~_remembers(table) | on, "keeps what people said for ever")


@resource_rule(
    id="LZ-DAT-014",
    title="Backups of personal data are deleted within the limit",
    severity=Severity.MEDIUM,
    types=(BACKUP_PLAN,),
    control="DAT-09",
    why="What was erased lives on in every backup that nobody deletes, and comes back with the next restore.",
    fix="Set lifecycle.delete_after of the rule and of each copy to the limit of what the plan backs up, or less.",
    good=examples.CONVERSATIONS,
    bad=changed(examples.CONVERSATIONS, "plan", rules=backed_up(1000)),
    offending="plan.rules[0].lifecycle.deleteAfter",
    decides=("turns.tags", "selection.selectionTags"),
)
def backups_are_deleted(plan: View) -> Iterator[Outcome]:
    ends = [
        *select(plan, "rules[].lifecycle.deleteAfter"),
        *select(plan, "rules[].copyActions[].lifecycle.deleteAfter"),
    ]
    for selection in plan.stack.naming(plan, "planId", SELECTION, identities=("id",)):
        its = selection.refers_to("planId", plan, "id")
        for view in plan.stack.those(is_somebodys):
            chosen = is_somebodys(view) & its & _chooses(selection, view)
            if chosen is not Verdict.FAIL:
                for days in ends:
                    yield days.outcome(~chosen | _ends_in_time(view, days), "outlives the limit of what it backs up")
    yield plan.outcome(Verdict.PASS, "backs up no personal data")


def _ends_in_time(view: View, days: Value) -> Verdict:
    given = days_of(days)
    return Verdict.FAIL if given == 0 else within_limit(view, given)


def _chooses(selection: View, view: View) -> Verdict:
    """Whether a selection of backups is about a resource: by edge, by its ARN, or by one of its tags."""
    if any(source.urn == view.urn for source in selection.sources("resources")):
        return Verdict.PASS
    by_arn = some(_is_arn_of(arn, view) for arn in selection["resources"].each())
    by_tag = some(_is_tagged(tags, view) for tags in selection["selectionTags"].each())
    return by_arn | by_tag


def _is_tagged(tags: Value, view: View) -> Verdict:
    key, value = tags.at("key"), tags.at("value")
    if not (key.known and value.known):
        return Verdict.UNKNOWN
    return tag(view, str(key.raw)).holds(lambda raw: raw == value.raw)


def _is_arn_of(arn: Value, view: View) -> Verdict:
    """Whether a pattern of ARNs covers the resource, whose ARN ends with its name."""
    names = [view[path] for path in ("name", "bucket", "identifier", "clusterIdentifier") if not view[path].missing]
    everything = Verdict.of(arn.raw == "*")
    if arn.unknown or not names:
        return everything | Verdict.UNKNOWN
    return everything | some(name.holds(lambda raw: _may_end(str(arn.raw), raw)) for name in names)


def _may_end(pattern: str, name: object) -> bool:
    return any(overlap(pattern, f"arn:aws:*{separator}{name}") for separator in (":", "/"))


@resource_rule(
    id="LZ-DAT-015",
    title="Object Lock lets personal data go within the limit",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="DAT-12",
    why="A lock that outlives the purpose makes a request for erasure impossible to answer (Art. 17(1)).",
    fix="Lower default_retention to the limit of the category, or keep a digest there and the data elsewhere.",
    good=PERSONAL_DATA,
    bad=changed(PERSONAL_DATA, "chats-lock", rule={"defaultRetention": {"mode": "GOVERNANCE", "years": 7}}),
    offending="chats-lock.rule.defaultRetention.years",
    decides=("chats.tags",),
)
def lock_lets_personal_data_go(bucket: View) -> Iterator[Outcome]:
    nobodys = ~is_somebodys(bucket)
    for _, retention in LOCK.of(bucket)[0]:
        held = within_limit(bucket, lock_days(retention))
        yield retention.outcome(nobodys | held, "locks personal data beyond the limit of its category")
    yield bucket.outcome(Verdict.PASS, "locks nothing")
