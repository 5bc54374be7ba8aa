"""How callers go to the other Region: the plan that moves them, owned by the environment that stands by.

It needs nothing of the primary's state, only names: it must work when the primary cannot be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

from components import kit
from components.compute.names import cluster_name
from components.identity import break_glass
from components.recovery import heartbeat
from components.recovery.region_switch import SWITCH, Operators, RegionSwitch, RegionSwitchArgs, Report
from components.recovery.switch_permissions import plan_name
from components.recovery.switch_steps import Workload
from components.serving import vllm_service
from components.storage import key_policy
from config.capacity import capacity_in, reserved_instances
from config.model import LandingZone
from config.model.recovery import ServingRecovery
from config.system import System
from config.vocabulary import DataClass, Layer, RegionName, Role
from stacks import places
from stacks.references import Published, Upstream


def compose(zone: LandingZone, upstream: Upstream, here: pulumi.ResourceOptions) -> Published | None:
    """The plan and the promise about it; None in a primary, and where nothing is promised of answers."""
    serving = zone.recovery.serving
    if zone.role is not Role.RECOVERY or serving is None:
        return None
    args = _args(zone, upstream, serving)
    made = RegionSwitch("region-switch", args, here)
    return {
        "plan": plan_name(zone.family),
        "plan_id": made.plan_id,
        "alarm": args.alarm_arn,
        "operator": made.operator_arn,
        "execution": made.execution_arn,
        "boundary": args.boundary,
        "rule": kit.resource_name(zone.environment, SWITCH),
        "topic": args.topic_arn,
        "reports": f"s3://{args.report.bucket}/{SWITCH}/",
    }


def _args(zone: LandingZone, upstream: Upstream, serving: ServingRecovery) -> RegionSwitchArgs:
    primary, archive = zone.recovery.region, places.archive(zone)
    return RegionSwitchArgs(
        environment=zone.environment,
        family=zone.family,
        account=zone.account,
        region=zone.region,
        primary_region=primary,
        rto=serving.rto,
        alarm_arn=heartbeat.alarm_arn(zone.family, zone.account, zone.region),
        operators=Operators(trust=break_glass.trust(zone.identity.break_glass), decide=serving.decide),
        report=Report(
            bucket=archive,
            grants=[
                key_policy.may_use_key(
                    "EncryptReport",
                    ["kms:Encrypt", "kms:GenerateDataKey"],
                    family=zone.family,
                    account=zone.account,
                    data_class=DataClass.SECURITY_LOGS,
                    regions=[zone.region],
                    service="s3",
                )
            ],
        ),
        clusters=(
            {primary: cluster_name(zone.family), zone.region: cluster_name(zone.environment)}
            if zone.self_hosted
            else {}
        ),
        workloads=[_workload(zone, system) for system in zone.self_hosted],
        topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
        boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
    )


def _workload(zone: LandingZone, system: System) -> Workload:
    return Workload(
        system=system.name,
        deployment=vllm_service.NAME,
        autoscaler=vllm_service.AUTOSCALER,
        assured={region: _assured(zone, system, role) for region, role in _sides(zone).items()},
    )


def _sides(zone: LandingZone) -> Mapping[RegionName, Role]:
    return {zone.recovery.region: Role.PRIMARY, zone.region: Role.RECOVERY}


def _assured(zone: LandingZone, system: System, role: Role) -> int:
    """What part of the most replicas of a pool the instances hold that are reserved for it, in percent."""
    pool = system.card.serve.pool
    if pool is None:
        return 0
    return 100 * reserved_instances(capacity_in(zone.pools[pool], role)) // max(1, _most(zone.self_hosted, pool))


def _most(systems: Iterable[System], pool: str) -> int:
    return sum(one.card.serve.replicas.max for one in systems if one.card.serve.pool == pool)
