"""What moto 5.2.5 does not answer although the operation exists, so that silence is not taken for a difference.

A test asks moto for each of these: one that moto learns to answer must leave the table.
"""

from __future__ import annotations

from ops.verification.account import Gaps

MOTO: Gaps = {
    "apigateway.GetRestApi.securityPolicy": "moto keeps no TLS policy of an API",
    "cloudwatch.DescribeAlarms.CompositeAlarms": "moto has no alarms over alarms",
    "dynamodb.DescribeTable.Replicas": "moto takes replicas of a table and keeps none",
    "dynamodb.DescribeTable.Replica": "moto keeps no replica of a table",
    "dynamodb.DescribeContinuousBackups.Replica": "moto keeps no replica of a table",
    **dict.fromkeys(
        (
            "eks.DescribeCluster.accessConfig",
            "eks.DescribeCluster.deletionProtection",
            "eks.DescribeCluster.upgradePolicy",
            "eks.DescribeCluster.zonalShiftConfig",
        ),
        "moto takes it and keeps nothing of it",
    ),
    "firehose.DescribeDeliveryStream.EncryptionStatus": "moto says with which key a stream encrypts, not whether",
    "kms.GetKeyRotationStatus.RotationPeriodInDays": "moto keeps no rotation period",
    "lambda.GetFunction.LoggingConfig": "moto keeps no log group of a function",
    "sagemaker.DescribeEndpoint.LastDeploymentConfig": "moto keeps no way of updating an endpoint",
}
"""The sandbox's gaps."""
