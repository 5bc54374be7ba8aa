"""ModelIngress: the way from decision functions to one self-hosted model, inside the VPC.

Guarantees: no address on the internet; only the functions' security group gets in, and only the model's port is opened
to it; a replica gets requests when its model answers its health check, not when a port is open; one that goes is given
the time of its longest answer; the balancer's log goes to the archive.

A network balancer: an answer is a stream of minutes, and the log archive is encrypted with a customer key, which no
application balancer can write to
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html). It passes on what it
gets, so TLS, where there is any, ends at the pod.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pulumi
from pulumi_aws import ec2, lb, vpc

from components import kit
from config.vocabulary import Deletion, SystemName, ZoneId

HEALTH = "/health"
"""vLLM answers here once its engine has loaded the model
(https://docs.vllm.ai/en/stable/serving/openai_compatible_server.html)."""

PORT = 8000
"""vLLM's own."""

INTERVAL, HEALTHY, UNHEALTHY = 10, 2, 3
"""Seconds between two checks, and how many change a replica's state: in after 20 s, out after 30."""

_PREFIX = "lz-"
"""How the names of balancers and target groups begin; AWS takes six characters. The rest is Pulumi's, so that a new one
can stand beside the old."""

_LONGEST_DRAIN = 3600
"""Seconds; the most AWS takes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """What the way joins, by security group."""

    functions: pulumi.Input[str]
    """The group of decision functions."""
    nodes: pulumi.Input[str]
    """The group of nodes and pods."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelIngressArgs:
    """Whose model, and between whom."""

    system: SystemName

    vpc_id: pulumi.Input[str]

    subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """Private subnets."""

    ends: Ends

    archive: str
    """The bucket of the log archive."""

    longest: timedelta
    """The longest that an answer may take."""

    deletion: Deletion
    """Whether AWS lets the balancer be deleted."""


class ModelIngress(pulumi.ComponentResource):
    """An internal network load balancer in front of one model's pods."""

    url: pulumi.Output[str]
    """What functions call."""
    target_group: pulumi.Output[str]
    """ARN; the workload binds its pods to it. Waits for the listener: a target group nobody asks checks no health."""

    def __init__(self, name: str, args: ModelIngressArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:ModelIngress", name, None, opts)
        group = self._group(name, args)
        balancer = lb.LoadBalancer(
            f"{name}-balancer",
            name_prefix=_PREFIX,
            load_balancer_type="network",
            internal=True,
            subnets=[args.subnet_ids[zone] for zone in sorted(args.subnet_ids)],
            security_groups=[group.id],
            # A zone may have no replica of its own.
            enable_cross_zone_load_balancing=True,
            enable_zonal_shift=True,
            enable_deletion_protection=args.deletion is Deletion.PROTECTED,
            access_logs={"bucket": args.archive, "enabled": True},
            tags={"Name": name, "lz:system": args.system},
            opts=kit.child(self),
        )
        pods = self._pods(name, args)
        listener = lb.Listener(
            f"{name}-listener",
            load_balancer_arn=balancer.arn,
            port=PORT,
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": pods.arn}],
            opts=kit.child(self),
        )

        self.url = balancer.dns_name.apply(lambda host: f"http://{host}:{PORT}")
        self.target_group = pulumi.Output.all(pods.arn, listener.id).apply(lambda known: str(known[0]))
        self.register_outputs({"url": self.url, "target_group": self.target_group})

    def _pods(self, name: str, args: ModelIngressArgs) -> lb.TargetGroup:
        return lb.TargetGroup(
            f"{name}-pods",
            name_prefix=_PREFIX,
            vpc_id=args.vpc_id,
            target_type="ip",
            protocol="TCP",
            port=PORT,
            preserve_client_ip="false",
            deregistration_delay=drain(args.longest),
            health_check={
                "enabled": True,
                "protocol": "HTTP",
                "path": HEALTH,
                "port": "traffic-port",
                "matcher": "200",
                "interval": INTERVAL,
                "healthy_threshold": HEALTHY,
                "unhealthy_threshold": UNHEALTHY,
            },
            tags={"Name": name, "lz:system": args.system},
            opts=kit.child(self),
        )

    def _group(self, name: str, args: ModelIngressArgs) -> ec2.SecurityGroup:
        """The balancer's security group, and the rules of both its neighbours."""
        group = ec2.SecurityGroup(
            f"{name}-balancer",
            vpc_id=args.vpc_id,
            description=f"The way to the model of {args.system}",
            tags={"Name": name},
            opts=kit.child(self),
        )
        ways = {"functions": (args.ends.functions, group.id), "pods": (group.id, args.ends.nodes)}
        for what, (source, target) in ways.items():
            vpc.SecurityGroupEgressRule(
                f"{name}-to-{what}",
                security_group_id=source,
                description=f"Requests to the model of {args.system}",
                referenced_security_group_id=target,
                ip_protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                opts=kit.child(self),
            )
            vpc.SecurityGroupIngressRule(
                f"{name}-from-{what}",
                security_group_id=target,
                description=f"Requests to the model of {args.system}",
                referenced_security_group_id=source,
                ip_protocol="tcp",
                from_port=PORT,
                to_port=PORT,
                opts=kit.child(self),
            )
        return group


def drain(longest: timedelta) -> int:
    """Seconds that a replica which goes may still answer: the longest answer and half of it, as far as AWS goes."""
    return min(_LONGEST_DRAIN, round(1.5 * longest.total_seconds()))
