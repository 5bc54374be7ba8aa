"""Words the stores share: whose a thing is, and where it and its replica stand."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Whose a thing is, and who may go beyond its guarantees."""

    family: str
    """The environment whose name the data carries."""
    account: str
    """The AWS account id."""
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary of every role made for the thing."""
    break_glass: str
    """ARN of the one role that may lift a governance lock or delete a locked version."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One side of a Region pair."""

    region: str
    key_arn: pulumi.Input[str]
    """ARN of the data class's key in this Region. Not of its alias: S3 asks for a key ARN where AWS services write
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html), and CloudTrail, DynamoDB
    and AWS Backup answer with key ARNs, so that an alias would be a change in every preview."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmTopics:
    """An SNS topic in each Region of a pair: a CloudWatch alarm reaches only topics of its own Region."""

    primary: pulumi.Input[str]
    recovery: pulumi.Input[str]
