"""What is watched or set once an account or Region: analyzers, query logs, DNS firewalls, defaults of EBS."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Step

ANALYZER = Row(
    type="aws:accessanalyzer/analyzer:Analyzer",
    service="accessanalyzer",
    create=Call(operation="CreateAnalyzer", carries=None, reshape=lambda props: {"type": "ACCOUNT", **props}),
    built={"arn": "arn:aws:access-analyzer:{region}:{account}:analyzer/{analyzerName}"},
    replace=("analyzerName", "type"),
    name="analyzerName",
    state_only="moto has no Access Analyzer",
)

QUERY_LOG = Row(
    type="aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    service="route53resolver",
    create=Call(operation="CreateResolverQueryLogConfig", carries=None),
    built={"arn": "arn:aws:route53resolver:{region}:{account}:resolver-query-log-config/{id}", "ownerId": "{account}"},
    replace=("name", "destinationArn"),
    name="name",
    name_limit=64,
    state_only="moto has no DeleteResolverQueryLogConfig, so what it created it would keep for ever",
)

QUERY_LOG_ASSOCIATION = Row(
    type="aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    service="route53resolver",
    create=Call(operation="AssociateResolverQueryLogConfig", carries=None),
    replace=("resolverQueryLogConfigId", "resourceId"),
    state_only="moto has no DisassociateResolverQueryLogConfig",
)

_ARN = "arn:aws:route53resolver:{region}:{account}:"

FIREWALL_DOMAINS = Row(
    type="aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
    service="route53resolver",
    create=Call(operation="CreateFirewallDomainList", carries=None),
    steps=(
        Step(
            carries=("domains",),
            run=(
                Call(
                    operation="UpdateFirewallDomains",
                    carries=("domains",),
                    takes={"FirewallDomainListId": "$id"},
                    fixed={"Operation": "REPLACE"},
                ),
            ),
        ),
    ),
    built={"arn": f"{_ARN}firewall-domain-list/{{id}}"},
    replace=("name",),
    name="name",
    name_limit=64,
    state_only="moto has no CreateFirewallDomainList",
)

FIREWALL_GROUP = Row(
    type="aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
    service="route53resolver",
    create=Call(operation="CreateFirewallRuleGroup", carries=None),
    built={"arn": f"{_ARN}firewall-rule-group/{{id}}", "ownerId": "{account}", "shareStatus": "NOT_SHARED"},
    replace=("name",),
    name="name",
    name_limit=64,
    state_only="moto has no CreateFirewallRuleGroup",
)

FIREWALL_RULE = Row(
    type="aws:route53/resolverFirewallRule:ResolverFirewallRule",
    service="route53resolver",
    create=Call(operation="CreateFirewallRule", carries=None),
    replace=("firewallDomainListId", "firewallRuleGroupId", "qType"),
    name="name",
    name_limit=64,
    state_only="moto has no CreateFirewallRule",
)

FIREWALL_ASSOCIATION = Row(
    type="aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    service="route53resolver",
    create=Call(operation="AssociateFirewallRuleGroup", carries=None),
    built={"arn": f"{_ARN}firewall-rule-group-association/{{id}}"},
    replace=("firewallRuleGroupId", "vpcId"),
    name="name",
    name_limit=64,
    state_only="moto has no AssociateFirewallRuleGroup",
)

FIREWALL_CONFIG = Row(
    type="aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
    service="route53resolver",
    create=Call(operation="UpdateFirewallConfig", carries=None),
    built={"ownerId": "{account}"},
    replace=("resourceId",),
    state_only="moto has no UpdateFirewallConfig",
)


def _switch(ask: Ask, change: Change) -> None:
    on = change.new.get("enabled") is not False
    ask("EnableEbsEncryptionByDefault" if on else "DisableEbsEncryptionByDefault")


EBS_ENCRYPTION = Row(
    type="aws:ebs/encryptionByDefault:EncryptionByDefault",
    service="ec2",
    create=Call(operation="EnableEbsEncryptionByDefault"),
    id_format="{account}-{region}",
    read=Call(operation="GetEbsEncryptionByDefault"),
    entity="@",
    delete=(Call(operation="DisableEbsEncryptionByDefault"),),
    steps=(
        Step(
            carries=("enabled",),
            run=(_switch,),
            unless=True,
        ),
    ),
    observed={"enabled": "EbsEncryptionByDefault"},
)

SNAPSHOT_BLOCK = Row(
    type="aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    service="ec2",
    create=Call(operation="EnableSnapshotBlockPublicAccess", carries=None),
    state_only="moto has no EnableSnapshotBlockPublicAccess",
)

ROWS = (
    ANALYZER,
    QUERY_LOG,
    QUERY_LOG_ASSOCIATION,
    FIREWALL_DOMAINS,
    FIREWALL_GROUP,
    FIREWALL_RULE,
    FIREWALL_ASSOCIATION,
    FIREWALL_CONFIG,
    EBS_ENCRYPTION,
    SNAPSHOT_BLOCK,
)
