"""Knowledge bases: what goes into them, who may put it there, and what of it they may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from policies.access import Permit, keeps_everybody_out, objects_of, policies_of, who_may
from policies.buckets import BUCKET
from policies.checks import Demand, demands, encrypted
from policies.documents import ROLE
from policies.grants import grants
from policies.iam import Statement
from policies.identities import Identity
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed, placed
from policies.rules.examples.custody import store_access
from policies.rules.examples.knowledge import CRAWLED, CURATED, KNOWLEDGE, corpus_policy, crawl
from policies.value import Outcome, Value, non_empty, one_of
from policies.vectors import (
    DATA_SOURCE,
    KNOWLEDGE_BASE,
    SOURCE_BUCKET,
    bucket_named,
    bucket_read,
    is_bucket,
    is_learnt_from,
)
from policies.verdict import Verdict, every, some
from policies.view import View

_S3: Final = "dataSourceConfiguration.s3Configuration"
_CRAWLER: Final = "dataSourceConfiguration.webConfiguration.crawlerConfiguration"
_WRITES: Final = ("s3:PutObject", "s3:DeleteObject")

ingestion_has_a_customer_key = resource_rule(
    id="LZ-RAG-001",
    title="What a knowledge base takes in is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(DATA_SOURCE,),
    control="RAG-01",
    why="While documents are cut and embedded they lie in a store of AWS's, whole.",
    fix="Set server_side_encryption_configuration.kms_key_arn.",
    good=KNOWLEDGE,
    bad=changed(KNOWLEDGE, "handbook", serverSideEncryptionConfiguration=None),
    offending="handbook.serverSideEncryptionConfiguration",
)(encrypted("serverSideEncryptionConfiguration.kmsKeyArn"))

vectors_go_with_their_source = resource_rule(
    id="LZ-RAG-002",
    title="Vectors go when their source goes",
    severity=Severity.HIGH,
    types=(DATA_SOURCE,),
    control="RAG-02",
    why="Who asks to be forgotten is still found by similarity, in vectors of a document that is gone.",
    fix="Set data_deletion_policy to DELETE.",
    good=KNOWLEDGE,
    bad=changed(KNOWLEDGE, "handbook", dataDeletionPolicy="RETAIN"),
    offending="handbook.dataDeletionPolicy",
)(demands(Demand("dataDeletionPolicy", one_of("DELETE"), "keeps the vectors of what was deleted", "DELETE")))


def _is_crawl(source: View) -> Verdict:
    return source["dataSourceConfiguration.type"].holds(one_of("WEB"), when_missing="")


crawl_stays_on_its_host = resource_rule(
    id="LZ-RAG-003",
    title="A crawl stays on its host, below what it was sent for",
    severity=Severity.HIGH,
    types=(DATA_SOURCE,),
    control="RAG-03",
    why="A page that anybody can write, once crawled, speaks to the model in the house's own voice.",
    fix="Set the crawler's scope to HOST_ONLY and give inclusion_filters.",
    good=CRAWLED,
    bad=changed(CRAWLED, "pages", dataSourceConfiguration=crawl(scope="SUBDOMAINS")),
    offending=f"pages.{_CRAWLER}.scope",
    decides=("pages.dataSourceConfiguration.type",),
)(
    demands(
        Demand(f"{_CRAWLER}.scope", one_of("HOST_ONLY"), "crawls other hosts"),
        Demand(f"{_CRAWLER}.inclusionFilters", non_empty, "crawls whatever is linked"),
        when=_is_crawl,
    )
)


@resource_rule(
    id="LZ-RAG-009",
    title="Sources in one bucket read prefixes of their own",
    severity=Severity.MEDIUM,
    types=(DATA_SOURCE,),
    control="RAG-09",
    why="A source that reads its neighbour's prefix answers one tenant from the documents of another.",
    fix="Give each source inclusion_prefixes that are no other's, or a bucket.",
    good=KNOWLEDGE,
    bad=placed(KNOWLEDGE, "tariffs", ("dataSourceConfiguration", "s3Configuration", "inclusionPrefixes"), ["hand"]),
    offending=f"tariffs.{_S3}.inclusionPrefixes",
    decides=(f"tariffs.{SOURCE_BUCKET}", f"handbook.{SOURCE_BUCKET}", f"handbook.{_S3}.inclusionPrefixes"),
)
def sources_read_their_own(source: View) -> Iterator[Outcome]:
    for other in source.stack.of_type(DATA_SOURCE):
        if other.urn != source.urn and not source[SOURCE_BUCKET].missing and not other[SOURCE_BUCKET].missing:
            mixed = _same_bucket(source, other) & _overlapping(source, other)
            at = source[f"{_S3}.inclusionPrefixes"]
            yield at.outcome(~mixed, "reads what another source of the bucket reads")


def _same_bucket(one: View, other: View) -> Verdict:
    here, there = one[SOURCE_BUCKET], other[SOURCE_BUCKET]
    if here.known and there.known:
        return Verdict.of(here.raw == there.raw)
    mine, theirs = _bucket_of(one), _bucket_of(other)
    return Verdict.of(mine is theirs) if mine and theirs else Verdict.UNKNOWN


def _bucket_of(source: View) -> View | None:
    buckets = source.stack.of_type(BUCKET)
    return next((b for b in buckets if is_bucket(source, source[SOURCE_BUCKET], b) is Verdict.PASS), None)


def _overlapping(one: View, other: View) -> Verdict:
    """Whether a prefix of the one begins a prefix of the other; no prefix at all begins every key."""
    here, there = _prefixes(one), _prefixes(other)
    return some(_begins(mine, theirs) for mine in here for theirs in there)


def _prefixes(source: View) -> list[Value]:
    listed = source[f"{_S3}.inclusionPrefixes"]
    return list(listed.each()) or [listed.replaced("")]


def _begins(one: Value, other: Value) -> Verdict:
    if one.unknown or other.unknown:
        return Verdict.UNKNOWN
    return Verdict.of(str(one.raw).startswith(str(other.raw)) or str(other.raw).startswith(str(one.raw)))


@resource_rule(
    id="LZ-RAG-010",
    title="One role writes what models learn from",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="RAG-10",
    why="Who can put a document into the corpus can make the model say it; each further hand is one more to trust.",
    fix="Let the role of the ingestion write, and no other; take s3:PutObject from the others' policies.",
    good=CURATED,
    bad=changed(CURATED, "corpus-policy", policy=corpus_policy("ingestion", "curator")),
    offending="corpus-policy.policy",
    decides=(
        *(f"{role}{what}" for role in ("ingestion", "curator") for what in (".name", "-policy.policy")),
        "corpus.bucket",
    ),
)
def one_role_writes(bucket: View) -> Iterator[Outcome]:
    learnt = is_learnt_from(bucket)
    if learnt is Verdict.FAIL:
        return
    found = list(who_may(bucket.stack, _WRITES, objects_of(bucket), policies_of(bucket), in_emergencies=False))
    yield bucket.outcome(Verdict.PASS, "is written by several roles")
    for permit in found:
        yield permit.at.outcome(~(learnt & _several(found)), "is one of several that may write what models learn from")


def _several(permits: list[Permit]) -> Verdict:
    """Whether these are more than one identity; one that is not known yet may be one of the others."""
    sure = {p.who for p in permits if p.may is Verdict.PASS and p.who.for_emergencies is Verdict.FAIL}
    if max(len({who.arn for who in sure if who.arn}), len({who.role for who in sure if who.role})) > 1:
        return Verdict.PASS
    return Verdict.UNKNOWN if len({p.who for p in permits}) > 1 else Verdict.FAIL


@resource_rule(
    id="LZ-RAG-011",
    title="What models learn from refuses every other writer",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="RAG-10",
    why="Roles of other programs can be granted the bucket tomorrow; only its own policy holds against all of them.",
    fix="Deny s3:PutObject and s3:DeleteObject to everyone where aws:PrincipalArn is not the ingestion's role.",
    good=KNOWLEDGE,
    bad=changed(KNOWLEDGE, "corpus-policy", policy=corpus_policy()),
    offending="corpus-policy.policy",
    decides=("corpus.bucket",),
)
def others_are_refused(bucket: View) -> Iterator[Outcome]:
    learnt = is_learnt_from(bucket)
    kept = every(keeps_everybody_out(policies_of(bucket), action, objects_of(bucket)) for action in _WRITES)
    yield bucket.outcome(~learnt | kept, "lets in whoever is granted it as a writer")


@resource_rule(
    id="LZ-RAG-012",
    title="A knowledge base's role reads its own sources",
    severity=Severity.HIGH,
    types=(KNOWLEDGE_BASE,),
    control="RAG-12",
    why="A source that is added by mistake, or by an attacker, answers with everything the role may read.",
    fix="Name the buckets of the data sources in Resource.",
    good=KNOWLEDGE,
    bad=changed(KNOWLEDGE, "retrieval-policy", policy=store_access("s3:GetObject", resource="arn:aws:s3:::*")),
    offending="retrieval-policy.policy",
)
def role_reads_its_sources(base: View) -> Iterator[Outcome]:
    sources, perhaps = base.stack.attached(base, "knowledgeBaseId", DATA_SOURCE, identities=())
    buckets = {bucket_read(source) for source in sources if not source[SOURCE_BUCKET].missing}
    roles = [role for role in base.stack.of_type(ROLE) if _is_role_of(role, base)]
    if base["roleArn"].unknown and not roles:
        yield base["roleArn"].outcome(Verdict.UNKNOWN, "reads more than its sources")
    for role in roles:
        for document in grants(base.stack).holders[Identity.of(role)]:
            yield from document.judge(
                lambda s: ~_reads_more(s, buckets, unsure=perhaps or "" in buckets), "reads more than its sources"
            )


def _is_role_of(role: View, base: View) -> bool:
    arn = base["roleArn"]
    return base.refers_to("roleArn", role) is Verdict.PASS or (arn.known and arn.raw == Identity.of(role).arn)


def _reads_more(statement: Statement, buckets: Collection[str], *, unsure: bool) -> Verdict:
    """Allows reading where no source lies; a bucket's name with a wildcard is more than any source."""

    def declared(resource: str) -> Verdict:
        named = bucket_named(resource)
        if named and named in buckets:
            return Verdict.PASS
        return Verdict.UNKNOWN if unsure and named and not set("*?") & set(named) else Verdict.FAIL

    within = every(
        declared(resource) if isinstance(resource, str) else Verdict.UNKNOWN for resource in statement.resources
    )
    anywhere = Verdict.of(not statement.resources)
    return statement.allows & statement.covers("s3:GetObject") & (~within | anywhere)
