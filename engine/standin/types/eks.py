"""EKS clusters and managed node groups; what stands in a cluster by EKS's own API, moto does not have."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row, Step, Tagging

_GONE = ("ResourceNotFoundException",)
_DROPPED = "moto takes it and keeps nothing of it"


def _tagging(by: str = "{arn}") -> Tagging:
    return Tagging(
        at_create="tags",
        put="TagResource",
        drop="UntagResource",
        target="resourceArn",
        by=by,
        tags="tags",
        keys="tagKeys",
        listed="ListTagsForResource",
        path="tags",
    )


def _logging(props: dict[str, Any]) -> dict[str, Any]:
    """The kinds of log as AWS nests them: what is not listed is off."""
    rest = {k: v for k, v in props.items() if k != "enabledClusterLogTypes"}
    kinds = props.get("enabledClusterLogTypes")
    return rest if kinds is None else {**rest, "logging": {"clusterLogging": [{"types": kinds, "enabled": True}]}}


_CLUSTER = {"name": "$id"}

CLUSTER = Row(
    type="aws:eks/cluster:Cluster",
    service="eks",
    create=Call(operation="CreateCluster", carries=None, rename={"vpcConfig": "resourcesVpcConfig"}, reshape=_logging),
    id_format="{name}",
    read=Call(operation="DescribeCluster", takes=_CLUSTER),
    entity="cluster",
    absent=_GONE,
    delete=(Call(operation="DeleteCluster", takes=_CLUSTER),),
    # AWS changes one kind of setting a call.
    steps=tuple(
        Step(
            carries=(prop,),
            run=(
                Call(
                    operation="UpdateClusterConfig",
                    carries=(prop,),
                    takes=_CLUSTER,
                    rename={"vpcConfig": "resourcesVpcConfig"},
                    reshape=_logging,
                ),
            ),
            at_create=False,
        )
        for prop in ("vpcConfig", "enabledClusterLogTypes")
    ),
    outputs={
        "arn": "arn",
        "endpoint": "endpoint",
        "certificateAuthority": "certificateAuthority",
        "status": "status",
        "platformVersion": "platformVersion",
        "createdAt": "createdAt",
        "identities": "[{oidcs: [{issuer: identity.oidc.issuer}]}]",
        "vpcConfig.clusterSecurityGroupId": "resourcesVpcConfig.clusterSecurityGroupId",
        "vpcConfig.vpcId": "resourcesVpcConfig.vpcId",
    },
    observed={
        "name": "name",
        "roleArn": "roleArn",
        "version": "version",
        "enabledClusterLogTypes": "logging.clusterLogging[?enabled].types[]",
        "encryptionConfig": "encryptionConfig[0].{provider: provider, resources: resources}",
        "vpcConfig": (
            "resourcesVpcConfig.{subnetIds: subnetIds, endpointPrivateAccess: endpointPrivateAccess,"
            " endpointPublicAccess: endpointPublicAccess}"
        ),
    },
    replace=("name", "roleArn", "encryptionConfig", "bootstrapSelfManagedAddons", "outpostConfig"),
    name="name",
    name_limit=100,
    kept=dict.fromkeys(
        ("accessConfig", "bootstrapSelfManagedAddons", "deletionProtection", "upgradePolicy", "zonalShiftConfig"),
        _DROPPED,
    ),
    kept_changes={"version": "moto has no UpdateClusterVersion"},
    provider_only=("defaultAddonsToRemoves", "forceUpdateVersion"),
    tagging=_tagging(),
    listing=(Call(operation="ListClusters"), "clusters"),
)

_GROUP = {"clusterName": "clusterName", "nodegroupName": "nodeGroupName"}
_LATER = ("updateConfig", "nodeRepairConfig")
_CHANGED = ("scalingConfig",)

NODE_GROUP = Row(
    type="aws:eks/nodeGroup:NodeGroup",
    service="eks",
    create=Call(
        operation="CreateNodegroup",
        carries=None,
        rename={"nodeRoleArn": "nodeRole", "subnetIds": "subnets"},
    ),
    id_format="{clusterName}:{nodeGroupName}",
    read=Call(operation="DescribeNodegroup", takes=_GROUP),
    entity="nodegroup",
    absent=_GONE,
    delete=(Call(operation="DeleteNodegroup", takes=_GROUP),),
    steps=(
        # AWS takes both with the creation; moto only hears of them in an update.
        Step(carries=_LATER, run=(Call(operation="UpdateNodegroupConfig", carries=_LATER, takes=_GROUP),)),
        Step(
            carries=_CHANGED,
            run=(Call(operation="UpdateNodegroupConfig", carries=_CHANGED, takes=_GROUP),),
            at_create=False,
        ),
    ),
    outputs={
        "arn": "nodegroupArn",
        "status": "status",
        "resources": "[{autoscalingGroups: resources.autoScalingGroups}]",
    },
    observed={
        "clusterName": "clusterName",
        "nodeGroupName": "nodegroupName",
        "nodeRoleArn": "nodeRole",
        "subnetIds": "subnets",
        "instanceTypes": "instanceTypes",
        "amiType": "amiType",
        "capacityType": "capacityType",
        "scalingConfig": "scalingConfig",
        "labels": "labels",
        "taints": "taints",
    },
    replace=("clusterName", "nodeGroupName", "nodeRoleArn", "subnetIds", "instanceTypes", "amiType", "capacityType"),
    name="nodeGroupName",
    name_limit=63,
    kept_changes={
        "labels": "the stand-in labels nodes with the group only",
        "taints": "the stand-in taints nodes with the group only",
        "version": "moto has no UpdateNodegroupVersion",
        "releaseVersion": "moto has no UpdateNodegroupVersion",
        "launchTemplate": "moto has no UpdateNodegroupVersion",
    },
    provider_only=("forceUpdateVersion",),
    tagging=_tagging(),
)


def _absent(type_: str, operation: str, **more: Any) -> Row:
    """A row of what moto lacks: its values are still held against AWS's own model."""
    return Row(
        type=f"aws:eks/{type_}",
        service="eks",
        create=Call(operation=operation, carries=None, rename=more.pop("rename", {})),
        state_only=f"moto has no {operation}",
        **more,
    )


ADDON = _absent(
    "addon:Addon",
    "CreateAddon",
    built={"arn": "arn:aws:eks:{region}:{account}:addon/{clusterName}/{addonName}/{id}"},
    replace=("clusterName", "addonName"),
    tagging=_tagging(),
    kept={"resolveConflictsOnCreate": "it is one member of two operations", "resolveConflictsOnUpdate": "the same"},
    provider_only=("preserve",),
)

ACCESS_ENTRY = _absent(
    "accessEntry:AccessEntry",
    "CreateAccessEntry",
    built={"accessEntryArn": "arn:aws:eks:{region}:{account}:access-entry/{clusterName}/{id}"},
    replace=("clusterName", "principalArn", "type"),
    tagging=_tagging("{accessEntryArn}"),
)

ACCESS_POLICY = _absent(
    "accessPolicyAssociation:AccessPolicyAssociation",
    "AssociateAccessPolicy",
    replace=("clusterName", "principalArn", "policyArn", "accessScope"),
)

POD_IDENTITY = _absent(
    "podIdentityAssociation:PodIdentityAssociation",
    "CreatePodIdentityAssociation",
    built={
        "associationArn": "arn:aws:eks:{region}:{account}:podidentityassociation/{clusterName}/{id}",
        "associationId": "{id}",
    },
    replace=("clusterName", "namespace", "serviceAccount"),
    tagging=_tagging("{associationArn}"),
)

ROWS = (CLUSTER, NODE_GROUP, ADDON, ACCESS_ENTRY, ACCESS_POLICY, POD_IDENTITY)
