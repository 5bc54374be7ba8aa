"""Load balancers, their listeners and target groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging

_TAGGING = Tagging(
    at_create="Tags",
    put="AddTags",
    drop="RemoveTags",
    target="ResourceArns",
    listed="DescribeTags",
    path="TagDescriptions[0].Tags",
)

_BALANCER_ATTRIBUTES = {
    "accessLogs.bucket": "access_logs.s3.bucket",
    "accessLogs.enabled": "access_logs.s3.enabled",
    "accessLogs.prefix": "access_logs.s3.prefix",
    "clientKeepAlive": "client_keep_alive.seconds",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableZonalShift": "zonal_shift.config.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
}
_GROUP_ATTRIBUTES = {
    "connectionTermination": "deregistration_delay.connection_termination.enabled",
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
    "preserveClientIp": "preserve_client_ip.enabled",
}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attributes(props: Props, known: Mapping[str, str]) -> list[dict[str, str]]:
    found: dict[str, str] = {}
    for path, attribute in known.items():
        block, _, member = path.partition(".")
        value = props.get(block)
        if member:
            value = value.get(member) if isinstance(value, Mapping) else None
        if value is not None:
            found[attribute] = _text(value)
    return [{"Key": key, "Value": value} for key, value in sorted(found.items())]


def _bring(operation: str, target: str, known: Mapping[str, str]) -> Step:
    """AWS keeps these as pairs of text, brought by an operation of their own."""

    def hook(params: Params, props: Props, scope: Scope) -> Params:
        del scope
        return {**params, "Attributes": _attributes(props, known)}

    carries = tuple(dict.fromkeys(path.partition(".")[0] for path in known))
    return Step(carries=carries, run=(Call(operation=operation, takes={target: "$id"}, hook=hook),))


def _scheme(props: dict[str, Any]) -> dict[str, Any]:
    rest = {k: v for k, v in props.items() if k != "internal"}
    return {**rest, "scheme": "internal" if props.get("internal") is True else "internet-facing"}


def _set(operation: str, prop: str, member: str) -> Step:
    def bring(ask: Ask, change: Change) -> None:
        ask(operation, LoadBalancerArn=change.id, **{member: change.new.get(prop) or []})

    return Step(carries=(prop,), run=(bring,), at_create=False)


_AT_CREATION = ("internal", "ipAddressType", "loadBalancerType", "name", "securityGroups", "subnets")

LOAD_BALANCER = Row(
    type="aws:lb/loadBalancer:LoadBalancer",
    service="elbv2",
    create=Call(
        operation="CreateLoadBalancer",
        carries=_AT_CREATION,
        rename={"loadBalancerType": "Type", "name": "Name"},
        reshape=_scheme,
    ),
    id="LoadBalancers[0].LoadBalancerArn",
    read=Call(operation="DescribeLoadBalancers", takes={"LoadBalancerArns": "$id"}),
    entity="LoadBalancers[0]",
    absent=("LoadBalancerNotFound",),
    delete=(Call(operation="DeleteLoadBalancer", takes={"LoadBalancerArn": "$id"}),),
    steps=(
        _bring("ModifyLoadBalancerAttributes", "LoadBalancerArn", _BALANCER_ATTRIBUTES),
        _set("SetSecurityGroups", "securityGroups", "SecurityGroups"),
        _set("SetSubnets", "subnets", "Subnets"),
    ),
    outputs={
        "arn": "LoadBalancerArn",
        "dnsName": "DNSName",
        "vpcId": "VpcId",
        "zoneId": "CanonicalHostedZoneId",
    },
    built={"arnSuffix": "{id}"},
    observed={
        "name": "LoadBalancerName",
        "internal": "Scheme == 'internal'",
        "loadBalancerType": "Type",
        "subnets": "AvailabilityZones[].SubnetId",
        "securityGroups": "SecurityGroups",
    },
    replace=("name", "namePrefix", "internal", "loadBalancerType"),
    name="name",
    name_limit=32,
    provider_only=("namePrefix",),
    tagging=_TAGGING,
    listing=(Call(operation="DescribeLoadBalancers"), "LoadBalancers[].LoadBalancerArn"),
)

_CHECK = {
    "enabled": "HealthCheckEnabled",
    "protocol": "HealthCheckProtocol",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "interval": "HealthCheckIntervalSeconds",
    "timeout": "HealthCheckTimeoutSeconds",
    "healthyThreshold": "HealthyThresholdCount",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


def _check(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return {}
    flat = {member: given[prop] for prop, member in _CHECK.items() if given.get(prop) is not None}
    return {**flat, **({"Matcher": {"HttpCode": given["matcher"]}} if given.get("matcher") else {})}


def _checked(only: Callable[[str], bool]) -> Callable[[Params, Props, Scope], Params]:
    def hook(params: Params, props: Props, scope: Scope) -> Params:
        del scope
        return {**params, **{k: v for k, v in _check(props.get("healthCheck")).items() if only(k)}}

    return hook


TARGET_GROUP = Row(
    type="aws:lb/targetGroup:TargetGroup",
    service="elbv2",
    create=Call(
        operation="CreateTargetGroup",
        carries=("name", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"),
        hook=_checked(lambda _: True),
        claims=("healthCheck",),
    ),
    id="TargetGroups[0].TargetGroupArn",
    read=Call(operation="DescribeTargetGroups", takes={"TargetGroupArns": "$id"}),
    entity="TargetGroups[0]",
    absent=("TargetGroupNotFound",),
    delete=(Call(operation="DeleteTargetGroup", takes={"TargetGroupArn": "$id"}),),
    steps=(
        _bring("ModifyTargetGroupAttributes", "TargetGroupArn", _GROUP_ATTRIBUTES),
        Step(
            carries=("healthCheck",),
            run=(Call(operation="ModifyTargetGroup", takes={"TargetGroupArn": "$id"}, hook=_checked(lambda _: True)),),
            at_create=False,
        ),
    ),
    outputs={"arn": "TargetGroupArn", "loadBalancerArns": "LoadBalancerArns"},
    observed={
        "name": "TargetGroupName",
        "port": "Port",
        "protocol": "Protocol",
        "targetType": "TargetType",
        "vpcId": "VpcId",
    },
    replace=("name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"),
    name="name",
    name_limit=32,
    provider_only=("namePrefix",),
    tagging=_TAGGING,
    listing=(Call(operation="DescribeTargetGroups"), "TargetGroups[].TargetGroupArn"),
)


def _certificate(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    arn = props.get("certificateArn")
    return params if arn is None else {**params, "Certificates": [{"CertificateArn": arn}]}


_LISTENS = ("defaultActions", "port", "protocol", "sslPolicy")

LISTENER = Row(
    type="aws:lb/listener:Listener",
    service="elbv2",
    create=Call(
        operation="CreateListener",
        carries=("loadBalancerArn", *_LISTENS),
        hook=_certificate,
        claims=("certificateArn",),
    ),
    id="Listeners[0].ListenerArn",
    read=Call(operation="DescribeListeners", takes={"ListenerArns": "$id"}),
    entity="Listeners[0]",
    absent=("ListenerNotFound",),
    delete=(Call(operation="DeleteListener", takes={"ListenerArn": "$id"}),),
    steps=(
        Step(
            carries=(*_LISTENS, "certificateArn"),
            run=(Call(operation="ModifyListener", carries=_LISTENS, takes={"ListenerArn": "$id"}, hook=_certificate),),
            at_create=False,
        ),
    ),
    outputs={"arn": "ListenerArn"},
    observed={"loadBalancerArn": "LoadBalancerArn", "port": "Port", "protocol": "Protocol"},
    replace=("loadBalancerArn",),
    tagging=_TAGGING,
)

ROWS = (LOAD_BALANCER, TARGET_GROUP, LISTENER)
