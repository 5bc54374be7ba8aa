"""KMS keys: they rotate, their policies name who may use them, their deletion leaves time to notice."""

from __future__ import annotations

from collections.abc import Iterator

from policies.iam import read
from policies.keys import KEY, REPLICA_KEY
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import ACCOUNT, changed, document
from policies.rules.examples.storage import KEYS
from policies.value import Outcome, at_least, is_true, one_of
from policies.view import View

_POLICY = "aws:kms/keyPolicy:KeyPolicy"
_LONGEST = 30
"""The days that a deletion can wait, and does where nobody says otherwise."""
_ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
_DELEGATED = {"Effect": "Allow", "Principal": _ROOT, "Action": "kms:*", "Resource": "*"}
_GOVERNED = changed(KEYS, "key", policy=document(_DELEGATED))


@resource_rule(
    id="LZ-KMS-001",
    title="A symmetric key rotates",
    severity=Severity.HIGH,
    types=(KEY,),
    control="KMS-01",
    why="Rotation bounds what one leaked key version can open, and costs nothing.",
    fix="Set enable_key_rotation=True.",
    good=KEYS,
    bad=changed(KEYS, "key", enableKeyRotation=False),
    offending="key.enableKeyRotation",
)
def key_rotates(key: View) -> Iterator[Outcome]:
    encrypts = key["keyUsage"].holds(one_of("ENCRYPT_DECRYPT"), when_missing="ENCRYPT_DECRYPT")
    symmetric = key["customerMasterKeySpec"].holds(one_of("SYMMETRIC_DEFAULT"), when_missing="SYMMETRIC_DEFAULT")
    rotation = key["enableKeyRotation"]
    rotates = rotation.holds(is_true)
    yield rotation.outcome(~(encrypts & symmetric) | rotates, "does not rotate")


@resource_rule(
    id="LZ-KMS-002",
    title="A key policy names who may use the key",
    severity=Severity.CRITICAL,
    types=(KEY, REPLICA_KEY, _POLICY),
    control="KMS-02",
    why="A star principal in a key policy lets every AWS account decrypt what the key protects.",
    fix="Name the account's root or the roles, or add a condition such as kms:CallerAccount.",
    good=_GOVERNED,
    bad=changed(KEYS, "key", policy=document({**_DELEGATED, "Principal": {"AWS": "*"}})),
    offending="key.policy",
)
def key_policy_names_who(holder: View) -> Iterator[Outcome]:
    yield from read(holder["policy"]).judge(lambda s: ~s.open, "allows everyone, without a condition on the caller")


@resource_rule(
    id="LZ-KMS-003",
    title="The deletion of a key waits thirty days",
    severity=Severity.MEDIUM,
    types=(KEY, REPLICA_KEY),
    control="KMS-03",
    why="When a key is gone, everything under it is gone; the window is the only time to notice and cancel.",
    fix="Set deletion_window_in_days=30, the longest KMS offers, or leave it out.",
    good=KEYS,
    bad=changed(KEYS, "key", deletionWindowInDays=7),
    offending="key.deletionWindowInDays",
)
def key_deletion_waits(key: View) -> Iterator[Outcome]:
    yield key.must(
        "deletionWindowInDays", at_least(_LONGEST), "can be gone within less than thirty days", when_missing=_LONGEST
    )
