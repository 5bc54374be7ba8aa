"""Statements of bucket policies that hold for everyone, whatever IAM says elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from components import kit
from components.kit import Statement

_EVERYONE = "*"


def guarded(arn: str, account: str, break_glass: str) -> tuple[Statement, ...]:
    """What every retained bucket refuses: plain HTTP and old TLS, other accounts, and the lifting of locks."""
    return (
        kit.deny(
            "TlsOnly",
            ["s3:*"],
            [arn, f"{arn}/*"],
            Principal=_EVERYONE,
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
        kit.deny(
            "RecentTlsOnly",
            ["s3:*"],
            [arn, f"{arn}/*"],
            Principal=_EVERYONE,
            Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ),
        kit.deny(
            "OwnAccountOnly",
            ["s3:*"],
            [arn, f"{arn}/*"],
            Principal=_EVERYONE,
            Condition={
                "StringNotEqualsIfExists": {"aws:PrincipalAccount": account},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        ),
        kit.deny(
            "NobodyLiftsLocks",
            ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
            [f"{arn}/*"],
            Principal=_EVERYONE,
            Condition={"ArnNotEquals": {"aws:PrincipalArn": break_glass}},
        ),
    )


def kms_only(arn: str) -> Statement:
    """Refuse an upload that asks for another encryption than SSE-KMS; one that asks for none gets the default."""
    return kit.deny(
        "KmsOnly",
        ["s3:PutObject"],
        [f"{arn}/*"],
        Principal=_EVERYONE,
        Condition={
            "Null": {"s3:x-amz-server-side-encryption": "false"},
            "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
        },
    )


def create_only(arn: str, *, except_below: Sequence[str] = ()) -> Statement:
    """Refuse an upload without `If-None-Match: *`, so that a key is written once and never again.

    Below the prefixes named AWS services write, under keys of their own that never come twice; they cannot send the
    header. Versions and lock hold there too.

    Parts of a multipart upload carry no such header; s3:ObjectCreationOperation tells them from the request that
    completes it. A copy cannot carry it either and is refused; replication is another action and is not.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    """
    statement = kit.deny(
        "CreateOnly",
        ["s3:PutObject"],
        [f"{arn}/*"],
        Principal=_EVERYONE,
        Condition={"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}},
    )
    if not except_below:
        return statement
    others = {"NotResource": sorted(f"{arn}/{prefix}/*" for prefix in except_below)}
    return {key: value for key, value in statement.items() if key != "Resource"} | others
