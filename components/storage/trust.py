"""Trust policies for AWS services whose AssumeRole carries the source account only sometimes."""

from __future__ import annotations

from components import kit


def service_trust(service: str, account: str) -> str:
    """A trust policy that refuses another account's use where the service names it, and works where it does not.

    S3 replication, CloudTrail's delivery to CloudWatch Logs and AWS Backup document no aws:SourceAccount for the role
    they assume. StringEquals on an absent key is false, and delivery would stop without an error in the deploy
    (https://github.com/prowler-cloud/prowler/issues/4714). Giving the role to a service needs iam:PassRole in this
    account in any case.
    """
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": service},
            "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": account}},
        }
    )
