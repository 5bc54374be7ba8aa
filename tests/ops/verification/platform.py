"""A good platform in moto: a cluster with a node group, a queue, a repository and its replica, a way in."""

from __future__ import annotations

import json
from typing import Any

from config.contracts.network import NetworkContract
from config.contracts.platform import (
    ClusterContract,
    IngressContract,
    NodesContract,
    NodeSubnetContract,
    PoolContract,
    RepositoryContract,
    ServiceAccountContract,
    ShareContract,
)
from config.vocabulary import Capacity, PoolKind, Tier
from tests.ops.verification.reading import ACCOUNT, HERE, THERE, client

NAME = "lz-test-cluster"
LOG_GROUP = f"/aws/eks/{NAME}/cluster"
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
REPOSITORY = "lz-test/vllm"
QUEUE = "lz-test-interruptions"
READER = ServiceAccountContract(namespace="support-assistant", name="vllm", role="lz-test-weights")


def private(network: NetworkContract) -> list[str]:
    """The private subnets."""
    return [s.id for s in network.subnets if s.tier is Tier.PRIVATE]


def role(name: str, statement: dict[str, Any] | None = None) -> str:
    """A role; its ARN."""
    document = {"Version": "2012-10-17", "Statement": [statement or {"Effect": "Allow", "Action": "sts:AssumeRole"}]}
    made = client("iam", HERE).create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))
    return str(made["Role"]["Arn"])


def key(region: str = HERE) -> str:
    """A key; its ARN."""
    return str(client("kms", region).create_key()["KeyMetadata"]["Arn"])


def template(group: str, key_arn: str, *, tokens: str = "required") -> str:
    """A launch template; its id."""
    data = {
        "MetadataOptions": {"HttpTokens": tokens, "HttpPutResponseHopLimit": 1},
        "BlockDeviceMappings": [
            {"DeviceName": device, "Ebs": {"Encrypted": True, "KmsKeyId": key_arn, "VolumeSize": 4}}
            for device in ("/dev/xvda", "/dev/xvdb")
        ],
        "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": False, "Groups": [group]}],
    }
    made = client("ec2", HERE).create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=data)
    return str(made["LaunchTemplate"]["LaunchTemplateId"])


def cluster(network: NetworkContract, *, public: bool = False, tokens: str = "required") -> ClusterContract:
    """The cluster, its log group and its node group."""
    eks, logs, key_arn = client("eks", HERE), client("logs", HERE), key()
    logs.create_log_group(logGroupName=LOG_GROUP, kmsKeyId=key_arn)
    logs.put_retention_policy(logGroupName=LOG_GROUP, retentionInDays=400)
    made = eks.create_cluster(
        name=NAME,
        version="1.34",
        roleArn=role("lz-test-cluster"),
        resourcesVpcConfig={
            "subnetIds": private(network),
            "endpointPublicAccess": public,
            "endpointPrivateAccess": True,
        },
        logging={"clusterLogging": [{"types": list(LOGS), "enabled": True}]},
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": key_arn}}],
    )["cluster"]
    group = str(made["resourcesVpcConfig"]["clusterSecurityGroupId"])
    eks.create_nodegroup(
        clusterName=NAME,
        nodegroupName="lz-test-system",
        nodeRole=role("lz-test-system-node"),
        subnets=private(network),
        version="1.34",
        launchTemplate={"id": template(group, key_arn, tokens=tokens), "version": "1"},
    )
    eks.update_nodegroup_config(clusterName=NAME, nodegroupName="lz-test-system", nodeRepairConfig={"enabled": True})
    return ClusterContract(
        name=NAME,
        arn=made["arn"],
        endpoint=made["endpoint"],
        certificate_authority=made["certificateAuthority"]["data"],
        version="1.34",
        security_group=group,
        key_arn=key_arn,
        log_group=LOG_GROUP,
        log_days=400,
        deletion_protected=True,
        addons={"vpc-cni": "v1.21.2-eksbuild.2"},
        administrators={"apply": role("lz-test-apply")},
        node_groups=["lz-test-system"],
    )


def group(network: NetworkContract, name: str) -> str:
    """A security group that lets in nothing and lets out TLS; its id."""
    ec2 = client("ec2", HERE)
    made = str(ec2.create_security_group(GroupName=name, Description=name, VpcId=network.vpc_id)["GroupId"])
    held = ec2.describe_security_groups(GroupIds=[made])["SecurityGroups"][0]["IpPermissionsEgress"]
    ec2.revoke_security_group_egress(GroupId=made, IpPermissions=held)
    tls = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.authorize_security_group_egress(GroupId=made, IpPermissions=[tls])
    return made


def nodes(network: NetworkContract) -> NodesContract:
    """What nodes are made with."""
    iam = client("iam", HERE)
    role("lz-test-gpu-node")
    iam.create_instance_profile(InstanceProfileName="lz-test-gpu-node")
    iam.add_role_to_instance_profile(InstanceProfileName="lz-test-gpu-node", RoleName="lz-test-gpu-node")
    return NodesContract(
        instance_profile="lz-test-gpu-node",
        security_group=group(network, "nodes"),
        subnets=[
            NodeSubnetContract(id=s.id, zone=s.zone, zone_name=s.zone_name)
            for s in network.subnets
            if s.tier is Tier.PRIVATE
        ],
        volume_key=key(),
        image="bottlerocket@v1.57.0",
        max_pods=110,
        tags={},
    )


def queue(service: str = "events.amazonaws.com") -> str:
    """The queue of warnings; its name."""
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage"}],
    }
    client("sqs", HERE).create_queue(
        QueueName=QUEUE,
        Attributes={
            "SqsManagedSseEnabled": "true",
            "MessageRetentionPeriod": "300",
            "Policy": json.dumps(policy),
        },
    )
    return QUEUE


POOL = PoolContract(
    name="inference",
    kind=PoolKind.KARPENTER,
    instances=["g6.xlarge"],
    gpus=1,
    capacity=[ShareContract(buy=Capacity.RESERVED, instances=4)],
    limit=4,
    reservations=["cr-1"],
)


def repository() -> RepositoryContract:
    """The repository, its replica, and the replication."""
    keep = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": ["ecr:BatchDeleteImage"]}],
    }
    for region in (HERE, THERE):
        ecr = client("ecr", region)
        ecr.create_repository(
            repositoryName=REPOSITORY,
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
            encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key(region)},
        )
        ecr.set_repository_policy(repositoryName=REPOSITORY, policyText=json.dumps(keep))
    client("ecr", HERE).put_replication_configuration(
        replicationConfiguration={"rules": [{"destinations": [{"region": THERE, "registryId": ACCOUNT}]}]}
    )
    return RepositoryContract(
        name=REPOSITORY,
        arn=f"arn:aws:ecr:{HERE}:{ACCOUNT}:repository/{REPOSITORY}",
        url=f"{ACCOUNT}.dkr.ecr.{HERE}.amazonaws.com/{REPOSITORY}",
        replica_region=THERE,
    )


def reader(*, namespace: str = READER.namespace) -> None:
    """The role of the contract READER."""
    statement = {
        "Effect": "Allow",
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Condition": {
            "StringEquals": {
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": READER.name,
            }
        },
    }
    role(READER.role, statement)


def way(network: NetworkContract, gate: str, *, scheme: str = "internal") -> IngressContract:
    """A balancer in front of a model, open to the functions' group."""
    elb, ec2 = client("elbv2", HERE), client("ec2", HERE)
    own = group(network, "balancer")
    allowed = {"IpProtocol": "tcp", "FromPort": 8000, "ToPort": 8000, "UserIdGroupPairs": [{"GroupId": gate}]}
    ec2.authorize_security_group_ingress(GroupId=own, IpPermissions=[allowed])
    balancer = elb.create_load_balancer(
        Name="way", Type="network", Scheme=scheme, Subnets=private(network), SecurityGroups=[own]
    )["LoadBalancers"][0]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Attributes=[
            {"Key": "access_logs.s3.enabled", "Value": "true"},
            {"Key": "deletion_protection.enabled", "Value": "false"},
        ],
    )
    targets = elb.create_target_group(
        Name="pods",
        Protocol="TCP",
        Port=8000,
        VpcId=network.vpc_id,
        TargetType="ip",
        HealthCheckProtocol="HTTP",
        HealthCheckPath="/health",
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="TCP",
        Port=8000,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}],
    )
    return IngressContract(url=f"http://{balancer['DNSName']}:8000", target_group=targets, port=8000)
