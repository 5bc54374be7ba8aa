"""A bucket, a role, and who of them may do what: shared by the tests of what is granted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policies.access import objects_of, policies_of, who_may
from policies.buckets import BUCKET, POLICY
from policies.documents import POLICY as MANAGED
from policies.documents import ROLE
from policies.example import graph_of
from policies.rule import Example
from policies.rules.examples.build import ACCOUNT, aws, document
from policies.verdict import Verdict
from policies.view import StackView

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OBJECTS = "arn:aws:s3:::store/*"
PUT = "s3:PutObject"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/writer"

BUCKET_OF = aws(BUCKET, "store", bucket="store")
WRITER = aws(ROLE, "writer", name="writer")
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def allow(**changes: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": PUT, "Resource": OBJECTS, **changes}


def deny(**changes: Any) -> dict[str, Any]:
    return allow(Effect="Deny", **changes)


def bucket_policy(*statements: Any) -> Example:
    return aws(POLICY.type, "store-policy", {"bucket": "store"}, policy=document(*statements))


def inline(*statements: Any, **changes: Any) -> Example:
    role = {} if "role" in changes else {"role": "writer"}
    return aws("aws:iam/rolePolicy:RolePolicy", "inline", role, **{"policy": document(*statements), **changes})


def answers(stack: Iterable[Example], action: str = PUT) -> dict[str, Verdict]:
    """ARN (empty: not known) to whether the identity may."""
    view = StackView(graph_of(tuple(stack)))
    [bucket] = view.of_type(BUCKET)
    return {p.who.arn: p.may for p in who_may(view, (action,), objects_of(bucket), policies_of(bucket))}


def of_the_writer(*stack: Example, action: str = PUT) -> Verdict:
    return answers((BUCKET_OF, WRITER, *stack), action).get(ROLE_ARN, FAIL)


OWN_POLICY = aws(MANAGED, "own", name="own", policy=document(allow()))
