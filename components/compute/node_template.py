"""NodeTemplate: the launch template of nodes that no autoscaler of ours makes.

Guarantees: instance metadata only by session tokens and only for the node itself, never for a pod; both volumes under a
customer key; no public address; no SSH key.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components import kit
from components.compute import plan

OS_GIB, DATA_GIB = 4, 80
"""Bottlerocket's own volume, and that of images, containers and logs. The size of the second is for images of model
servers, some 20 GiB unpacked, twice during an update."""

THROUGHPUT = 250
"""MiB/s of the data volume: an image is unpacked before a pod starts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeTemplateArgs:
    """What differs from one group of nodes to another."""

    security_group: pulumi.Input[str]
    """The id of the only security group."""

    key_arn: pulumi.Input[str]
    """The key of both volumes."""

    tags: dict[str, str]
    """Tags of instances and volumes: the provider's default tags do not reach what EC2 Auto Scaling makes."""

    reservation: pulumi.Input[str] | None = None
    """The id of the capacity reservation its instances run in; None for any capacity but ours."""


USER_DATA = f"[settings.kubernetes]\nmax-pods = {plan.MAX_PODS}\n"
"""Bottlerocket's settings; EKS adds those that join the node to its cluster."""


class NodeTemplate(pulumi.ComponentResource):
    """A launch template for Bottlerocket nodes."""

    template_id: pulumi.Output[str]
    version: pulumi.Output[str]
    """The newest version: a node group that names it renews its nodes when the template changes."""

    def __init__(self, name: str, args: NodeTemplateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:NodeTemplate", name, None, opts)
        template = ec2.LaunchTemplate(
            f"{name}-template",
            block_device_mappings=[
                _volume("/dev/xvda", OS_GIB, args.key_arn),
                _volume("/dev/xvdb", DATA_GIB, args.key_arn, throughput=THROUGHPUT),
            ],
            capacity_reservation_specification=_reservation(args.reservation),
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required",
                # A pod is one hop further away than its node.
                "http_put_response_hop_limit": 1,
                "instance_metadata_tags": "disabled",
            },
            network_interfaces=[
                {
                    "device_index": 0,
                    "associate_public_ip_address": "false",
                    "delete_on_termination": "true",
                    "security_groups": [args.security_group],
                }
            ],
            tag_specifications=[{"resource_type": resource, "tags": args.tags} for resource in ("instance", "volume")],
            update_default_version=True,
            user_data=base64.b64encode(USER_DATA.encode()).decode(),
            opts=kit.child(self),
        )

        self.template_id = template.id
        self.version = template.latest_version.apply(str)
        self.register_outputs({"template_id": self.template_id, "version": self.version})


def _volume(
    device: str, size: int, key: pulumi.Input[str], *, throughput: int | None = None
) -> ec2.LaunchTemplateBlockDeviceMappingArgs:
    return ec2.LaunchTemplateBlockDeviceMappingArgs(
        device_name=device,
        ebs=ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
            volume_type="gp3",
            volume_size=size,
            throughput=throughput,
            encrypted="true",
            kms_key_id=key,
            delete_on_termination="true",
        ),
    )


def _reservation(reservation: pulumi.Input[str] | None) -> ec2.LaunchTemplateCapacityReservationSpecificationArgs:
    if reservation is None:
        # What is reserved is for who names it: a node that names none takes none.
        return ec2.LaunchTemplateCapacityReservationSpecificationArgs(capacity_reservation_preference="none")
    target = ec2.LaunchTemplateCapacityReservationSpecificationCapacityReservationTargetArgs(
        capacity_reservation_id=reservation
    )
    return ec2.LaunchTemplateCapacityReservationSpecificationArgs(capacity_reservation_target=target)
