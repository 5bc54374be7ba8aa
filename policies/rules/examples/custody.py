"""A store of evidence and the roles that write and read it; the roles that approve models and deploy them."""

from __future__ import annotations

from typing import Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document
from policies.rules.examples.identity import BOUNDARY, ROLE, trust
from policies.rules.examples.storage import EVIDENCE

ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
STORE_NAME: Final = f"lz-prod-decisions-{ACCOUNT}-{REGION}"
_RECORDS: Final = f"arn:aws:s3:::{STORE_NAME}/records/system=fraud-scoring/*"


def store_access(*actions: str, resource: str = _RECORDS) -> str:
    """A policy for actions on the records of one system."""
    return document({"Effect": "Allow", "Action": list(actions), "Resource": resource})


def function_role(name: str, service: str = "lambda.amazonaws.com") -> Examples:
    """A role that a service assumes for this account, and what it is called after."""
    assumed = trust({"Service": service}, {"StringEquals": {"aws:SourceAccount": ACCOUNT}})
    return (aws(ROLE, name, name=f"lz-prod-{name}", assumeRolePolicy=assumed, permissionsBoundary=BOUNDARY),)


CUSTODY: Final[Examples] = (
    *EVIDENCE,
    *function_role("writer"),
    aws(ROLE_POLICY, "writer-policy", {"role": "writer"}, policy=store_access("s3:PutObject")),
    *function_role("reader"),
    aws(ROLE_POLICY, "reader-policy", {"role": "reader"}, policy=store_access("s3:GetObject")),
)


def package_access(*actions: str) -> str:
    """A policy for actions of SageMaker on things called after the zone."""
    named = [f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{kind}/lz-prod-*" for kind in ("endpoint", "model-package")]
    return document({"Effect": "Allow", "Action": [f"sagemaker:{action}" for action in actions], "Resource": named})


DUTIES: Final[Examples] = (
    *function_role("approver"),
    aws(ROLE_POLICY, "approver-policy", {"role": "approver"}, policy=package_access("UpdateModelPackage")),
    *function_role("deployer"),
    aws(ROLE_POLICY, "deployer-policy", {"role": "deployer"}, policy=package_access("CreateEndpoint")),
)
