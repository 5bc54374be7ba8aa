"""What AWS would answer when a resource is created: ids and ARNs of the right shape, for code that reads them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

ACCOUNT = "111122223333"
REGION = "eu-west-1"

_ID_PREFIXES = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
    "aws:ec2/eip:Eip": "eipalloc",
    "aws:ec2/flowLog:FlowLog": "fl",
    "aws:ec2/internetGateway:InternetGateway": "igw",
    "aws:ec2/natGateway:NatGateway": "nat",
    "aws:ec2/routeTable:RouteTable": "rtb",
    "aws:ec2/securityGroup:SecurityGroup": "sg",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/vpc:Vpc": "vpc",
    "aws:ec2/capacityReservation:CapacityReservation": "cr",
    "aws:ec2/launchTemplate:LaunchTemplate": "lt",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "vpc-cidr-assoc",
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": "rslvr-fdl",
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "rslvr-frg",
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation": "rslvr-frgassoc",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "rqlc",
}

_PHYSICAL_NAMES = ("bucket", "name", "tableName", "budgetName", "aliasName")

_GLOBAL_SERVICES = frozenset({"iam", "s3", "budgets"})

_ARN_SERVICES = {
    "cloudwatch/logGroup": "logs",
    "cloudwatch/metricAlarm": "cloudwatch",
    "accessanalyzer": "access-analyzer",
    "lb": "elasticloadbalancing",
    "route53/resolverQueryLogConfig": "route53resolver",
}

_ARN_RESOURCES: dict[str, str] = {
    "aws:accessanalyzer/analyzer:Analyzer": "analyzer/{name}",
    "aws:acm/certificate:Certificate": "certificate/{id}",
    "aws:backup/plan:Plan": "backup-plan:{id}",
    "aws:backup/vault:Vault": "backup-vault:{name}",
    "aws:bedrock/guardrail:Guardrail": "guardrail/{id}",
    "aws:bedrock/inferenceProfile:InferenceProfile": "application-inference-profile/{id}",
    "aws:budgets/budget:Budget": "budget/{name}",
    "aws:cloudtrail/trail:Trail": "trail/{name}",
    "aws:cloudwatch/logGroup:LogGroup": "log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm:{name}",
    "aws:dynamodb/table:Table": "table/{name}",
    "aws:eks/cluster:Cluster": "cluster/{name}",
    "aws:iam/instanceProfile:InstanceProfile": "instance-profile/{name}",
    "aws:ecr/repository:Repository": "repository/{name}",
    "aws:lb/loadBalancer:LoadBalancer": "loadbalancer/net/{name}/{id}",
    "aws:lb/targetGroup:TargetGroup": "targetgroup/{name}/{id}",
    "aws:sqs/queue:Queue": "{name}",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "oidc-provider/{host}",
    "aws:iam/policy:Policy": "policy/{name}",
    "aws:iam/role:Role": "role/{name}",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "deliverystream/{name}",
    "aws:kinesis/stream:Stream": "stream/{name}",
    "aws:kms/key:Key": "key/{id}",
    "aws:kms/replicaKey:ReplicaKey": "key/{id}",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "resolver-query-log-config/{id}",
    "aws:lambda/function:Function": "function:{name}",
    "aws:s3/bucket:Bucket": "{name}",
    "aws:sns/topic:Topic": "{name}",
    "aws:wafv2/webAcl:WebAcl": "regional/webacl/{name}/{id}",
}

_API = "aws:apigateway/restApi:RestApi"
_MORE: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "aws:acm/certificate:Certificate": lambda s: {
        "domainValidationOptions": [
            {
                "domainName": s["domainName"],
                "resourceRecordName": f"_{_hex(s['domainName'], 32)}.{s['domainName']}.",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": f"_{_hex(s['arn'], 32)}.acm-validations.aws.",
            }
        ]
    },
    _API: lambda s: {
        "executionArn": f"arn:aws:execute-api:{s['region']}:{ACCOUNT}:{s['id']}",
        "rootResourceId": _hex(s["id"], 10),
    },
    "aws:apigateway/domainName:DomainName": lambda s: {
        "regionalDomainName": f"d-{_hex(s['domainName'], 10)}.execute-api.{s['region']}.amazonaws.com",
        "regionalZoneId": "ZLY8HYME6SFDD",
    },
    "aws:apigateway/stage:Stage": lambda s: {
        "arn": f"arn:aws:apigateway:{s['region']}::/restapis/{s['restApi']}/stages/{s['stageName']}",
        "executionArn": f"arn:aws:execute-api:{s['region']}:{ACCOUNT}:{s['restApi']}/{s['stageName']}",
        "invokeUrl": f"https://{s['restApi']}.execute-api.{s['region']}.amazonaws.com/{s['stageName']}",
    },
    "aws:bedrock/guardrail:Guardrail": lambda s: {"guardrailId": s["id"], "guardrailArn": s["arn"]},
    "aws:bedrock/guardrailVersion:GuardrailVersion": lambda _: {"version": "1"},
    "aws:lambda/function:Function": lambda s: {
        "invokeArn": f"arn:aws:apigateway:{s['region']}:lambda:path/2015-03-31/functions/{s['arn']}/invocations",
        "codeSha256": b64encode(bytes.fromhex(_hex(s["arn"], 64))).decode(),
    },
    "aws:dynamodb/table:Table": lambda s: {"streamArn": f"{s['arn']}/stream/2026-01-01T00:00:00.000"},
    "aws:ec2/launchTemplate:LaunchTemplate": lambda _: {"latestVersion": 1, "defaultVersion": 1},
    "aws:eks/cluster:Cluster": lambda s: {
        "endpoint": f"https://{_hex(s['arn'], 32)}.gr7.{s['region']}.eks.amazonaws.com",
        "certificateAuthority": {"data": "LS0tLS1CRUdJTg=="},
        "vpcConfig": {**s["vpcConfig"], "clusterSecurityGroupId": f"sg-{_hex(s['arn'], 17)}"},
    },
    "aws:ecr/repository:Repository": lambda s: {
        "repositoryUrl": f"{ACCOUNT}.dkr.ecr.{s['region']}.amazonaws.com/{s['name']}"
    },
    "aws:lb/loadBalancer:LoadBalancer": lambda s: {"dnsName": f"{s['name']}.elb.{s['region']}.amazonaws.com"},
    "aws:sqs/queue:Queue": lambda s: {"url": f"https://sqs.{s['region']}.amazonaws.com/{ACCOUNT}/{s['name']}"},
    "aws:ec2/eip:Eip": lambda s: {"allocationId": s["id"], "publicIp": "203.0.113.7"},
    "aws:ec2/vpc:Vpc": lambda s: {
        "defaultSecurityGroupId": f"sg-{_hex(s['id'], 17)}",
        "defaultNetworkAclId": f"acl-{_hex(s['id'], 17)}",
        "mainRouteTableId": f"rtb-{_hex(s['id'], 17)}",
    },
    "aws:ec2/subnet:Subnet": lambda s: {"availabilityZone": _zone_name(s)},
    "aws:ec2/vpcEndpoint:VpcEndpoint": lambda s: {"prefixListId": f"pl-{_hex(s['id'], 8)}"},
    "aws:iam/role:Role": lambda s: {"uniqueId": "AROA" + _hex(s["arn"], 17).upper()},
    "aws:kms/key:Key": lambda s: {"keyId": s["id"]},
    "aws:kms/replicaKey:ReplicaKey": lambda s: {"keyId": s["id"]},
    "aws:s3/bucket:Bucket": lambda s: {"bucketRegionalDomainName": f"{s['name']}.s3.{s['region']}.amazonaws.com"},
}

_NAME_IS_ID = frozenset({
    "aws:backup/vault:Vault",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:dynamodb/table:Table",
    "aws:ecr/repository:Repository",
    "aws:eks/cluster:Cluster",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/role:Role",
    "aws:s3/bucket:Bucket",
})  # fmt: skip


def _zone_name(subnet: Mapping[str, Any]) -> str:
    """What an account may call a zone: eu-west-1c for euw1-az3; real ones are shuffled."""
    number = int(str(subnet.get("availabilityZoneId", "euw1-az1")).rsplit("-az", maxsplit=1)[1])
    return f"{subnet['region']}{'abcdefgh'[number - 1]}"


def _hex(seed: str, length: int) -> str:
    return sha256(seed.encode()).hexdigest()[:length]


def _arn(type_: str, name: str, id_: str, region: str, inputs: Mapping[str, Any]) -> str:
    module = type_.split(":")[1]
    family = module.split("/")[0]
    service = _ARN_SERVICES.get(module) or _ARN_SERVICES.get(family) or family
    host = str(inputs.get("url", "")).removeprefix("https://")
    default = f"{module.rsplit('/', maxsplit=1)[-1]}/{{id}}"
    resource = _ARN_RESOURCES.get(type_, default).format(name=name, id=id_, host=host)
    if service == "s3":
        return f"arn:aws:s3:::{resource}"
    place = "" if service in _GLOBAL_SERVICES else region
    return f"arn:aws:{service}:{place}:{ACCOUNT}:{resource}"


def answer(type_: str, logical: str, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The id and the state of a created AWS resource: its inputs, and what only AWS can add.

    An unnamed resource gets the logical name and a suffix, as Pulumi names it. Equal declarations get equal answers.
    """
    given = next((str(inputs[key]) for key in _PHYSICAL_NAMES if isinstance(inputs.get(key), str)), None)
    name = given or f"{logical}-{_hex(logical, 7)}"
    region = str(inputs.get("region") or REGION)
    seed = f"{type_}{name}{region}"
    prefix = _ID_PREFIXES.get(type_)
    if type_ in _NAME_IS_ID:
        id_ = name
    elif prefix:
        id_ = f"{prefix}-{_hex(seed, 17)}"
    elif type_.startswith("aws:kms/"):
        digest = _hex(seed, 32)
        id_ = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
    else:
        id_ = _hex(seed, 17)
    state: dict[str, Any] = {"name": name, "region": region, **inputs, "id": id_}
    if type_ == "aws:s3/bucket:Bucket":
        state["bucket"] = name
    state["arn"] = _arn(type_, name, id_, region, inputs)
    if type_ in {"aws:iam/policy:Policy", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:sns/topic:Topic"}:
        state["id"] = id_ = state["arn"]
    # An archive is what goes to AWS; nothing of it comes back.
    state.pop("code", None)
    if type_ in _MORE:
        state |= _MORE[type_](state)
    return id_, state


_SWITCH = "aws:arcregionswitch/plan:Plan"


def asked(token: str, arguments: Mapping[str, Any], held: Iterable[tuple[str, Mapping[str, Any]]]) -> Any:
    """What a function answers where only AWS knows it, from what was declared before; None for one nobody may call."""
    if token != "aws:arcregionswitch/getRoute53HealthChecks:getRoute53HealthChecks":  # noqa: S105  no secret
        return None
    flows = [flow for type_, inputs in held if type_ == _SWITCH for flow in inputs["workflows"]]
    blocks = [block for flow in flows for step in flow["steps"] for block in step.get("route53HealthCheckConfigs", ())]
    vended = {(block["recordName"], one["region"]) for block in blocks for one in block["recordSets"]}
    return {
        **arguments,
        "healthChecks": [
            {"recordName": record, "region": region, "healthCheckId": f"check-{region}"}
            for record, region in sorted(vended)
        ],
    }
