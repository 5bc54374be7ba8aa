"""Records and health checks of Route 53. The service is global, and keeps its records in the zone."""

from __future__ import annotations

import uuid
from typing import Any

from engine.standin.names import convert
from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging
from engine.standin.shapes import input_shape

_POLICIES = (
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "latencyRoutingPolicies",
    "weightedRoutingPolicies",
)
_CHANGED = ("aliases", "healthCheckId", "records", "ttl", *_POLICIES)


def record_set(props: Props) -> dict[str, Any]:
    """A record as AWS nests it: values in a list of their own, the policy's members beside the name."""
    flat = {*_POLICIES, "aliases", "records", "zoneId", "allowOverwrite", "multivalueAnswerRoutingPolicy"}
    nested = {k: v for k, v in props.items() if k not in flat}
    if isinstance(values := props.get("records"), list):
        nested["resourceRecords"] = [{"value": value} for value in values]
    if isinstance(aliases := props.get("aliases"), list) and aliases:
        alias = aliases[0]
        nested["aliasTarget"] = {
            "dNSName": alias["name"],
            "hostedZoneId": alias["zoneId"],
            "evaluateTargetHealth": alias["evaluateTargetHealth"],
        }
    if isinstance(failover := props.get("failoverRoutingPolicies"), list) and failover:
        nested["failover"] = failover[0]["type"]
    if isinstance(weighted := props.get("weightedRoutingPolicies"), list) and weighted:
        nested["weight"] = weighted[0]["weight"]
    if isinstance(latency := props.get("latencyRoutingPolicies"), list) and latency:
        nested["region"] = latency[0]["region"]
    return nested


def _batch(action: str, props: Props) -> dict[str, Any]:
    return {"changeBatch": {"changes": [{"action": action, "resourceRecordSet": record_set(props)}]}}


def _put(ask: Ask, change: Change) -> None:
    _change(ask, "UPSERT", change.new)


def _remove(ask: Ask, change: Change) -> None:
    _change(ask, "DELETE", change.old)


def _change(ask: Ask, action: str, props: Props) -> None:
    wanted = {k: v for k, v in props.items() if k in _SENT}
    params = convert(input_shape("route53", "ChangeResourceRecordSets"), _batch(action, wanted), _RENAME).params
    ask("ChangeResourceRecordSets", HostedZoneId=props["zoneId"], **params)


_SENT = {"name", "type", "setIdentifier", *_CHANGED}
_RENAME = {"changeBatch.changes.resourceRecordSet.aliasTarget.dNSName": "DNSName"}

RECORD = Row(
    type="aws:route53/record:Record",
    service="route53",
    create=Call(
        operation="ChangeResourceRecordSets",
        carries=None,
        takes={"HostedZoneId": "zoneId"},
        rename=_RENAME,
        reshape=lambda props: _batch("CREATE", props),
    ),
    id_format="{zoneId}_{name}_{type}_{setIdentifier|type}",
    read=Call(operation="ListResourceRecordSets", takes={"HostedZoneId": "zoneId"}),
    # The id of a record without a set names its type twice.
    entity=(
        "ResourceRecordSets[?Name=='$name.' && Type=='$type' && "
        "(SetIdentifier=='$setIdentifier' || (!SetIdentifier && '$setIdentifier'=='$type'))] | [0]"
    ),
    absent=("NoSuchHostedZone",),
    delete=(_remove,),
    steps=(Step(carries=_CHANGED, run=(_put,), at_create=False),),
    outputs={"fqdn": "Name"},
    observed={"ttl": "TTL", "records": "ResourceRecords[].Value", "healthCheckId": "HealthCheckId"},
    replace=("name", "setIdentifier", "type", "zoneId"),
    regional=False,
    kept={"multivalueAnswerRoutingPolicy": "the stand-in does not carry it"},
)


_WORDS = {
    "childHealthThreshold": "HealthThreshold",
    "childHealthchecks": "ChildHealthChecks",
    "fqdn": "FullyQualifiedDomainName",
    "invertHealthcheck": "Inverted",
}


def _reference(params: Params, props: Props, scope: Scope) -> Params:
    """Route 53 refuses a reference that was ever used, even by a check that was deleted."""
    del props, scope
    return {**params, "CallerReference": uuid.uuid4().hex}


_UPDATED = ("childHealthThreshold", "childHealthchecks", "disabled", "failureThreshold", "fqdn", "invertHealthcheck",
            "ipAddress", "port", "resourcePath", "searchString")  # fmt: skip

HEALTH_CHECK = Row(
    type="aws:route53/healthCheck:HealthCheck",
    service="route53",
    create=Call(operation="CreateHealthCheck", carries=None, into="HealthCheckConfig", rename=_WORDS, hook=_reference),
    id="HealthCheck.Id",
    read=Call(operation="GetHealthCheck", takes={"HealthCheckId": "$id"}),
    entity="HealthCheck",
    absent=("NoSuchHealthCheck",),
    delete=(Call(operation="DeleteHealthCheck", takes={"HealthCheckId": "$id"}),),
    steps=(
        Step(
            carries=_UPDATED,
            run=(Call(operation="UpdateHealthCheck", carries=_UPDATED, takes={"HealthCheckId": "$id"}, rename=_WORDS),),
            at_create=False,
        ),
    ),
    built={"arn": "arn:aws:route53:::healthcheck/{id}"},
    observed={"type": "HealthCheckConfig.Type"},
    replace=("type", "requestInterval", "measureLatency", "routingControlArn", "referenceName"),
    regional=False,
    provider_only=("referenceName", "triggers"),
    kept=dict.fromkeys(
        ("cloudwatchAlarmName", "cloudwatchAlarmRegion", "insufficientDataHealthStatus", "routingControlArn"),
        "moto keeps no alarm and no control of a health check",
    ),
    tagging=Tagging(
        put="ChangeTagsForResource",
        drop="ChangeTagsForResource",
        target="ResourceId",
        tags="AddTags",
        keys="RemoveTagKeys",
        listed="ListTagsForResource",
        path="ResourceTagSet.Tags",
        fixed={"ResourceType": "healthcheck"},
    ),
    listing=(Call(operation="ListHealthChecks"), "HealthChecks[].Id"),
)

ROWS = (RECORD, HEALTH_CHECK)
