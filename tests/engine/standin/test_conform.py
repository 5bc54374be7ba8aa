"""Values against the service model: at least as strict as botocore, and as strict as AWS's own bounds."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from engine.standin.conform import problems
from engine.standin.shapes import input_shape
from graph.model import UNKNOWN

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Status", "Key", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
OPERATIONS = {
    "s3": ("PutBucketVersioning", ["Bucket", "VersioningConfiguration", "MFA"]),
    "logs": ("CreateLogGroup", ["logGroupName", "kmsKeyId", "tags", "logGroupClass"]),
    "kms": ("CreateKey", ["Policy", "MultiRegion", "Tags", "KeyUsage"]),
    "backup": ("PutBackupVaultLockConfiguration", ["BackupVaultName", "MinRetentionDays"]),
}


@given(st.sampled_from(sorted(OPERATIONS)), st.data())
def test_what_passes_here_passes_botocore(service: str, data: st.DataObject) -> None:
    """No preview lets through what the call would then refuse on the client's side."""
    operation, members = OPERATIONS[service]
    params = data.draw(st.dictionaries(st.sampled_from(members), ANYTHING, max_size=4))
    shape = input_shape(service, operation)

    found = list(problems(shape, params))

    if not found:
        assert not ParamValidator().validate(params, shape).has_errors()


@given(st.sampled_from(sorted(OPERATIONS)), st.data())
def test_an_unknown_value_is_never_refused(service: str, data: st.DataObject) -> None:
    """What does not exist yet cannot be wrong yet; what is required is there, though unknown."""
    operation, members = OPERATIONS[service]
    params = dict.fromkeys(data.draw(st.sets(st.sampled_from(members))), UNKNOWN)

    reasons = [reason for _, reason in problems(input_shape(service, operation), params)]

    assert all(reason == "is required" for reason in reasons)


@pytest.mark.parametrize(
    ("service", "operation", "params", "path", "reason"),
    [
        (
            "s3",
            "PutBucketVersioning",
            {"VersioningConfiguration": {"Status": "On"}},
            ("VersioningConfiguration", "Status"),
            "one of",
        ),
        ("logs", "CreateLogGroup", {"logGroupName": "a b"}, ("logGroupName",), "must match"),
        ("logs", "CreateLogGroup", {"logGroupName": "a" * 513}, ("logGroupName",), "at most 512"),
        ("logs", "CreateLogGroup", {"logGroupName": ""}, ("logGroupName",), "at least 1"),
        ("kms", "CreateKey", {"MultiRegion": "yes"}, ("MultiRegion",), "must be a boolean"),
        ("kms", "CreateKey", {"Nonsense": 1}, ("Nonsense",), "not known"),
        ("kms", "ScheduleKeyDeletion", {}, ("KeyId",), "is required"),
        (
            "kms",
            "ScheduleKeyDeletion",
            {"KeyId": "k", "PendingWindowInDays": 0},
            ("PendingWindowInDays",),
            "at least 1",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_bound(
    service: str, operation: str, params: dict[str, Any], path: tuple[str, ...], reason: str
) -> None:
    """The path and the bound, so that nobody has to look AWS's API up."""
    found = list(problems(input_shape(service, operation), params))

    assert any(path == where and reason in told for where, told in found), found


def test_a_sensitive_value_is_not_quoted() -> None:
    """A secret never reaches a message, not even a wrong one."""
    shape = input_shape("ssm", "PutParameter")

    told = [reason for _, reason in problems(shape, {"Name": "n", "Value": ["hunter2"]})]

    assert ["must be a string, not a hidden value"] == told


def test_an_idempotency_token_is_botocore_s_business() -> None:
    """It is required, and filled in on the way."""
    shape = input_shape("route53resolver", "CreateResolverQueryLogConfig")

    assert [] == list(problems(shape, {"Name": "queries", "DestinationArn": "arn:aws:s3:::logs"}))
