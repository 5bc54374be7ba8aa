"""How callers go to the other Region: the plan that moves them and the records it moves, owned by the standby.

It needs nothing of the primary's state, only names: it must work when the primary cannot be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

from components import kit
from components.compute.names import cluster_name
from components.entry.api_name import entry_name, regional_name
from components.identity import break_glass
from components.recovery import heartbeat
from components.recovery.failover_records import FailoverRecords, FailoverRecordsArgs, Side
from components.recovery.region_switch import SWITCH, Operators, RegionSwitch, RegionSwitchArgs, Report
from components.recovery.switch_permissions import plan_name
from components.recovery.switch_steps import Record, Workload
from components.serving import vllm_service
from components.storage import key_policy
from config.capacity import capacity_in, reserved_instances
from config.model import LandingZone
from config.model.recovery import Dns, ServingRecovery
from config.system import System
from config.vocabulary import DataClass, Layer, RegionName, Role
from stacks import places
from stacks.references import Published, Upstream


def compose(zone: LandingZone, upstream: Upstream, here: pulumi.ResourceOptions) -> Published:
    """The plan, the records it moves, and the promises; none in a primary, and where nothing is promised of answers."""
    serving = zone.recovery.serving
    if zone.role is not Role.RECOVERY or serving is None:
        return {"switch": None, "records": []}
    args = _args(zone, upstream, serving)
    made = RegionSwitch("region-switch", args, here)
    return {"switch": _switch(zone, args, made), "records": _records(zone, upstream, made, here)}


def _switch(zone: LandingZone, args: RegionSwitchArgs, made: RegionSwitch) -> Published:
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
    primary, archive, dns = zone.recovery.region, places.archive(zone), zone.recovery.dns
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
        record=Record(zone_id=dns.id, name=_region_name(dns)) if dns else None,
        topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
        boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
    )


def _region_name(dns: Dns) -> str:
    return f"region.{dns.zone}"


def _records(
    zone: LandingZone, upstream: Upstream, switch: RegionSwitch, here: pulumi.ResourceOptions
) -> list[Published]:
    """A pair for each system, and the one that says where they lead; none where callers bring their own names."""
    dns, serving = zone.recovery.dns, zone.recovery.serving
    if dns is None or serving is None:
        return []
    systems = [system.name for system in zone.cards]
    names = {system: entry_name(system, dns.zone) for system in systems}
    primary, secondary = zone.recovery.region, zone.region

    def side(region: RegionName) -> Side:
        return Side(
            region=region,
            health_check=switch.health_checks[region],
            targets={system: _leads_to(zone, upstream, dns, system, region) for system in systems},
        )

    FailoverRecords(
        "region-switch-records",
        FailoverRecordsArgs(
            zone_id=dns.id,
            names=names,
            region_name=_region_name(dns),
            ttl=serving.ttl,
            primary=side(primary),
            secondary=side(secondary),
        ),
        here,
    )
    pairs = [(_region_name(dns), "TXT"), *((name, "A") for name in names.values())]
    return [
        {"zone_id": dns.id, "name": name, "type": kind, "primary": primary, "secondary": secondary}
        for name, kind in pairs
    ]


def _leads_to(zone: LandingZone, upstream: Upstream, dns: Dns, system: str, region: RegionName) -> pulumi.Input[str]:
    """The name that always leads to a Region; of this one, once its record stands: Route 53 makes no alias before."""
    name = regional_name(system, region, dns.zone)
    if region != zone.region:
        return name
    stands = upstream.value(Layer.SYSTEMS, "systems", system, "api", "url")
    return pulumi.Output.from_input(stands).apply(lambda _: name)


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
