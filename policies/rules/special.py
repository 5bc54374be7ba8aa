"""Data of special categories (GDPR Art. 9(1)), kept as Art. 10(5) of Regulation (EU) 2024/1689 asks of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET, ENCRYPTION, POLICY, REPLICATION
from policies.classification import SPECIAL, has_tag
from policies.iam import Condition, Statement, any_term, every_term, read
from policies.keys import KEY
from policies.paths import every_aws_resource, select
from policies.replicas import replicated_into
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import ACCOUNT, changed
from policies.rules.examples.special import NAME, OWN_KEY, SPECIAL_DATA, closed_but_to, under
from policies.value import Outcome, Value
from policies.verdict import Verdict, every, some
from policies.view import View

_DEFAULT_KEY: Final = "[].applyServerSideEncryptionByDefault.kmsMasterKeyId"
_KEEPERS: Final = ("aws:iam/", "aws:kms/", "aws:s3/")
"""Modules whose resources name a key without a thing of another kind lying under it."""


def _is_special(bucket: View) -> Verdict:
    return has_tag(bucket, SPECIAL, "true")


@resource_rule(
    id="LZ-DAT-008",
    title="Data of special categories has a key of its own",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="DAT-04",
    why="Under a shared key whoever reads the other data can read this; a key of its own can be withdrawn alone.",
    fix="Make a key for the bucket tagged lz:special-category, and name it in no other encryption.",
    good=SPECIAL_DATA,
    bad=changed(SPECIAL_DATA, "ordinary-encryption", rules=under(OWN_KEY)),
    offending="ordinary-encryption.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    decides=("health.tags", "health-encryption.rules"),
)
def special_data_has_its_own_key(bucket: View) -> Iterator[Outcome]:
    ordinary = ~_is_special(bucket)
    if ordinary is Verdict.PASS:
        return
    own = [holder for holder, _ in ENCRYPTION.of(bucket)[0]]
    for other in bucket.stack.of_type(ENCRYPTION.type):
        its_own = other.refers_to("bucket", bucket, "bucket")
        shared = some(_same_key(mine, other) for mine in own)
        yield other.outcome(ordinary | its_own | ~shared, "lies under the key of data of special categories", "rules")
    keys = {source.urn for holder in own for source in holder.sources("rules") if source.type == KEY}
    for view in every_aws_resource(bucket.stack):
        edges = {urn for urns in view.resource.property_dependencies.values() for urn in urns}
        elsewhere = Verdict.of(bool(keys & edges) and not view.type.startswith(_KEEPERS))
        yield view.outcome(ordinary | ~elsewhere, "lies under the key of data of special categories")


def _same_key(one: View, other: View) -> Verdict:
    """Whether two encryptions name one key: by an edge to it, or by the same text."""
    mine, its = ({s.urn for s in holder.sources("rules") if s.type == KEY} for holder in (one, other))
    if mine & its:
        return Verdict.PASS
    return some(
        Verdict.UNKNOWN if value.unknown or theirs.unknown else Verdict.of(value.raw == theirs.raw)
        for value in select(one, f"rules{_DEFAULT_KEY}")
        for theirs in select(other, f"rules{_DEFAULT_KEY}")
        if not value.missing
    )


_WHO: Final = frozenset({"aws:principalarn", "aws:userid"})
_BUT: Final = frozenset({"arnnotequals", "arnnotlike", "stringnotequals", "stringnotlike"})


@resource_rule(
    id="LZ-DAT-010",
    title="Data of special categories is open to callers by name",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="DAT-04",
    why="Only authorised persons may see it (Art. 10(5)(c)); a grant anywhere in IAM must not make one.",
    fix="Deny s3:GetObject in the bucket policy to everyone whose aws:PrincipalArn is none of the roles you name.",
    good=SPECIAL_DATA,
    bad=changed(SPECIAL_DATA, "health-policy", policy=closed_but_to(f"arn:aws:iam::{ACCOUNT}:role/*")),
    offending="health-policy.policy",
    decides=("health.tags",),
)
def special_data_is_open_by_name(bucket: View) -> Iterator[Outcome]:
    ordinary = ~_is_special(bucket)

    def closed(_: View, policy: Value) -> Verdict:
        found = read(policy)
        kept = some(_keeps_others_out(statement) for statement in found.statements)
        return ordinary | kept | (Verdict.UNKNOWN if found.readable is Verdict.UNKNOWN else Verdict.FAIL)

    if ordinary is not Verdict.PASS:
        yield from POLICY.judge(bucket, closed, "no statement keeps everybody out but callers by name")


def _keeps_others_out(statement: Statement) -> Verdict:
    objects = any_term(statement.resources, lambda resource: resource.endswith("*"))
    unnamed = every(_spares_named(condition) for condition in statement.conditions)
    limited = unnamed & Verdict.of(bool(statement.conditions))
    others = statement.everyone & (Verdict.UNKNOWN if statement.obscure else limited)
    return ~statement.allows & statement.covers("s3:GetObject") & objects & others


def _spares_named(condition: Condition) -> Verdict:
    """Whether a condition lets go only callers who are named to the last part of their ARN."""
    if condition.operator not in _BUT or condition.key not in _WHO:
        return Verdict.FAIL
    return every_term(condition.values, lambda who: bool(who.replace(":", "/").rpartition("/")[2].strip("*?")))


@resource_rule(
    id="LZ-DAT-011",
    title="A copy of data of special categories is held to what the original is",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="DAT-04",
    why="It may not be passed on (Art. 10(5)(d)); a replica that nobody calls special is read by everybody's rules.",
    fix="Do not replicate the bucket; or tag the bucket it is replicated into lz:special-category too.",
    good=SPECIAL_DATA,
    bad=changed(SPECIAL_DATA, "replication", bucket=NAME),
    offending="replication.bucket",
    decides=("health.bucket", "health.tags", "copies.tags", "copies-provider.defaultTags"),
)
def special_data_stays(bucket: View) -> Iterator[Outcome]:
    ordinary = ~_is_special(bucket)
    if ordinary is Verdict.PASS:
        return
    for config in bucket.stack.of_type(REPLICATION.type):
        away = ~config.refers_to("bucket", bucket, "bucket")
        for place in select(config, "rules[].destination.bucket"):
            target = replicated_into(place, config)
            held = _is_special(target) if target else Verdict.UNKNOWN if place.unknown else Verdict.FAIL
            yield place.outcome(ordinary | away | held, "goes where it is not held to be of a special category")
    yield bucket.outcome(Verdict.PASS, "is replicated nowhere")
