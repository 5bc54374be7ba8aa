"""Whether a property names a key the customer holds, even while its ARN is not known yet."""

from __future__ import annotations

from typing import Final

from policies.paths import top
from policies.value import Value
from policies.verdict import Verdict
from policies.view import View

KEY: Final = "aws:kms/key:Key"
REPLICA_KEY: Final = "aws:kms/replicaKey:ReplicaKey"
_KEYS: Final = (
    KEY,
    REPLICA_KEY,
    "aws:kms/alias:Alias",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
)


def customer_key(view: View, value: Value) -> Verdict:
    """Whether the value names a customer key.

    An AWS-managed key is known by its alias (alias/aws/s3): whoever may use the service may use it, and no policy of
    ours governs it. An unknown value counts as a customer key when an edge of its property leads to a key of the stack.
    """
    if value.unknown:
        return Verdict.PASS if view.comes_from(top(value.path), *_KEYS) else Verdict.UNKNOWN
    return value.holds(lambda raw: isinstance(raw, str) and raw != "" and "alias/aws/" not in raw)
