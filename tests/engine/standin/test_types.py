"""Every type of the table against moto: created, read, refused a second time where AWS refuses, deleted, gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.standin.catalogue import ROWS
from engine.standin.templates import fill
from graph.decode import ARCHIVE, ASSET, SIGNATURE
from tests.engine.standin import api_examples, recovery_examples, serving_examples
from tests.engine.standin.serving_examples import CONFIGURATION, ENDPOINT, MODEL

DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}],
    }
)
KEEP = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "ecr:BatchDeleteImage", "Principal": "*"}],
    }
)
EXPIRE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 30,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)
ARN = "arn:aws:sns:eu-west-1:123456789012:somewhere"


class World:
    """What an example needs to stand on; made on first use."""

    def __init__(self, plugin: Any) -> None:
        self.plugin = plugin
        self._made: dict[str, tuple[str, dict[str, Any]]] = {}

    def of(self, type_: str) -> tuple[str, dict[str, Any]]:
        if type_ not in self._made:
            self._made[type_] = self.plugin.create(type_, EXAMPLES[type_](self), name=f"base-{len(self._made)}")
        return self._made[type_]

    def id(self, type_: str) -> str:
        return self.of(type_)[0]

    def output(self, type_: str, name: str) -> Any:
        return self.of(type_)[1][name]

    def bucket(self) -> str:
        return self.output("aws:s3/bucket:Bucket", "bucket")

    def admitting_logs(self) -> str:
        """A bucket whose policy admits S3's log delivery, without which AWS refuses it as a target."""
        bucket = self.bucket()
        statement = {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Resource": f"arn:aws:s3:::{bucket}/log/*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.plugin.create("aws:s3/bucketPolicy:BucketPolicy", {"bucket": bucket, "policy": policy}, name="logs")
        return bucket

    def locked_bucket(self) -> str:
        """A bucket with versions and a lock, as replication and retention need it."""
        bucket = self.bucket()
        self.of("aws:s3/bucketVersioning:BucketVersioning")
        return bucket


Example = Callable[[World], dict[str, Any]]

VPC, SUBNET, TABLE = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable"
GROUP, ROLE, KEY = "aws:ec2/securityGroup:SecurityGroup", "aws:iam/role:Role", "aws:kms/key:Key"
CLUSTER, TEMPLATE, QUEUE = "aws:eks/cluster:Cluster", "aws:ec2/launchTemplate:LaunchTemplate", "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"
BALANCER, TARGETS = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"
REPOSITORY = "aws:ecr/repository:Repository"
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


def _replication(world: World) -> dict[str, Any]:
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


def _function(world: World) -> dict[str, Any]:
    return {
        "role": world.output(ROLE, "arn"),
        "runtime": "python3.13",
        "handler": "main.handler",
        "memorySize": 256,
        "code": {SIGNATURE: ARCHIVE, "assets": {"main.py": {SIGNATURE: ASSET, "text": "def handler(*_): ..."}}},
    }


EXAMPLES: dict[str, Example] = {
    **api_examples.EXAMPLES,
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
    REPOSITORY: lambda w: {
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": w.output(KEY, "arn")}],
        "forceDelete": True,
    },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": lambda w: {"repository": w.id(REPOSITORY), "policy": KEEP},
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": lambda w: {"repository": w.id(REPOSITORY), "policy": EXPIRE},
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": lambda w: {
        "replicationConfiguration": {
            "rules": [
                {
                    "destinations": [{"region": "eu-central-1", "registryId": w.plugin.account}],
                    "repositoryFilters": [{"filter": "lz-prod/", "filterType": "PREFIX_MATCH"}],
                }
            ]
        }
    },
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": lambda _: {
        "scanType": "ENHANCED",
        "rules": [
            {
                "scanFrequency": "CONTINUOUS_SCAN",
                "repositoryFilters": [{"filter": "lz-*", "filterType": "WILDCARD"}],
            }
        ],
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

IN_MOTO = sorted(type_ for type_, row in ROWS.items() if not row.state_only)

ADOPTED = {
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
}
"""AWS made it, or somebody else, and it is kept when the resource goes."""
SETTINGS = {
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sns/topicPolicy:TopicPolicy",
}
"""They always have some value; deletion brings back AWS's own, and suspends versioning, which cannot be unmade."""


@pytest.mark.parametrize("type_", IN_MOTO)
def test_a_thing_lives_in_moto_and_is_gone_after_its_deletion(plugin: Any, type_: str) -> None:
    """Create, read, refresh without drift, import by id alone, delete; a refresh after it finds nothing."""
    inputs = EXAMPLES[type_](World(plugin))
    checked = plugin.check(type_, inputs).inputs

    id_, state = plugin.create(type_, inputs)

    given = {key: state[key] for key in checked.fields if key != "__defaults"}
    assert id_, "AWS must have given an id, or the names made one"
    assert (id_, given) == plugin.read(type_, id_, given, state)[:2], "what was just created has no drift"
    region = {"region": given["region"]} if "region" in given else {}
    known = ROWS[type_].import_id or "{id}"
    alone = fill(known, {**state, "id": id_})
    assert id_ == plugin.read(type_, alone, state=region)[0], "an import knows what a person types alone"
    plugin.delete(type_, id_, state)
    found = plugin.read(type_, id_, given, state)[0]
    assert (id_ if type_ in ADOPTED | SETTINGS else "") == found, "deleted means not there any more"


@pytest.mark.parametrize(
    ("held", "holder", "code"),
    [
        (VPC, "aws:ec2/internetGateway:InternetGateway", "DependencyViolation"),
        (VPC, SUBNET, "DependencyViolation"),
        (SUBNET, "aws:ec2/natGateway:NatGateway", "DependencyViolation"),
        ("aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway", "InvalidIPAddress.InUse"),
        (TABLE, "aws:ec2/routeTableAssociation:RouteTableAssociation", "DependencyViolation"),
    ],
)
def test_what_something_else_stands_on_is_not_deleted(
    plugin: Any, aborted: Any, held: str, holder: str, code: str
) -> None:
    """As in AWS; when the other is gone, so can it, but for what stands on it besides."""
    world = World(plugin)
    holder_id, holder_state = world.of(holder)
    held_id, held_state = world.of(held)

    with pytest.raises(aborted, match=code):
        plugin.delete(held, held_id, held_state)
    plugin.delete(holder, holder_id, holder_state)
    plugin.delete(held, held_id, held_state)

    assert "" == plugin.read(held, held_id)[0]


def test_a_security_group_of_an_endpoint_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """An interface endpoint holds its group and its subnet until it is gone."""
    world = World(plugin)
    endpoint = {
        "vpcId": world.id(VPC),
        "serviceName": "com.amazonaws.eu-west-1.kms",
        "vpcEndpointType": "Interface",
        "subnetIds": [world.id(SUBNET)],
        "securityGroupIds": [world.id(GROUP)],
    }
    id_, state = plugin.create("aws:ec2/vpcEndpoint:VpcEndpoint", endpoint)

    for type_ in (GROUP, SUBNET):
        with pytest.raises(aborted, match="DependencyViolation"):
            plugin.delete(type_, *world.of(type_))
    plugin.delete("aws:ec2/vpcEndpoint:VpcEndpoint", id_, state)
    plugin.delete(GROUP, *world.of(GROUP))

    assert "" == plugin.read(GROUP, world.id(GROUP))[0]


def test_every_type_that_moto_holds_has_an_example() -> None:
    """A row without an example is a row nobody ran."""
    assert IN_MOTO == sorted(EXAMPLES)


@pytest.mark.parametrize(
    ("type_", "code"),
    [
        (ROLE, "EntityAlreadyExists"),
        ("aws:iam/policy:Policy", "EntityAlreadyExists"),
        (LOGS, "ResourceAlreadyExistsException"),
        (VAULT, "AlreadyExistsException"),
        ("aws:dynamodb/table:Table", "ResourceInUseException"),
        ("aws:kms/alias:Alias", "AlreadyExistsException"),
        ("aws:cloudtrail/trail:Trail", "TrailAlreadyExistsException"),
        ("aws:s3/bucket:Bucket", "BucketAlreadyOwnedByYou"),
        ("aws:budgets/budget:Budget", "DuplicateRecordException"),
        ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "EntityAlreadyExists"),
        (MODEL, "ResourceInUse"),
        (CONFIGURATION, "ResourceInUse"),
        (ENDPOINT, "ResourceInUse"),
    ],
)
def test_a_name_that_is_taken_is_refused_as_aws_refuses_it(plugin: Any, aborted: Any, type_: str, code: str) -> None:
    """No kinder than AWS: what a killed run left behind stands in the way, and the message says how to go on."""
    inputs = EXAMPLES[type_](World(plugin))
    id_, state = plugin.create(type_, inputs)
    named = {**inputs, **{prop: state[prop] for prop in (ROWS[type_].name,) if prop}}

    with pytest.raises(aborted, match=code) as refusal:
        plugin.create(type_, named, name="second")

    known = id_ if ROWS[type_].id_format else "<id>"
    assert f"pulumi import {type_} second {known}" in str(refusal.value), "the way on must be named"


def test_an_endpoint_moves_to_another_configuration_and_keeps_its_tags(plugin: Any) -> None:
    """A configuration cannot change, so a new version is another one; the endpoint stays the endpoint."""
    world = World(plugin)
    inputs = {"endpointConfigName": world.output(CONFIGURATION, "name"), "tags": {"lz:system": "fraud"}}
    id_, state = plugin.create(ENDPOINT, inputs)
    other, _ = plugin.create(CONFIGURATION, EXAMPLES[CONFIGURATION](world), name="other")

    checked = plugin.check(ENDPOINT, inputs).inputs
    before = {key: state[key] for key in checked.fields if key != "__defaults"}
    plugin.update(ENDPOINT, id_, state, before, {**before, "endpointConfigName": other})

    found, now = plugin.read(ENDPOINT, id_, before, state)[:2]
    assert (id_, other) == (found, now["endpointConfigName"])
    arn = state["arn"]
    tags = plugin.boto("sagemaker").list_tags(ResourceArn=arn)["Tags"]
    assert {"Key": "lz:system", "Value": "fraud"} in tags


def test_a_gateway_endpoint_knows_the_prefix_list_of_its_service(plugin: Any) -> None:
    """What a security group names in order to let out to S3 and nowhere else."""
    world = World(plugin)
    wanted = [{"Name": "prefix-list-name", "Values": ["com.amazonaws.eu-west-1.s3"]}]
    [known] = plugin.boto("ec2").describe_prefix_lists(Filters=wanted)["PrefixLists"]

    assert known["PrefixListId"] == world.output("aws:ec2/vpcEndpoint:VpcEndpoint", "prefixListId")
