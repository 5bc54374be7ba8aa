"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step
from engine.standin.types import dependants
from engine.standin.types.ec2 import ec2_arn, ec2_tagging

_DIRECTIONS = (("ingress", "IpPermissions"), ("egress", "IpPermissionsEgress"))
_ALL_TRAFFIC = "-1"


def permission(rule: Props) -> dict[str, Any]:
    """An inline rule as EC2's IpPermission."""
    note = {"Description": rule["description"]} if rule.get("description") else {}
    built: dict[str, Any] = {"IpProtocol": str(rule.get("protocol", _ALL_TRAFFIC))}
    if built["IpProtocol"] != _ALL_TRAFFIC:
        built.update({"FromPort": rule.get("fromPort", 0), "ToPort": rule.get("toPort", 0)})
    groups: list[Any] = [{"GroupId": group, **note} for group in rule.get("securityGroups") or []]
    parts: dict[str, list[Any]] = {
        "IpRanges": [{"CidrIp": cidr, **note} for cidr in rule.get("cidrBlocks") or []],
        "Ipv6Ranges": [{"CidrIpv6": cidr, **note} for cidr in rule.get("ipv6CidrBlocks") or []],
        "PrefixListIds": [{"PrefixListId": prefix, **note} for prefix in rule.get("prefixListIds") or []],
        "UserIdGroupPairs": groups,
    }
    return {**built, **{member: items for member, items in parts.items() if items}}


def _with_self(rule: Props, group: str) -> dict[str, Any]:
    built = permission(rule)
    if rule.get("self"):
        built.setdefault("UserIdGroupPairs", []).append({"GroupId": group})
    return built


def _held(ask: Ask, group: str, member: str) -> list[Any]:
    found = ask("DescribeSecurityGroups", GroupIds=[group])["SecurityGroups"]
    return found[0].get(member, []) if found else []


def revoke_all(ask: Ask, group: str, direction: str) -> None:
    """Remove every rule of one direction."""
    held = _held(ask, group, dict(_DIRECTIONS)[direction])
    if held:
        ask(f"RevokeSecurityGroup{direction.capitalize()}", GroupId=group, IpPermissions=held)


def _inline(direction: str) -> Callable[[Ask, Change], None]:
    """Inline rules are the whole truth of their direction: revoke what there is, authorize what is listed."""

    def bring(ask: Ask, change: Change) -> None:
        revoke_all(ask, change.id, direction)
        rules = [_with_self(rule, change.id) for rule in change.new.get(direction) or []]
        if rules:
            ask(f"AuthorizeSecurityGroup{direction.capitalize()}", GroupId=change.id, IpPermissions=rules)

    return bring


def _close(ask: Ask, change: Change) -> None:
    """Pulumi's provider takes away the allow-all egress of a new group, and all rules of an adopted default group."""
    revoke_all(ask, change.id, "ingress")
    revoke_all(ask, change.id, "egress")


_INLINE_STEPS = (
    Step(carries=("ingress",), run=(_inline("ingress"),)),
    Step(carries=("egress",), run=(_inline("egress"),)),
)


def _group(params: Params, props: Props, scope: Scope) -> Params:
    del props, scope
    return {"Description": "Managed by Pulumi", **params}


SECURITY_GROUP = Row(
    type="aws:ec2/securityGroup:SecurityGroup",
    service="ec2",
    create=Call(operation="CreateSecurityGroup", carries=None, rename={"name": "GroupName"}, hook=_group),
    id="GroupId",
    read=Call(operation="DescribeSecurityGroups", takes={"GroupIds": "$id"}),
    entity="SecurityGroups[0]",
    absent=("InvalidGroup.NotFound",),
    delete=(dependants.GROUP_OUT_OF_USE, Call(operation="DeleteSecurityGroup", takes={"GroupId": "$id"})),
    after_create=(_close,),
    steps=_INLINE_STEPS,
    outputs={"ownerId": "OwnerId", "vpcId": "VpcId"},
    built={"arn": ec2_arn("security-group")},
    observed={"name": "GroupName", "description": "Description", "vpcId": "VpcId"},
    replace=("name", "namePrefix", "description", "vpcId"),
    name="name",
    provider_only=("revokeRulesOnDelete",),
    tagging=ec2_tagging("security-group"),
    listing=(Call(operation="DescribeSecurityGroups"), "SecurityGroups[?GroupName!='default'].GroupId"),
)


def _default_of(params: Params, props: Props, scope: Scope) -> Params:
    del props, scope
    return {
        "Filters": [
            {"Name": "vpc-id", "Values": params["Filters"]},
            {"Name": "group-name", "Values": ["default"]},
        ]
    }


DEFAULT_SECURITY_GROUP = Row(
    type="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    # AWS makes the group with the VPC; the resource adopts it, and its deletion only lets it go.
    create=Call(operation="DescribeSecurityGroups", takes={"Filters": "vpcId"}, hook=_default_of),
    id="SecurityGroups[0].GroupId",
    read=Call(operation="DescribeSecurityGroups", takes={"GroupIds": "$id"}),
    entity="SecurityGroups[0]",
    absent=("InvalidGroup.NotFound",),
    after_create=(_close,),
    steps=_INLINE_STEPS,
    outputs={"ownerId": "OwnerId", "name": "GroupName", "description": "Description"},
    built={"arn": ec2_arn("security-group")},
    observed={"vpcId": "VpcId"},
    replace=("vpcId",),
    provider_only=("revokeRulesOnDelete",),
    tagging=ec2_tagging("security-group", at_create=False),
)

_RULE = (
    "cidrIpv4",
    "cidrIpv6",
    "description",
    "fromPort",
    "ipProtocol",
    "prefixListId",
    "referencedSecurityGroupId",
    "toPort",
)


def _rule_permission(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    protocol = props.get("ipProtocol")
    built: dict[str, Any] = {"IpProtocol": str(protocol) if isinstance(protocol, int) else protocol}
    for prop, member in (("fromPort", "FromPort"), ("toPort", "ToPort")):
        if props.get(prop) is not None and protocol != _ALL_TRAFFIC:
            built[member] = props[prop]
    note = {"Description": props["description"]} if props.get("description") else {}
    for prop, member, inner in (
        ("cidrIpv4", "IpRanges", "CidrIp"),
        ("cidrIpv6", "Ipv6Ranges", "CidrIpv6"),
        ("prefixListId", "PrefixListIds", "PrefixListId"),
        ("referencedSecurityGroupId", "UserIdGroupPairs", "GroupId"),
    ):
        if props.get(prop) is not None:
            built[member] = [{inner: props[prop], **note}]
    return {**params, "IpPermissions": [built]}


def _rule_change(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    identifier = params.pop("SecurityGroupRules")[0]
    rule = {
        member: props[prop]
        for prop, member in (
            ("ipProtocol", "IpProtocol"),
            ("fromPort", "FromPort"),
            ("toPort", "ToPort"),
            ("cidrIpv4", "CidrIpv4"),
            ("cidrIpv6", "CidrIpv6"),
            ("prefixListId", "PrefixListId"),
            ("referencedSecurityGroupId", "ReferencedGroupId"),
            ("description", "Description"),
        )
        if props.get(prop) is not None
    }
    return {**params, "SecurityGroupRules": [{"SecurityGroupRuleId": identifier, "SecurityGroupRule": rule}]}


def _rule(direction: str) -> Row:
    title = direction.capitalize()
    return Row(
        type=f"aws:vpc/securityGroup{title}Rule:SecurityGroup{title}Rule",
        service="ec2",
        create=Call(
            operation=f"AuthorizeSecurityGroup{title}",
            takes={"GroupId": "securityGroupId"},
            hook=_rule_permission,
            claims=(*_RULE, "securityGroupId"),
        ),
        id="SecurityGroupRules[0].SecurityGroupRuleId",
        read=Call(operation="DescribeSecurityGroupRules", takes={"SecurityGroupRuleIds": "$id"}),
        entity="SecurityGroupRules[0]",
        absent=("InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"),
        delete=(
            Call(
                operation=f"RevokeSecurityGroup{title}",
                takes={"GroupId": "securityGroupId", "SecurityGroupRuleIds": "$id"},
            ),
        ),
        steps=(
            Step(
                carries=_RULE,
                run=(
                    Call(
                        operation="ModifySecurityGroupRules",
                        takes={"GroupId": "securityGroupId", "SecurityGroupRules": "$id"},
                        hook=_rule_change,
                    ),
                ),
                at_create=False,
            ),
        ),
        outputs={"securityGroupRuleId": "SecurityGroupRuleId"},
        built={"arn": ec2_arn("security-group-rule")},
        observed={
            "securityGroupId": "GroupId",
            "ipProtocol": "IpProtocol",
            "cidrIpv4": "CidrIpv4",
            "cidrIpv6": "CidrIpv6",
            "description": "Description",
        },
        replace=("securityGroupId",),
        tagging=ec2_tagging("security-group-rule"),
        listing=(
            Call(operation="DescribeSecurityGroupRules"),
            f"SecurityGroupRules[?IsEgress==`{'true' if direction == 'egress' else 'false'}`].SecurityGroupRuleId",
        ),
    )


INGRESS_RULE = _rule("ingress")
EGRESS_RULE = _rule("egress")

ROWS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, INGRESS_RULE, EGRESS_RULE)
