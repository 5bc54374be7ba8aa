"""One key, many names: an id, an ARN, an alias or the alias's ARN may all mean the same key."""

from __future__ import annotations

from ops.verification.account import Account


def as_named(name: str, key: str | None, region: str, account: Account) -> str | None:
    """The name when `key` is the key it names in the Region, else `key` itself.

    KMS is asked only where the two spellings differ; its errors are the caller's to judge.
    """
    if key is None or key == name:
        return key
    kms = account.client("kms", region)

    def arn(spelling: str) -> str:
        return str(kms.describe_key(KeyId=spelling)["KeyMetadata"]["Arn"])

    return name if arn(key) == arn(name) else key
