"""KMS keys: which of them can rotate, whom a policy names, and how long a deletion waits."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.keys import KEY, REPLICA_KEY
from policies.rules.examples.build import ACCOUNT, aws, changed, document
from policies.rules.examples.storage import KEYS
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, FAIL),
        ({"enableKeyRotation": "true"}, PASS),
        ({"keyUsage": "ENCRYPT_DECRYPT", "customerMasterKeySpec": "SYMMETRIC_DEFAULT"}, FAIL),
        ({"keyUsage": "ENCRYPT_DECRYPT", "customerMasterKeySpec": "RSA_4096"}, PASS),
        ({"keyUsage": "GENERATE_VERIFY_MAC"}, PASS),
        ({"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "ECC_NIST_P256"}, PASS),
        ({"keyUsage": UNKNOWN}, UNSURE),
        ({"customerMasterKeySpec": UNKNOWN}, UNSURE),
    ],
)
def test_a_key_rotates_where_kms_can_rotate_it(properties: dict[str, Any], expected: Verdict) -> None:
    """One that encrypts and is symmetric: so is every key where nothing else is said."""
    assert expected is said("LZ-KMS-001", (aws(KEY, "key", **properties),))


@pytest.mark.parametrize(
    ("type_", "name"), [(KEY, "a key"), (REPLICA_KEY, "a replica"), ("aws:kms/keyPolicy:KeyPolicy", "a policy apart")]
)
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Principal": {"AWS": "*"}}, FAIL),
        ({"Principal": "*"}, FAIL),
        ({"Principal": "*", "Condition": {"StringEquals": {"kms:CallerAccount": ACCOUNT}}}, PASS),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}, PASS),
        ({"Principal": "*", "Effect": "Deny"}, PASS),
    ],
)
def test_a_key_names_who_may_use_it(type_: str, name: str, statement: dict[str, Any], expected: Verdict) -> None:
    """Wherever its policy stands."""
    whole = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", **statement}

    assert expected is said("LZ-KMS-002", (aws(type_, name, policy=document(whole)),))


@pytest.mark.parametrize("name", ["key", "replica-key"])
@pytest.mark.parametrize(("days", "expected"), [(None, PASS), (30, PASS), ("30", PASS), (29, FAIL), (UNKNOWN, UNSURE)])
def test_a_deletion_waits_as_long_as_kms_lets_it(name: str, days: Any, expected: Verdict) -> None:
    """And does by itself."""
    assert expected is said("LZ-KMS-003", changed(KEYS, name, deletionWindowInDays=days))
