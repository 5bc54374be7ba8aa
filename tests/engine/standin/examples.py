"""Examples of the types that everything else stands on, for the test that every type lives through in moto."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from graph.decode import ARCHIVE, ASSET, SIGNATURE
from tests.engine.standin import api_examples, detection_examples, image_examples, recovery_examples, serving_examples

Example = Callable[[Any], dict[str, Any]]
"""The properties of an example, from the world that it stands on."""

DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}],
    }
)
ARN = "arn:aws:sns:eu-west-1:123456789012:somewhere"


VPC, SUBNET, TABLE = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable"
GROUP, ROLE, KEY = "aws:ec2/securityGroup:SecurityGroup", "aws:iam/role:Role", "aws:kms/key:Key"
CLUSTER, TEMPLATE, QUEUE = "aws:eks/cluster:Cluster", "aws:ec2/launchTemplate:LaunchTemplate", "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"
BALANCER, TARGETS = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
TOPIC, LOGS, VAULT = "aws:sns/topic:Topic", "aws:cloudwatch/logGroup:LogGroup", "aws:backup/vault:Vault"
_RULE = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/8"}
_OPEN = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}
_LIFECYCLE = {
    "id": "old",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "expiration": {"days": 400},
    "noncurrentVersionExpiration": {"noncurrentDays": 30},
}


def _replication(world: Any) -> dict[str, Any]:
    destination = {
        "bucket": f"arn:aws:s3:::{world.locked_bucket()}",
        "replicationTime": {"status": "Enabled", "time": {"minutes": 15}},
        "metrics": {"status": "Enabled", "eventThreshold": {"minutes": 15}},
    }
    rule = {
        "id": "all",
        "status": "Enabled",
        "priority": 1,
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Enabled"},
        "destination": destination,
    }
    return {"bucket": world.bucket(), "role": world.output(ROLE, "arn"), "rules": [rule]}


def _function(world: Any) -> dict[str, Any]:
    return {
        "role": world.output(ROLE, "arn"),
        "runtime": "python3.13",
        "handler": "main.handler",
        "memorySize": 256,
        "code": {SIGNATURE: ARCHIVE, "assets": {"main.py": {SIGNATURE: ASSET, "text": "def handler(*_): ..."}}},
    }


EXAMPLES: dict[str, Example] = {
    **api_examples.EXAMPLES,
    **detection_examples.EXAMPLES,
    **image_examples.EXAMPLES,
    **recovery_examples.EXAMPLES,
    **serving_examples.EXAMPLES,
    "aws:backup/plan:Plan": lambda w: {
        "rules": [
            {
                "ruleName": "daily",
                "targetVaultName": w.output(VAULT, "name"),
                "schedule": "cron(0 3 * * ? *)",
                "lifecycle": {"deleteAfter": 35},
            }
        ]
    },
    VAULT: lambda w: {"kmsKeyArn": w.output(KEY, "arn")},
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": lambda w: {
        "backupVaultName": w.output(VAULT, "name"),
        "minRetentionDays": 7,
    },
    "aws:budgets/budget:Budget": lambda _: {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "100.0",
        "limitUnit": "USD",
        "notifications": [
            {
                "comparisonOperator": "GREATER_THAN",
                "notificationType": "ACTUAL",
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberEmailAddresses": ["sre@example.com"],
            }
        ],
    },
    "aws:athena/workgroup:Workgroup": lambda _: {
        "configuration": {"enforceWorkgroupConfiguration": True, "managedQueryResultsConfiguration": {"enabled": True}},
    },
    "aws:glue/catalogDatabase:CatalogDatabase": lambda _: {"description": "decisions"},
    "aws:glue/catalogTable:CatalogTable": lambda w: {
        "databaseName": w.output("aws:glue/catalogDatabase:CatalogDatabase", "name"),
        "tableType": "EXTERNAL_TABLE",
        "partitionKeys": [{"name": "system", "type": "string"}],
        "storageDescriptor": {
            "location": "s3://somewhere/",
            "columns": [{"name": "id", "type": "string"}],
            "serDeInfo": {"serializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
        },
    },
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": lambda w: {
        "destination": "extended_s3",
        "extendedS3Configuration": {
            "bucketArn": f"arn:aws:s3:::{w.bucket()}",
            "roleArn": w.output(ROLE, "arn"),
            "bufferingSize": 64,
            "prefix": "table/",
        },
    },
    FUNCTION: _function,
    "aws:lambda/eventSourceMapping:EventSourceMapping": lambda w: {
        "eventSourceArn": w.output("aws:sqs/queue:Queue", "arn"),
        "functionName": w.output(FUNCTION, "name"),
        "batchSize": 10,
        "functionResponseTypes": ["ReportBatchItemFailures"],
        "scalingConfig": {"maximumConcurrency": 2},
    },
    "aws:lambda/permission:Permission": lambda w: {
        "action": "lambda:InvokeFunction",
        "function": w.output(FUNCTION, "name"),
        "principal": "events.amazonaws.com",
        "sourceArn": ARN,
    },
    "aws:cloudtrail/trail:Trail": lambda w: {"s3BucketName": w.bucket(), "isMultiRegionTrail": True},
    "aws:cloudwatch/dashboard:Dashboard": lambda _: {
        "dashboardName": "estate",
        "dashboardBody": json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "# estate"}}]}),
    },
    "aws:cloudwatch/eventRule:EventRule": lambda _: {"eventPattern": '{"source": ["aws.iam"]}'},
    "aws:cloudwatch/eventTarget:EventTarget": lambda w: {
        "rule": w.output("aws:cloudwatch/eventRule:EventRule", "name"),
        "arn": ARN,
    },
    LOGS: lambda _: {"retentionInDays": 365},
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": lambda w: {
        "logGroupName": w.output(LOGS, "name"),
        "pattern": "ERROR",
        "metricTransformation": {"name": "errors", "namespace": "lz", "value": "1"},
    },
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": lambda _: {
        "policyName": "delivery",
        "policyDocument": DOCUMENT,
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": lambda _: {
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 1,
        "metricName": "errors",
        "namespace": "lz",
        "period": 60,
        "statistic": "Sum",
        "threshold": 1,
    },
    "aws:dynamodb/table:Table": lambda _: {
        "hashKey": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
    },
    "aws:ebs/encryptionByDefault:EncryptionByDefault": lambda _: {"enabled": True},
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": lambda w: {"vpcId": w.id(VPC), "ingress": [], "egress": []},
    "aws:ec2/eip:Eip": lambda _: {"domain": "vpc"},
    "aws:ec2/flowLog:FlowLog": lambda w: {
        "vpcId": w.id(VPC),
        "logDestinationType": "s3",
        "logDestination": f"arn:aws:s3:::{w.bucket()}",
        "trafficType": "ALL",
    },
    "aws:ec2/internetGateway:InternetGateway": lambda w: {"vpcId": w.id(VPC)},
    TEMPLATE: lambda w: {
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "ebs": {"volumeSize": 4, "volumeType": "gp3", "encrypted": "true", "kmsKeyId": w.output(KEY, "arn")},
            }
        ],
        "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
        "networkInterfaces": [{"deviceIndex": 0, "associatePublicIpAddress": "false", "securityGroups": [w.id(GROUP)]}],
        "userData": "W3NldHRpbmdzXQo=",
    },
    "aws:ec2/natGateway:NatGateway": lambda w: {
        "subnetId": w.id(SUBNET),
        "allocationId": w.id("aws:ec2/eip:Eip"),
    },
    "aws:ec2/route:Route": lambda w: {
        "routeTableId": w.id(TABLE),
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": w.id("aws:ec2/internetGateway:InternetGateway"),
    },
    TABLE: lambda w: {"vpcId": w.id(VPC)},
    "aws:ec2/routeTableAssociation:RouteTableAssociation": lambda w: {
        "routeTableId": w.id(TABLE),
        "subnetId": w.id(SUBNET),
    },
    GROUP: lambda w: {"vpcId": w.id(VPC)},
    SUBNET: lambda w: {"vpcId": w.id(VPC), "cidrBlock": "10.0.0.0/24", "availabilityZoneId": "euw1-az1"},
    VPC: lambda _: {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True},
    "aws:ec2/vpcEndpoint:VpcEndpoint": lambda w: {
        "vpcId": w.id(VPC),
        "serviceName": "com.amazonaws.eu-west-1.s3",
        "vpcEndpointType": "Gateway",
        "routeTableIds": [w.id(TABLE)],
        "policy": DOCUMENT,
    },
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": lambda w: {
        "vpcEndpointId": w.id("aws:ec2/vpcEndpoint:VpcEndpoint"),
        "routeTableId": w.plugin.create(TABLE, {"vpcId": w.id(VPC)}, name="second")[0],
    },
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": lambda w: {
        "vpcId": w.id(VPC),
        "cidrBlock": "100.64.0.0/16",
    },
    CLUSTER: lambda w: {
        "roleArn": w.output(ROLE, "arn"),
        "version": "1.34",
        "vpcConfig": {"subnetIds": [w.id(SUBNET)], "endpointPrivateAccess": True, "endpointPublicAccess": False},
        "enabledClusterLogTypes": ["audit", "api"],
        "encryptionConfig": {"provider": {"keyArn": w.output(KEY, "arn")}, "resources": ["secrets"]},
    },
    "aws:inspector2/enabler:Enabler": lambda w: {
        "accountIds": [w.plugin.account],
        "resourceTypes": ["ECR", "LAMBDA"],
    },
    BALANCER: lambda w: {
        "internal": True,
        "loadBalancerType": "network",
        "subnets": [w.id(SUBNET)],
        "securityGroups": [w.id(GROUP)],
        "enableCrossZoneLoadBalancing": True,
        "accessLogs": {"bucket": w.bucket(), "enabled": True},
    },
    TARGETS: lambda w: {
        "vpcId": w.id(VPC),
        "targetType": "ip",
        "protocol": "TCP",
        "port": 8000,
        "deregistrationDelay": 120,
        "healthCheck": {"protocol": "HTTP", "path": "/health", "matcher": "200", "interval": 10},
    },
    "aws:lb/listener:Listener": lambda w: {
        "loadBalancerArn": w.id(BALANCER),
        "port": 8000,
        "protocol": "TCP",
        "defaultActions": [{"type": "forward", "targetGroupArn": w.id(TARGETS)}],
    },
    "aws:eks/nodeGroup:NodeGroup": lambda w: {
        "clusterName": w.output(CLUSTER, "name"),
        "nodeRoleArn": w.output(ROLE, "arn"),
        "subnetIds": [w.id(SUBNET)],
        "amiType": "BOTTLEROCKET_ARM_64",
        "instanceTypes": ["m7g.large"],
        "scalingConfig": {"minSize": 2, "maxSize": 4, "desiredSize": 2},
        "launchTemplate": {"id": w.id(TEMPLATE), "version": "1"},
        "taints": [{"key": "lz/system", "value": "true", "effect": "NO_SCHEDULE"}],
        "labels": {"lz/system": "true"},
        "nodeRepairConfig": {"enabled": True},
        "updateConfig": {"maxUnavailablePercentage": 33},
    },
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": lambda _: {"minimumPasswordLength": 20},
    "aws:iam/instanceProfile:InstanceProfile": lambda w: {"role": w.id(ROLE)},
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": lambda _: {
        "url": "https://token.actions.githubusercontent.com",
        "clientIdLists": ["sts.amazonaws.com"],
    },
    "aws:iam/policy:Policy": lambda _: {"policy": DOCUMENT},
    ROLE: lambda _: {"assumeRolePolicy": TRUST, "description": "reads"},
    "aws:iam/rolePolicy:RolePolicy": lambda w: {"role": w.id(ROLE), "policy": DOCUMENT},
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": lambda w: {
        "role": w.id(ROLE),
        "policyArn": w.id("aws:iam/policy:Policy"),
    },
    "aws:kms/alias:Alias": lambda w: {"targetKeyId": w.id(KEY)},
    KEY: lambda _: {"description": "data", "multiRegion": True, "enableKeyRotation": True},
    "aws:kms/replicaKey:ReplicaKey": lambda w: {
        "primaryKeyArn": w.output(KEY, "arn"),
        "description": "its replica",
        "region": "eu-central-1",
    },
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": lambda _: dict(_OPEN),
    "aws:s3/bucket:Bucket": lambda w: {"bucket": f"lz-{w.plugin.account}-base", "objectLockEnabled": True},
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lambda w: {
        "bucket": w.bucket(),
        "rules": [_LIFECYCLE],
    },
    "aws:s3/bucketLogging:BucketLogging": lambda w: {
        "bucket": w.bucket(),
        "targetBucket": w.admitting_logs(),
        "targetPrefix": "log/",
    },
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": lambda w: {
        "bucket": w.locked_bucket(),
        "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 400}},
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": lambda w: {
        "bucket": w.bucket(),
        "rule": {"objectOwnership": "BucketOwnerEnforced"},
    },
    "aws:s3/bucketPolicy:BucketPolicy": lambda w: {"bucket": w.bucket(), "policy": DOCUMENT},
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": lambda w: {"bucket": w.bucket(), **_OPEN},
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": _replication,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": lambda w: {
        "bucket": w.bucket(),
        "rules": [
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": w.output(KEY, "arn"),
                },
                "bucketKeyEnabled": True,
                "blockedEncryptionTypes": ["SSE-C"],
            }
        ],
    },
    "aws:s3/bucketVersioning:BucketVersioning": lambda w: {
        "bucket": w.bucket(),
        "versioningConfiguration": {"status": "Enabled"},
    },
    QUEUE: lambda _: {"messageRetentionSeconds": 300, "sqsManagedSseEnabled": True},
    "aws:sqs/queuePolicy:QueuePolicy": lambda w: {"queueUrl": w.id(QUEUE), "policy": DOCUMENT},
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": lambda w: {
        "queueUrl": w.id(QUEUE),
        "redriveAllowPolicy": json.dumps({"redrivePermission": "denyAll"}),
    },
    TOPIC: lambda _: {"displayName": "alarms"},
    "aws:sns/topicPolicy:TopicPolicy": lambda w: {"arn": w.id(TOPIC), "policy": DOCUMENT},
    "aws:sns/topicSubscription:TopicSubscription": lambda w: {
        "topic": w.id(TOPIC),
        "protocol": "email",
        "endpoint": "sre@example.com",
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": lambda w: {"securityGroupId": w.id(GROUP), **_RULE},
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": lambda w: {"securityGroupId": w.id(GROUP), **_RULE},
}
