"""Data of special categories: its key, its callers, its copies."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import ENCRYPTION
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, aws, changed, linked
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.special import NAME, OWN_KEY, READER, SPECIAL_DATA, closed_but_to, under
from policies.rules.examples.storage import deliver
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ORDINARY = {"lz:data-class": "operations", "lz:special-category": "false"}
COPIES = f"arn:aws:s3:::lz-prod-operations-{ACCOUNT}-{RECOVERY_REGION}"


@pytest.mark.parametrize("rule", ["LZ-DAT-008", "LZ-DAT-010", "LZ-DAT-011"])
def test_ordinary_data_is_asked_for_none_of_it(rule: str) -> None:
    """A tag that says false is an answer, too."""
    assert PASS is said(rule, changed(RULES[rule].bad, "health", tags=ORDINARY))


def test_a_shared_key_is_told_by_its_edge_before_it_has_an_arn() -> None:
    """Two encryptions that come from one key share it; from two keys, they do not."""
    unborn = linked(SPECIAL_DATA, "health-encryption", rules="health-key")
    other_key = aws("aws:kms/key:Key", "other-key", enableKeyRotation=True, tags=ORDINARY)

    assert FAIL is said("LZ-DAT-008", linked(unborn, "ordinary-encryption", rules="health-key"))
    assert UNSURE is said("LZ-DAT-008", linked((*unborn, other_key), "ordinary-encryption", rules="other-key"))


def test_an_edge_to_no_key_says_nothing_of_the_key() -> None:
    """Both encryptions may come from one setting of the program."""
    setting = aws("aws:ssm/parameter:Parameter", "setting", type="String")
    stack = tuple(
        replace(e, refs={**e.refs, "rules": "setting"}) if e.type == ENCRYPTION.type else e for e in SPECIAL_DATA
    )

    told = aws(LOG_GROUP, "told", {"name": "setting"})

    assert PASS is said("LZ-DAT-008", (*stack, setting, told))


def test_a_second_encryption_of_the_same_bucket_is_no_other_thing() -> None:
    """And one whose bucket is not known yet may be."""
    again = aws(ENCRYPTION.type, "again", {"bucket": "health"}, rules=under(OWN_KEY))
    somewhere = aws(ENCRYPTION.type, "somewhere", bucket=UNKNOWN, rules=under(OWN_KEY))

    by_name = aws(ENCRYPTION.type, "again", bucket=NAME, rules=under(OWN_KEY))

    assert PASS is said("LZ-DAT-008", (*SPECIAL_DATA, again))
    assert PASS is said("LZ-DAT-008", (*SPECIAL_DATA, by_name))
    assert UNSURE is said("LZ-DAT-008", (*SPECIAL_DATA, somewhere))


def test_one_of_two_keys_is_enough_to_share() -> None:
    """A default may have more than one rule; one without a key shares nothing."""
    two = [*under(OWN_KEY), *under("alias/another")]
    without = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]

    assert FAIL is said("LZ-DAT-008", changed(SPECIAL_DATA, "ordinary-encryption", rules=two))
    assert PASS is said("LZ-DAT-008", changed(SPECIAL_DATA, "ordinary-encryption", rules=without))
    bare = changed(SPECIAL_DATA, "health-encryption", rules=without)
    assert PASS is said("LZ-DAT-008", changed(bare, "ordinary-encryption", rules=without))
    again = aws(ENCRYPTION.type, "again", {"bucket": "health"}, rules=under("alias/another"))
    shared = changed(SPECIAL_DATA, "ordinary-encryption", rules=under("alias/another"))
    assert FAIL is said("LZ-DAT-008", (*shared, again))


@pytest.mark.parametrize(
    ("type_", "prop", "expected"),
    [
        (LOG_GROUP, "kmsKeyId", FAIL),
        ("aws:iam/rolePolicy:RolePolicy", "policy", PASS),
        ("aws:kms/alias:Alias", "targetKeyId", PASS),
        ("aws:s3/bucketObjectv2:BucketObjectv2", "kmsKeyId", PASS),
    ],
)
def test_nothing_of_another_kind_lies_under_the_key(type_: str, prop: str, expected: Verdict) -> None:
    """But who may use it, what it is called and what lies in the bucket name it."""
    assert expected is said("LZ-DAT-008", (*SPECIAL_DATA, aws(type_, "other", {prop: "health-key"})))


def test_what_lies_under_the_key_is_said_where_it_is() -> None:
    """At the encryption of the other bucket."""
    failed = [o for o in outcomes(RULES["LZ-DAT-008"], graph_of(RULES["LZ-DAT-008"].bad)) if o.verdict is FAIL]

    assert [("ordinary-encryption", "rules")] == [(o.urn.rpartition("::")[2], o.path) for o in failed]


def closed(**changes: Any) -> str:
    whole = json.loads(closed_but_to(READER))
    whole["Statement"][-1].update(changes)
    return json.dumps(whole)


def _but(operator: str, key: str = "aws:PrincipalArn", who: Any = READER) -> dict[str, Any]:
    return {"Condition": {operator: {key: who}}}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (closed(**_but("ArnNotLike")), PASS),
        (closed(**_but("StringNotEquals")), PASS),
        (closed(**_but("StringNotLike", "aws:userid", "AROA123:*")), FAIL),
        (closed(**_but("StringNotLike", "aws:userid", "AROA123:support")), PASS),
        (closed(**_but("ArnNotEquals", who=f"arn:aws:iam::{ACCOUNT}:role/triage-*")), PASS),
        (closed(**_but("ArnNotEquals", who=[READER, f"arn:aws:iam::{ACCOUNT}:role/?"])), FAIL),
        (closed(**_but("ArnNotEquals", who=[])), FAIL),
        (closed(**_but("ArnEquals")), FAIL),
        (closed(**_but("StringNotEquals", "aws:SourceVpc", "vpc-1")), FAIL),
        (
            closed(
                Condition={
                    "ArnNotEquals": {"aws:PrincipalArn": READER},
                    "StringNotEquals": {"aws:SourceVpc": "vpc-1"},
                }
            ),
            FAIL,
        ),
        (closed(Condition={}), FAIL),
        (closed(Effect="Allow"), FAIL),
        (closed(Action="s3:PutObject"), FAIL),
        (closed(Action=["s3:GetObject", "s3:PutObject"]), PASS),
        (closed(Principal={"AWS": READER}), FAIL),
        (closed(Resource=f"arn:aws:s3:::{NAME}"), FAIL),
        (closed(Resource=f"arn:aws:s3:::{NAME}/*"), PASS),
    ],
)
def test_everybody_is_kept_out_but_callers_by_name(policy: str, expected: Verdict) -> None:
    """By a statement that denies, about reading, about the objects, with no other way past it."""
    assert expected is said("LZ-DAT-010", changed(SPECIAL_DATA, "health-policy", policy=policy))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Condition": UNKNOWN}, UNSURE),
        ({"Condition": {"ArnNotEquals": UNKNOWN}}, UNSURE),
        ({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": UNKNOWN}}}, UNSURE),
        ({"Resource": UNKNOWN}, UNSURE),
    ],
)
def test_who_is_named_may_not_be_known_yet(change: dict[str, Any], expected: Verdict) -> None:
    """The ARN of a role is often made with it."""
    whole = json.loads(closed_but_to(READER))
    whole["Statement"][-1].update(change)

    assert expected is said("LZ-DAT-010", changed(SPECIAL_DATA, "health-policy", policy=whole))


def _replicated(place: Any = COPIES) -> Examples:
    return changed(SPECIAL_DATA, "replication", bucket=NAME, rules=deliver(bucket=place))


def test_a_copy_may_lie_where_it_is_held_to_the_same() -> None:
    """In a bucket of the stack that says so; one that the stack does not make says nothing."""
    special = {"lz:data-class": "operations", "lz:special-category": "true"}

    assert PASS is said("LZ-DAT-011", changed(_replicated(), "copies", tags=special))
    assert FAIL is said("LZ-DAT-011", _replicated("arn:aws:s3:::partner"))
    assert UNSURE is said("LZ-DAT-011", _replicated(UNKNOWN))


def test_data_that_is_replicated_nowhere_is_looked_at() -> None:
    """A rule that says nothing would pass everything."""
    alone = tuple(e for e in SPECIAL_DATA if e.name != "replication")

    assert [PASS] == [outcome.verdict for outcome in outcomes(RULES["LZ-DAT-011"], graph_of(alone))]
