"""What is watched or set once an account or Region: analyzers, query logs, defaults of EBS."""

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

ROWS = (ANALYZER, QUERY_LOG, QUERY_LOG_ASSOCIATION, EBS_ENCRYPTION, SNAPSHOT_BLOCK)
