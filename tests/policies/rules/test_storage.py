"""What shuts a bucket, what keeps its objects, and what counts as a record of who touched it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET, LOGGING, POLICY
from policies.example import graph_of
from policies.rule import Example
from policies.rules.examples.build import ACCOUNT, TAGS, aws, changed
from policies.rules.examples.logs import data_events
from policies.rules.examples.storage import bucket, tls_only
from policies.trails import TRAIL
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
RULE = RULES["LZ-S3-008"]
ACL = "aws:s3/bucketAcl:BucketAcl"
WHOLE = bucket("operations")
NAME = WHOLE[0].properties["bucket"]
STORE = aws(BUCKET, "store", bucket="papers")
SEEN = aws(TRAIL, "trail", isMultiRegionTrail=True, advancedEventSelectors=data_events("AWS::S3::Object"))


def logs(**properties: Any) -> Example:
    return aws(LOGGING.type, "logging", **properties)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((), FAIL),
        ((SEEN,), PASS),
        ((logs(bucket="papers", targetBucket="access"),), PASS),
        ((logs(bucket="other", targetBucket="access"),), FAIL),
        ((logs(bucket=UNKNOWN, targetBucket="access"),), UNSURE),
        ((logs(bucket="papers", targetBucket=UNKNOWN),), UNSURE),
        ((logs(bucket="other", targetBucket="papers"),), PASS),
        ((logs(bucket="other", targetBucket=UNKNOWN),), UNSURE),
    ],
)
def test_a_log_of_its_own_or_a_trail_writes_access_down(beside: tuple[Example, ...], expected: Verdict) -> None:
    """Either will do; a bucket that logs of access are written to cannot log its own."""
    assert expected is verdict(RULE, (STORE, *beside))


@pytest.mark.parametrize(
    ("inline", "expected"),
    [({"targetBucket": "access"}, PASS), ([{"targetBucket": "access"}], PASS), (UNKNOWN, UNSURE)],
)
def test_a_setting_on_the_bucket_itself_counts(inline: Any, expected: Verdict) -> None:
    """Older programs write it inline."""
    assert expected is verdict(RULE, (aws(BUCKET, "store", bucket="papers", loggings=inline),))


@pytest.mark.parametrize(("role", "expected"), [("recovery", PASS), ("primary", FAIL), (UNKNOWN, UNSURE)])
def test_the_primarys_trail_sees_the_recovery_side(role: Any, expected: Verdict) -> None:
    """A multi-Region trail is made once."""
    assert expected is verdict(RULE, (aws(BUCKET, "store", bucket="papers", tags={**TAGS, "lz:role": role}),))


def test_one_layer_is_not_asked_for_the_trail_of_another() -> None:
    """In an environment that is divided into stacks the trail stands with the foundation."""
    whole = graph_of((STORE,))

    assert () == outcomes(RULE, replace(whole, stack="prod.data"))


FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize(("value", "expected"), [(False, FAIL), (None, FAIL), ("true", PASS), (UNKNOWN, UNSURE)])
def test_each_way_into_a_bucket_is_blocked(flag: str, value: Any, expected: Verdict) -> None:
    """A flag that nobody set is off."""
    assert expected is said("LZ-S3-001", changed(WHOLE, "store-access", **{flag: value}))


@pytest.mark.parametrize(("rule", "name"), [("LZ-S3-001", "store-access"), ("LZ-S3-007", "store-versioning")])
def test_a_setting_is_of_one_bucket(rule: str, name: str) -> None:
    """One of unknown bucket may be of this one."""
    assert FAIL is said(rule, changed(WHOLE, name, bucket="another"))
    assert UNSURE is said(rule, changed(WHOLE, name, bucket=UNKNOWN))


PLAIN = {"aws:SecureTransport": "false"}
OWN = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"Condition": {"bool": {"aws:securetransport": False}}}, PASS),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, FAIL),
        ({"Condition": {"Bool": PLAIN, **OWN}}, FAIL),
        ({"Condition": None}, FAIL),
        ({"Condition": UNKNOWN}, UNSURE),
        ({"Condition": {"Bool": PLAIN, "StringEquals": UNKNOWN}}, UNSURE),
        ({"Condition": {**OWN, "Bool": UNKNOWN}}, FAIL),
        ({"Effect": "Allow"}, FAIL),
        ({"Principal": {"AWS": ACCOUNT}}, FAIL),
        ({"Action": "s3:GetObject"}, FAIL),
    ],
)
def test_a_bucket_refuses_every_request_without_tls(changes: dict[str, Any], expected: Verdict) -> None:
    """Of everyone, whatever is asked; a further condition would leave a gap."""
    statement = {key: value for key, value in {**tls_only(NAME), **changes}.items() if value is not None}

    assert expected is said("LZ-S3-002", changed(WHOLE, "store-policy", policy={"Statement": [statement]}))


def test_a_policy_that_is_not_known_yet_may_refuse_plain_requests() -> None:
    """The whole document, or one statement beside one that does not."""
    other = {**tls_only(NAME), "Effect": "Allow"}

    assert UNSURE is said("LZ-S3-002", changed(WHOLE, "store-policy", policy=UNKNOWN))
    assert UNSURE is said("LZ-S3-002", changed(WHOLE, "store-policy", policy={"Statement": [other, UNKNOWN]}))
    assert PASS is said("LZ-S3-002", changed(WHOLE, "store-policy", policy={"Statement": [tls_only(NAME), UNKNOWN]}))


@pytest.mark.parametrize(
    ("algorithm", "key", "expected"),
    [
        ("aws:kms", "alias/ours", PASS),
        ("aws:kms:dsse", "alias/ours", PASS),
        ("AES256", "alias/ours", FAIL),
        ("aws:kms", None, FAIL),
        ("aws:kms", "alias/aws/s3", FAIL),
        ("aws:kms", UNKNOWN, UNSURE),
        (UNKNOWN, "alias/ours", UNSURE),
    ],
)
def test_a_bucket_is_encrypted_by_kms_with_a_key_of_ours(algorithm: Any, key: Any, expected: Verdict) -> None:
    """In one layer or in two; a setting without a rule encrypts with no key of ours."""
    default = {"sseAlgorithm": algorithm, "kmsMasterKeyId": key}
    stack = changed(WHOLE, "store-encryption", rules=[{"applyServerSideEncryptionByDefault": default}])

    assert expected is said("LZ-S3-003", stack)
    assert FAIL is said("LZ-S3-003", changed(WHOLE, "store-encryption", rules=[]))


@pytest.mark.parametrize("type_", [BUCKET, ACL])
@pytest.mark.parametrize(
    ("acl", "expected"),
    [
        ("public-read", FAIL),
        ("public-read-write", FAIL),
        ("authenticated-read", FAIL),
        ("private", PASS),
        ("log-delivery-write", PASS),
        (None, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_three_canned_acls_are_public(type_: str, acl: Any, expected: Verdict) -> None:
    """On the bucket or apart; the finding stands at the ACL."""
    stack = (aws(type_, "it", **({} if acl is None else {"acl": acl})),)

    assert [(expected, "acl")] == [(o.verdict, o.path) for o in outcomes(RULES["LZ-S3-004"], graph_of(stack))]


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("http://acs.amazonaws.com/groups/global/AllUsers", FAIL),
        ("http://acs.amazonaws.com/groups/global/AuthenticatedUsers", FAIL),
        ("http://acs.amazonaws.com/groups/s3/LogDelivery", PASS),
        (None, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_grant_is_for_nobody_in_general(uri: Any, expected: Verdict) -> None:
    """In the list of a bucket, and in that of an ACL apart; a grantee by id is somebody."""
    listed = (aws(BUCKET, "it", grants=[{"id": "somebody"}, {"uri": uri}]),)
    apart = (aws(ACL, "it", accessControlPolicy={"grants": [{"grantee": {"uri": uri}}]}),)

    assert [expected, expected] == [said("LZ-S3-004", listed), said("LZ-S3-004", apart)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Principal": "*"}, FAIL),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}, PASS),
        ({"Principal": {"AWS": ACCOUNT}}, PASS),
        ({"Principal": UNKNOWN}, UNSURE),
    ],
)
def test_a_policy_lets_chosen_callers_in(statement: dict[str, Any], expected: Verdict) -> None:
    """Inline on the bucket, and apart."""
    policy = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}]}

    assert expected is said("LZ-S3-005", (aws(BUCKET, "it", policy=policy),))
    assert expected is said("LZ-S3-005", (aws(POLICY.type, "it", policy=policy),))


@pytest.mark.parametrize(
    ("forced", "expected"), [(None, PASS), (False, PASS), ("false", PASS), (True, FAIL), (UNKNOWN, UNSURE)]
)
def test_a_bucket_with_data_is_not_emptied(forced: Any, expected: Verdict) -> None:
    """Nothing said is not to be emptied; one without a class holds no data, and may be."""
    stack = changed(WHOLE, "store", forceDestroy=forced)

    assert expected is said("LZ-S3-006", stack)
    assert {"forceDestroy"} == {outcome.path for outcome in outcomes(RULES["LZ-S3-006"], graph_of(stack))}
    assert PASS is said("LZ-S3-006", changed(stack, "store", tags={}))


@pytest.mark.parametrize(
    ("status", "expected"), [("Enabled", PASS), ("Suspended", FAIL), (None, FAIL), (UNKNOWN, UNSURE)]
)
def test_a_bucket_keeps_versions_only_while_it_is_told_to(status: Any, expected: Verdict) -> None:
    """Suspended is not enabled."""
    stack = changed(WHOLE, "store-versioning", versioningConfiguration={"status": status})

    assert expected is said("LZ-S3-007", stack)


BLOCK, ACCOUNT_BLOCK = (
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
)


@pytest.mark.parametrize("type_", [BLOCK, ACCOUNT_BLOCK])
@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize(("value", "expected"), [(False, FAIL), (None, FAIL), (True, PASS), (UNKNOWN, UNSURE)])
def test_a_block_of_somebody_elses_bucket_blocks_all_ways(
    type_: str, flag: str, value: object, expected: Verdict
) -> None:
    """Each flag by itself, of a bucket and of the account."""
    where = {"bucket": "another"} if type_ == BLOCK else {}
    given = aws(type_, "block", **where, **{**dict.fromkeys(FLAGS, True), flag: value})

    assert expected is said("LZ-S3-009", (given,))


def test_a_block_of_a_bucket_of_the_program_is_judged_once() -> None:
    """LZ-S3-001 asks it at the bucket."""
    stack = changed(WHOLE, "store-access", blockPublicAcls=False)

    assert (PASS, FAIL) == (said("LZ-S3-009", stack), said("LZ-S3-001", stack))
