"""What AWS's own managed policies allow of what rules ask.

AWS changes their text without asking, so no copy is kept: those for people and programs are listed by their use.
The others are for what AWS's services do on their own; they are taken to allow nothing of what rules ask.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from policies.iam import PolicyDocument, read
from policies.value import Value
from policies.verdict import Verdict

_AWS: Final = ":iam::aws:policy/"
_WIDE: Final = {
    "AdministratorAccess": ("*",),
    "AmazonBedrockFullAccess": ("bedrock:*",),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonS3ReadOnlyAccess": ("s3:Get*", "s3:List*"),
    "AmazonSageMakerFullAccess": ("sagemaker:*",),
    "PowerUserAccess": ("*",),
    "ReadOnlyAccess": ("s3:Get*", "s3:List*"),
}


def managed_by_aws(arn: Value) -> PolicyDocument:
    """The document of a managed policy that the stack does not make: one that is not AWS's is not known."""
    name = str(arn.raw)
    if _AWS not in name:
        return PolicyDocument(arn, Verdict.UNKNOWN, "", ())
    actions = list(_WIDE.get(name.rpartition("/")[2], ()))
    document = read(arn.replaced({"Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}))
    return replace(document, at=arn, statements=tuple(replace(s, at=arn) for s in document.statements))
