"""Repositories of images, what holds for a whole registry, and Amazon Inspector, which scans it."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging

_GONE = ("RepositoryNotFoundException",)
_NAME = {"repositoryName": "$id"}


def _by_name(operation: str, prop: str) -> Step:
    return Step(
        carries=(prop,),
        run=(Call(operation=operation, carries=(prop,), takes=_NAME),),
        at_create=False,
    )


REPOSITORY = Row(
    type="aws:ecr/repository:Repository",
    service="ecr",
    create=Call(
        operation="CreateRepository",
        carries=None,
        rename={"name": "repositoryName", "encryptionConfigurations": "encryptionConfiguration"},
    ),
    id_format="{name}",
    read=Call(
        operation="DescribeRepositories",
        takes={"repositoryNames": "$id"},
    ),
    entity="repositories[0]",
    absent=_GONE,
    delete=(Call(operation="DeleteRepository", takes={**_NAME, "force": "forceDelete"}),),
    steps=(
        _by_name("PutImageTagMutability", "imageTagMutability"),
        _by_name("PutImageScanningConfiguration", "imageScanningConfiguration"),
    ),
    outputs={"arn": "repositoryArn", "registryId": "registryId", "repositoryUrl": "repositoryUri"},
    observed={
        "name": "repositoryName",
        "imageTagMutability": "imageTagMutability",
        "imageScanningConfiguration": "imageScanningConfiguration",
    },
    replace=("name", "encryptionConfigurations"),
    name="name",
    name_limit=256,
    provider_only=("forceDelete",),
    tagging=Tagging(
        at_create="tags",
        put="TagResource",
        drop="UntagResource",
        target="resourceArn",
        by="{arn}",
        tags="tags",
        keys="tagKeys",
        listed="ListTagsForResource",
        path="tags",
    ),
    listing=(Call(operation="DescribeRepositories"), "repositories[].repositoryName"),
)

REPOSITORY_POLICY = Row(
    type="aws:ecr/repositoryPolicy:RepositoryPolicy",
    service="ecr",
    create=Call(operation="SetRepositoryPolicy", takes={"repositoryName": "repository", "policyText": "policy"}),
    put=True,
    id_format="{repository}",
    read=Call(operation="GetRepositoryPolicy", takes=_NAME),
    entity="@",
    absent=(*_GONE, "RepositoryPolicyNotFoundException"),
    delete=(Call(operation="DeleteRepositoryPolicy", takes=_NAME),),
    outputs={"registryId": "registryId"},
    observed={"policy": "policyText"},
    replace=("repository",),
)

LIFECYCLE_POLICY = Row(
    type="aws:ecr/lifecyclePolicy:LifecyclePolicy",
    service="ecr",
    create=Call(
        operation="PutLifecyclePolicy", takes={"repositoryName": "repository", "lifecyclePolicyText": "policy"}
    ),
    put=True,
    id_format="{repository}",
    read=Call(operation="GetLifecyclePolicy", takes=_NAME),
    entity="@",
    absent=(*_GONE, "LifecyclePolicyNotFoundException"),
    delete=(Call(operation="DeleteLifecyclePolicy", takes=_NAME),),
    outputs={"registryId": "registryId"},
    observed={"policy": "lifecyclePolicyText"},
    replace=("repository",),
)


def _no_replication(ask: Ask, change: Change) -> None:
    del change
    ask("PutReplicationConfiguration", replicationConfiguration={"rules": []})


REPLICATION = Row(
    type="aws:ecr/replicationConfiguration:ReplicationConfiguration",
    service="ecr",
    create=Call(operation="PutReplicationConfiguration", carries=None),
    put=True,
    id_format="{account}",
    read=Call(operation="DescribeRegistry"),
    entity="replicationConfiguration.rules && replicationConfiguration",
    delete=(_no_replication,),
    built={"registryId": "{account}"},
)


def _no_scanning(ask: Ask, change: Change) -> None:
    """Without the resource a registry scans as AWS has it: basic, and nothing by itself."""
    del change
    ask("PutRegistryScanningConfiguration", scanType="BASIC", rules=[])


SCANNING = Row(
    type="aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    service="ecr",
    create=Call(operation="PutRegistryScanningConfiguration", carries=None),
    put=True,
    id_format="{account}",
    read=Call(operation="GetRegistryScanningConfiguration"),
    entity="scanningConfiguration.rules && scanningConfiguration",
    delete=(_no_scanning,),
    built={"registryId": "{account}"},
    observed={"scanType": "scanType"},
)

CREATION_TEMPLATE = Row(
    type="aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
    service="ecr",
    create=Call(
        operation="CreateRepositoryCreationTemplate",
        carries=None,
        rename={"appliedFors": "appliedFor", "encryptionConfigurations": "encryptionConfiguration"},
    ),
    built={"registryId": "{account}"},
    replace=("prefix",),
    state_only="moto has no CreateRepositoryCreationTemplate",
)


def _both(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "accountIds": props.get("accountIds"), "resourceTypes": props.get("resourceTypes")}


def _of_own_account(params: Params, props: Props, scope: Scope) -> Params:
    del props
    return {**params, "accountIds": [scope.account]}


def _change(ask: Ask, change: Change) -> None:
    """What is no longer wanted is disabled, then what is wanted enabled."""
    accounts: list[Any] = change.new.get("accountIds") or []
    old, new = set(change.old.get("resourceTypes") or []), set(change.new.get("resourceTypes") or [])
    if old - new:
        ask("Disable", accountIds=accounts, resourceTypes=sorted(old - new))
    if new - old:
        ask("Enable", accountIds=accounts, resourceTypes=sorted(new - old))


INSPECTOR = Row(
    type="aws:inspector2/enabler:Enabler",
    service="inspector2",
    create=Call(operation="Enable", carries=("accountIds", "resourceTypes")),
    id_format="{account}",
    read=Call(operation="BatchGetAccountStatus", hook=_of_own_account),
    entity="accounts[?state.status=='ENABLED'] | [0]",
    delete=(Call(operation="Disable", hook=_both),),
    steps=(Step(carries=("resourceTypes",), run=(_change,), at_create=False),),
    replace=("accountIds",),
)

ROWS = (
    REPOSITORY,
    REPOSITORY_POLICY,
    LIFECYCLE_POLICY,
    REPLICATION,
    SCANNING,
    CREATION_TEMPLATE,
    INSPECTOR,
)
