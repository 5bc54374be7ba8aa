"""Glue's catalogue of tables, and Athena's work groups and queries."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row, Step, Tagging

_GONE = ("EntityNotFoundException",)

DATABASE = Row(
    type="aws:glue/catalogDatabase:CatalogDatabase",
    service="glue",
    create=Call(operation="CreateDatabase", carries=None, into="DatabaseInput"),
    id_format="{account}:{name}",
    read=Call(operation="GetDatabase", takes={"Name": "name"}),
    entity="Database",
    absent=_GONE,
    delete=(Call(operation="DeleteDatabase", takes={"Name": "name"}),),
    steps=(
        Step(
            carries=("description", "locationUri", "parameters"),
            run=(
                Call(
                    operation="UpdateDatabase",
                    carries=("name", "description", "locationUri", "parameters"),
                    into="DatabaseInput",
                    takes={"Name": "name"},
                ),
            ),
            at_create=False,
        ),
    ),
    built={"arn": "arn:aws:glue:{region}:{account}:database/{name}", "catalogId": "{account}"},
    observed={"name": "Name", "description": "Description"},
    replace=("name", "catalogId"),
    name="name",
    listing=(Call(operation="GetDatabases"), "DatabaseList[].join(':', [CatalogId, Name])"),
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceArn",
        by="arn:aws:glue:{region}:{account}:database/{name}",
        tags="TagsToAdd",
        keys="TagsToRemove",
        listed="GetTags",
    ),
)

_TABLE = ("name", "description", "owner", "parameters", "partitionKeys", "retention", "storageDescriptor", "tableType")


def _nest(props: dict[str, Any]) -> dict[str, Any]:
    """AWS's spelling of what Pulumi calls by shorter names."""
    storage = props.get("storageDescriptor")
    if not isinstance(storage, dict):
        return props
    renamed = {("serdeInfo" if key == "serDeInfo" else key): value for key, value in storage.items()}
    return {**props, "storageDescriptor": renamed}


TABLE = Row(
    type="aws:glue/catalogTable:CatalogTable",
    service="glue",
    create=Call(operation="CreateTable", carries=None, into="TableInput", reshape=_nest),
    id_format="{account}:{databaseName}:{name}",
    read=Call(operation="GetTable", takes={"DatabaseName": "databaseName", "Name": "name"}),
    entity="Table",
    absent=_GONE,
    delete=(Call(operation="DeleteTable", takes={"DatabaseName": "databaseName", "Name": "name"}),),
    steps=(
        Step(
            carries=_TABLE[1:],
            run=(
                Call(
                    operation="UpdateTable",
                    carries=_TABLE,
                    into="TableInput",
                    takes={"DatabaseName": "databaseName"},
                    reshape=_nest,
                ),
            ),
            at_create=False,
        ),
    ),
    built={"arn": "arn:aws:glue:{region}:{account}:table/{databaseName}/{name}", "catalogId": "{account}"},
    observed={"name": "Name", "databaseName": "DatabaseName", "tableType": "TableType"},
    replace=("name", "databaseName", "catalogId"),
    name="name",
)


WORKGROUP = Row(
    type="aws:athena/workgroup:Workgroup",
    service="athena",
    create=Call(operation="CreateWorkGroup", carries=None),
    id_format="{name}",
    read=Call(operation="GetWorkGroup", takes={"WorkGroup": "$id"}),
    entity="WorkGroup",
    absent=("InvalidRequestException",),
    delete=(Call(operation="DeleteWorkGroup", takes={"WorkGroup": "$id"}, fixed={"RecursiveDeleteOption": True}),),
    built={"arn": "arn:aws:athena:{region}:{account}:workgroup/{name}"},
    observed={"name": "Name", "description": "Description"},
    replace=("name",),
    name="name",
    name_limit=128,
    provider_only=("forceDestroy",),
    kept_changes=dict.fromkeys(("configuration", "description", "state"), "moto has no UpdateWorkGroup"),
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="ResourceARN",
        by="arn:aws:athena:{region}:{account}:workgroup/{id}",
        listed="ListTagsForResource",
    ),
    listing=(Call(operation="ListWorkGroups"), "WorkGroups[].Name"),
)

NAMED_QUERY = Row(
    type="aws:athena/namedQuery:NamedQuery",
    service="athena",
    create=Call(operation="CreateNamedQuery", carries=None, rename={"query": "QueryString", "workgroup": "WorkGroup"}),
    replace=("name", "database", "query", "workgroup", "description"),
    name="name",
    name_limit=128,
    state_only="moto has no DeleteNamedQuery, so it could not be taken down",
)

ROWS = (DATABASE, TABLE, WORKGROUP, NAMED_QUERY)
