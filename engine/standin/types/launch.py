"""Launch templates and capacity reservations."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Step
from engine.standin.types.ec2 import ec2_arn, ec2_tagging

_TEMPLATE = {"LaunchTemplateId": "$id"}
_DATA = (
    "blockDeviceMappings",
    "capacityReservationSpecification",
    "cpuOptions",
    "ebsOptimized",
    "iamInstanceProfile",
    "imageId",
    "instanceType",
    "keyName",
    "metadataOptions",
    "monitoring",
    "networkInterfaces",
    "placement",
    "tagSpecifications",
    "userData",
    "vpcSecurityGroupIds",
)
"""What a version of a template is made of."""

_RENAMED = {"networkInterfaces.securityGroups": "Groups", "vpcSecurityGroupIds": "SecurityGroupIds"}


def _newest_is_default(ask: Ask, change: Change) -> None:
    if change.new.get("updateDefaultVersion") is True:
        found = ask("DescribeLaunchTemplates", LaunchTemplateIds=[change.id])["LaunchTemplates"][0]
        ask("ModifyLaunchTemplate", LaunchTemplateId=change.id, DefaultVersion=str(found["LatestVersionNumber"]))


LAUNCH_TEMPLATE = Row(
    type="aws:ec2/launchTemplate:LaunchTemplate",
    service="ec2",
    create=Call(
        operation="CreateLaunchTemplate",
        carries=(*_DATA, "name"),
        rename={**_RENAMED, "name": "LaunchTemplateName"},
        into="LaunchTemplateData",
    ),
    id="LaunchTemplate.LaunchTemplateId",
    read=Call(operation="DescribeLaunchTemplates", takes={"LaunchTemplateIds": "$id"}),
    entity="LaunchTemplates[0]",
    absent=("InvalidLaunchTemplateId.NotFound",),
    delete=(Call(operation="DeleteLaunchTemplate", takes=_TEMPLATE),),
    steps=(
        Step(
            carries=_DATA,
            run=(
                Call(
                    operation="CreateLaunchTemplateVersion",
                    carries=_DATA,
                    rename=_RENAMED,
                    into="LaunchTemplateData",
                    takes=_TEMPLATE,
                ),
                _newest_is_default,
            ),
            at_create=False,
        ),
    ),
    outputs={"latestVersion": "LatestVersionNumber", "defaultVersion": "DefaultVersionNumber"},
    built={"arn": ec2_arn("launch-template")},
    observed={"name": "LaunchTemplateName"},
    replace=("name", "namePrefix"),
    name="name",
    name_limit=128,
    provider_only=("updateDefaultVersion", "defaultVersion"),
    tagging=ec2_tagging("launch-template"),
    listing=(Call(operation="DescribeLaunchTemplates"), "LaunchTemplates[].LaunchTemplateId"),
)

CAPACITY_RESERVATION = Row(
    type="aws:ec2/capacityReservation:CapacityReservation",
    service="ec2",
    create=Call(operation="CreateCapacityReservation", carries=None),
    built={"arn": ec2_arn("capacity-reservation"), "ownerId": "{account}"},
    replace=(
        "availabilityZone",
        "instanceType",
        "instancePlatform",
        "tenancy",
        "ebsOptimized",
        "instanceMatchCriteria",
    ),
    tagging=ec2_tagging("capacity-reservation"),
    state_only="moto has no CreateCapacityReservation",
    id_prefix="cr-",  # a node class takes no other
)

ROWS = (LAUNCH_TEMPLATE, CAPACITY_RESERVATION)
