"""What a Region switch does, in order: a person approves, models scale, callers move.

The steps are the same in both directions, so that the way back is the way that was tested.
Source: https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-execution-blocks.html, read 2026-11-26
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import arcregionswitch as arc

from config.vocabulary import RegionName, SystemName

APPROVE = "approve"
SCALE = "scale"
CALLERS = "callers"

SCALE_MINUTES = 10
"""How long a model may take until its replicas are ready: the terms of `lz dr rto` from capacity to start fit in it."""

MOVE_MINUTES = 10
"""How long the records may take to lead elsewhere; others saw two minutes."""

MOST_ASSURED = 99
"""The most that AWS takes for the part of the replicas without which an ungraceful switch does not go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workload:
    """A model of our own in the cluster of each Region."""

    system: SystemName
    """Also the namespace, in both clusters."""

    deployment: str
    autoscaler: str
    """The HorizontalPodAutoscaler over the deployment; the plan forbids it to scale down."""

    assured: Mapping[RegionName, int]
    """By Region: what part of the most replicas reserved devices alone can hold, in percent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """The record that the plan moves: one for a pair, whose health checks every other record of the pair carries."""

    zone_id: str
    name: str


def approval(role_arn: pulumi.Input[str], minutes: int) -> arc.PlanWorkflowStepArgs:
    """Whoever assumed the role says yes within the minutes; otherwise the plan stands still and nobody is moved."""
    return arc.PlanWorkflowStepArgs(
        name=APPROVE,
        description="A person decides",
        execution_block_type="ManualApproval",
        execution_approval_configs=[
            arc.PlanWorkflowStepExecutionApprovalConfigArgs(approval_role=role_arn, timeout_minutes=minutes)
        ],
    )


def scaling(
    workloads: Sequence[Workload], clusters: Mapping[RegionName, str], region: RegionName
) -> list[arc.PlanWorkflowStepArgs]:
    """Each model gets as many replicas as ran on the other side in the last day; several models at once.

    `clusters` are ARNs, `region` is the one that is activated. Ungracefully the plan goes on with what reserved devices
    hold: nobody has to skip a step that waits for instances AWS has not, and the fallbacks of the cards answer.
    """
    steps = [_scaling(one, clusters, region) for one in workloads]
    if len(steps) <= 1:
        return [arc.PlanWorkflowStepArgs(**step) for step in steps]
    at_once = [arc.PlanWorkflowStepParallelConfigStepArgs(**step) for step in steps]
    return [
        arc.PlanWorkflowStepArgs(
            name=SCALE,
            description="Models scale at once",
            execution_block_type="Parallel",
            parallel_configs=[arc.PlanWorkflowStepParallelConfigArgs(steps=at_once)],
        )
    ]


def moving(record: Record, regions: Sequence[RegionName]) -> arc.PlanWorkflowStepArgs:
    """AWS says of the health check of the Region that is left that it is ill, and of the other one that it is well.

    Both are vended by the plan, and no control plane is asked: records do not change, only which of them answers.
    Source: https://docs.aws.amazon.com/r53recovery/latest/dg/route53-health-check-block.html, read 2026-11-26
    """
    return arc.PlanWorkflowStepArgs(
        name=CALLERS,
        description="Names lead to the Region that is activated",
        execution_block_type="Route53HealthCheck",
        route53_health_check_configs=[
            arc.PlanWorkflowStepRoute53HealthCheckConfigArgs(
                hosted_zone_id=record.zone_id,
                record_name=record.name,
                record_sets=[
                    arc.PlanWorkflowStepRoute53HealthCheckConfigRecordSetArgs(record_set_identifier=one, region=one)
                    for one in regions
                ],
                timeout_minutes=MOVE_MINUTES,
            )
        ],
    )


def _scaling(workload: Workload, clusters: Mapping[RegionName, str], region: RegionName) -> dict[str, Any]:
    held = {"namespace": workload.system, "name": workload.deployment, "hpa_name": workload.autoscaler}
    return {
        "name": f"{SCALE}-{workload.system}",
        "description": f"The model of {workload.system} gets its replicas",
        "execution_block_type": "EKSResourceScaling",
        "eks_resource_scaling_configs": [
            {
                "kubernetes_resource_types": [{"api_version": "apps/v1", "kind": "Deployment"}],
                "eks_clusters": [{"cluster_arn": clusters[each]} for each in sorted(clusters)],
                # Pulumi calls the application's name a namespace, and its Region a name of a resource.
                "scaling_resources": [
                    {
                        "namespace": workload.system,
                        "resources": [{"resource_name": each, **held} for each in sorted(clusters)],
                    }
                ],
                "capacity_monitoring_approach": "sampledMaxInLast24Hours",
                "target_percent": 100,
                "timeout_minutes": SCALE_MINUTES,
                "ungracefuls": [{"minimum_success_percentage": min(MOST_ASSURED, workload.assured[region])}],
            }
        ],
    }
