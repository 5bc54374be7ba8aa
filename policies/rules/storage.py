"""Every bucket: private, encrypted, versioned, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET, ENCRYPTION, LOGGING, POLICY, PUBLIC_ACCESS_BLOCK, VERSIONING, refuses_everyone
from policies.classification import DATA_CLASS, ROLE, has_tag, tag
from policies.iam import Statement, read
from policies.keys import customer_key
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import aws, changed, document
from policies.rules.examples.storage import STORE, own_account, tls_only
from policies.trails import recording, records_access
from policies.value import Outcome, Value, is_false, is_true, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

_FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_ACL = "aws:s3/bucketAcl:BucketAcl"
_ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
_NAME = STORE[0].properties["bucket"]


@resource_rule(
    id="LZ-S3-001",
    title="A bucket blocks public access in all four ways",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="S3-01",
    why="One careless ACL or policy opens a bucket to the internet; the block makes that mistake harmless.",
    fix="Attach aws.s3.BucketPublicAccessBlock to the bucket with all four flags True.",
    good=STORE,
    bad=changed(STORE, "store-access", blockPublicPolicy=False),
    offending="store-access.blockPublicPolicy",
)
def bucket_blocks_public_access(bucket: View) -> Iterator[Outcome]:
    blocks, perhaps = bucket.stack.attached(bucket, "bucket", PUBLIC_ACCESS_BLOCK)
    if not blocks:
        yield bucket.outcome(Verdict.UNKNOWN if perhaps else Verdict.FAIL, "has no public access block")
    for block in blocks:
        yield from (block.must(flag, is_true, f"{flag} is not true") for flag in _FLAGS)


@resource_rule(
    id="LZ-S3-002",
    title="A bucket answers over TLS only",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="S3-02",
    why="S3 answers plain HTTP unless the bucket policy refuses it, and then anybody on the path reads the objects.",
    fix="Deny s3:* to everyone, on bucket and objects, where aws:SecureTransport is false, in the bucket policy.",
    good=STORE,
    bad=changed(
        STORE, "store-policy", policy=document({**tls_only(_NAME), "Action": "s3:GetObject"}, own_account(_NAME))
    ),
    offending="store-policy.policy",
)
def bucket_answers_over_tls_only(bucket: View) -> Iterator[Outcome]:
    def refuses(_: View, policy: Value) -> Verdict:
        found = read(policy)
        denied = some(_denies_plain_http(statement) for statement in found.statements)
        return denied | Verdict.UNKNOWN if found.readable is Verdict.UNKNOWN else denied

    yield from POLICY.judge(bucket, refuses, "no policy statement denies every request without TLS")


def _denies_plain_http(statement: Statement) -> Verdict:
    """A further condition would leave a gap; without any it is another statement, and the bucket answers nobody."""
    plain = every(c.is_("Bool", "aws:SecureTransport", lambda value: value == "false") for c in statement.conditions)
    if statement.obscure:
        plain &= Verdict.UNKNOWN
    elif not statement.conditions:
        plain = Verdict.FAIL
    return refuses_everyone(statement, "s3:*") & plain


@resource_rule(
    id="LZ-S3-003",
    title="A bucket is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="S3-03",
    why="With a customer key, reading an object needs a second permission that we grant, log and can withdraw.",
    fix="Attach aws.s3.BucketServerSideEncryptionConfiguration with aws:kms and the key of the bucket's data class.",
    good=STORE,
    bad=changed(STORE, "store-encryption", rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]),
    offending="store-encryption.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
)
def bucket_is_encrypted_with_a_customer_key(bucket: View) -> Iterator[Outcome]:
    def encrypts(holder: View, rules: Value) -> Verdict:
        defaults = [rule.at("applyServerSideEncryptionByDefault") for rule in rules.each()]
        return some(
            d.at("sseAlgorithm").holds(one_of("aws:kms", "aws:kms:dsse")) & customer_key(holder, d.at("kmsMasterKeyId"))
            for d in defaults
        )

    yield from ENCRYPTION.judge(bucket, encrypts, "the default encryption does not name a customer KMS key")


@resource_rule(
    id="LZ-S3-004",
    title="No bucket ACL grants the public anything",
    severity=Severity.CRITICAL,
    types=(BUCKET, _ACL),
    control="S3-05",
    why="An ACL for AllUsers publishes objects, one for AuthenticatedUsers to every AWS account there is.",
    fix="Remove the ACL: buckets of today are owned by their account and need none.",
    good=(*STORE, aws(_ACL, "acl", {"bucket": "store"}, acl="private")),
    bad=(*STORE, aws(_ACL, "acl", {"bucket": "store"}, acl="public-read")),
    offending="acl.acl",
)
def acl_is_not_public(holder: View) -> Iterator[Outcome]:
    canned = holder["acl"]
    yield canned.outcome(~canned.holds(one_of(*_PUBLIC_ACLS)), "the canned ACL is public")
    for path in ("accessControlPolicy.grants[].grantee.uri", "grants[].uri"):
        for uri in select(holder, path):
            public = uri.holds(lambda raw: str(raw).endswith(("/AllUsers", "/AuthenticatedUsers")))
            yield uri.outcome(~public, "a grant is for the public")


@resource_rule(
    id="LZ-S3-005",
    title="No bucket policy allows everyone",
    severity=Severity.CRITICAL,
    types=(BUCKET, POLICY.type),
    control="S3-05",
    why="A star principal without a condition on the caller is the internet, whatever the action looks like.",
    fix="Name the roles that need access, or add a condition such as aws:PrincipalOrgID.",
    good=STORE,
    bad=changed(
        STORE,
        "store-policy",
        policy=document(
            tls_only(_NAME),
            own_account(_NAME),
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{_NAME}/*"},
        ),
    ),
    offending="store-policy.policy",
)
def bucket_policy_allows_chosen_callers_only(holder: View) -> Iterator[Outcome]:
    yield from read(holder["policy"]).judge(lambda s: ~s.open, "allows everyone, without a condition on the caller")


@resource_rule(
    id="LZ-S3-006",
    title="A bucket with data is never emptied to be deleted",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="S3-06",
    why="With forceDestroy, deleting the bucket deletes every object and version first, without asking.",
    fix="Remove force_destroy=True; empty a bucket by hand when it must go.",
    good=STORE,
    bad=changed(STORE, "store", forceDestroy=True),
    offending="store.forceDestroy",
)
def bucket_is_not_emptied_by_deletion(bucket: View) -> Iterator[Outcome]:
    without_data = Verdict.of(tag(bucket, DATA_CLASS).missing)
    forced = bucket["forceDestroy"]
    kept = forced.holds(is_false, when_missing=False)
    yield forced.outcome(without_data | kept, "forceDestroy deletes the data with the bucket")


@resource_rule(
    id="LZ-S3-007",
    title="A bucket keeps every version",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="S3-06",
    why="Without versions an overwrite or a delete is final, and neither Object Lock nor replication works.",
    fix="Attach aws.s3.BucketVersioning with versioning_configuration status Enabled.",
    good=STORE,
    bad=changed(STORE, "store-versioning", versioningConfiguration={"status": "Suspended"}),
    offending="store-versioning.versioningConfiguration.status",
)
def bucket_keeps_every_version(bucket: View) -> Iterator[Outcome]:
    yield from VERSIONING.judge(
        bucket,
        lambda _, status: status.holds(lambda raw: raw == "Enabled" or is_true(raw)),
        "versioning is not Enabled",
    )


@resource_rule(
    id="LZ-S3-008",
    title="Access to what a bucket holds is written down",
    severity=Severity.MEDIUM,
    types=(BUCKET,),
    control="S3-04",
    why="After a leak the first question is who read what, and only a record that was on before can answer it.",
    fix="Attach aws.s3.BucketLogging, or name the bucket in a trail's advanced event selector of AWS::S3::Object.",
    good=STORE,
    bad=changed(STORE, "store-logging", bucket="another-bucket"),
    offending="store-logging.bucket",
    decides=("store.bucket", "store-logging.targetBucket", "store.tags", "store-provider.defaultTags"),
)
def access_is_written_down(bucket: View) -> Iterator[Outcome]:
    if "." in bucket.stack.graph.stack:  # one layer of a divided environment: the trail stands in another, foundation
        return
    receives, perhaps = bucket.stack.attached(bucket, "targetBucket", LOGGING.type)
    receiver = Verdict.PASS if receives else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    settings, may_have = LOGGING.of(bucket)
    logged = some(target.holds(non_empty) for _, target in settings) | (Verdict.UNKNOWN if may_have else Verdict.FAIL)
    recorded = some(records_access(trail, bucket) for trail in recording(bucket))
    elsewhere = has_tag(bucket, ROLE, "recovery")  # the primary's trail sees both Regions
    yield bucket.outcome(
        receiver | logged | recorded | elsewhere, "neither its own log nor a trail records every access"
    )


_BLOCK_ELSEWHERE: Final = (
    aws(PUBLIC_ACCESS_BLOCK, "elsewhere", bucket="a-bucket-of-others", **dict.fromkeys(_FLAGS, True)),
)


@resource_rule(
    id="LZ-S3-009",
    title="A block of public access blocks all four ways",
    severity=Severity.HIGH,
    types=(PUBLIC_ACCESS_BLOCK, _ACCOUNT_BLOCK),
    control="S3-01",
    why="A block of the account, or of a bucket that another program makes, protects what no rule here sees.",
    fix="Set all four flags True.",
    good=_BLOCK_ELSEWHERE,
    bad=changed(_BLOCK_ELSEWHERE, "elsewhere", restrictPublicBuckets=False),
    offending="elsewhere.restrictPublicBuckets",
)
def block_blocks_all_ways(block: View) -> Iterator[Outcome]:
    own = some(block.refers_to("bucket", bucket, "bucket") for bucket in block.stack.named(block, "bucket", BUCKET))
    for flag in _FLAGS:  # of a bucket of the program LZ-S3-001 asks it
        holds = block[flag].holds(is_true)
        yield block[flag].outcome(Verdict.of(own is Verdict.PASS) | holds, f"{flag} is not true")
