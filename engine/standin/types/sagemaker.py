"""SageMaker: models, their cards, configurations of endpoints, endpoints."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Step, Tagging

_GONE = ("ValidationException", "ValidationError")
"""SageMaker has no code of its own for what does not exist."""
_TAGS = Tagging(at_create="Tags", put="AddTags", drop="DeleteTags", target="ResourceArn", by="{arn}", listed="ListTags")


MODEL = Row(
    type="aws:sagemaker/model:Model",
    service="sagemaker",
    create=Call(operation="CreateModel", carries=None, rename={"name": "ModelName"}),
    id_format="{name}",
    read=Call(operation="DescribeModel", takes={"ModelName": "$id"}),
    entity="@",
    absent=_GONE,
    taken=(Call(operation="DescribeModel", takes={"ModelName": "name"}), "ResourceInUse"),
    delete=(Call(operation="DeleteModel", takes={"ModelName": "$id"}),),
    outputs={"arn": "ModelArn"},
    observed={
        "name": "ModelName",
        "executionRoleArn": "ExecutionRoleArn",
        "enableNetworkIsolation": "EnableNetworkIsolation",
    },
    replace=(
        "name",
        "containers",
        "enableNetworkIsolation",
        "executionRoleArn",
        "inferenceExecutionConfig",
        "primaryContainer",
        "vpcConfig",
    ),
    name="name",
    name_limit=63,
    tagging=_TAGS,
    listing=(Call(operation="ListModels"), "Models[].ModelName"),
)

CONFIGURATION = Row(
    type="aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    service="sagemaker",
    create=Call(
        operation="CreateEndpointConfig",
        carries=None,
        rename={"name": "EndpointConfigName", "kmsKeyArn": "KmsKeyId"},
    ),
    id_format="{name}",
    read=Call(operation="DescribeEndpointConfig", takes={"EndpointConfigName": "$id"}),
    entity="@",
    absent=_GONE,
    taken=(Call(operation="DescribeEndpointConfig", takes={"EndpointConfigName": "name"}), "ResourceInUse"),
    delete=(Call(operation="DeleteEndpointConfig", takes={"EndpointConfigName": "$id"}),),
    outputs={"arn": "EndpointConfigArn"},
    observed={"name": "EndpointConfigName", "kmsKeyArn": "KmsKeyId"},
    replace=(
        "name",
        "namePrefix",
        "asyncInferenceConfig",
        "dataCaptureConfig",
        "executionRoleArn",
        "kmsKeyArn",
        "productionVariants",
        "shadowProductionVariants",
    ),
    name="name",
    name_limit=63,
    tagging=_TAGS,
    listing=(Call(operation="ListEndpointConfigs"), "EndpointConfigs[].EndpointConfigName"),
)


def _move(ask: Ask, change: Change) -> None:
    """Moto has no UpdateEndpoint: an endpoint whose configuration changes is made anew, with the tags it had.

    AWS would bring up a second fleet and move the traffic; no request is lost there.
    """
    arn = ask("DescribeEndpoint", EndpointName=change.id)["EndpointArn"]
    tags = ask("ListTags", ResourceArn=arn)["Tags"]
    ask("DeleteEndpoint", EndpointName=change.id)
    ask(
        "CreateEndpoint",
        EndpointName=change.id,
        EndpointConfigName=change.new["endpointConfigName"],
        Tags=tags,
    )


ENDPOINT = Row(
    type="aws:sagemaker/endpoint:Endpoint",
    service="sagemaker",
    create=Call(operation="CreateEndpoint", carries=None, rename={"name": "EndpointName"}),
    id_format="{name}",
    read=Call(operation="DescribeEndpoint", takes={"EndpointName": "$id"}),
    entity="@",
    absent=_GONE,
    taken=(Call(operation="DescribeEndpoint", takes={"EndpointName": "name"}), "ResourceInUse"),
    delete=(Call(operation="DeleteEndpoint", takes={"EndpointName": "$id"}),),
    steps=(Step(carries=("endpointConfigName",), run=(_move,), at_create=False),),
    outputs={"arn": "EndpointArn"},
    observed={"name": "EndpointName", "endpointConfigName": "EndpointConfigName"},
    replace=("name",),
    name="name",
    name_limit=63,
    kept_changes={"deploymentConfig": "moto has no UpdateEndpoint, and keeps no way of updating"},
    tagging=_TAGS,
    listing=(Call(operation="ListEndpoints"), "Endpoints[].EndpointName"),
)

MODEL_CARD = Row(
    type="aws:sagemaker/modelCard:ModelCard",
    service="sagemaker",
    create=Call(operation="CreateModelCard", carries=None),
    id_format="{modelCardName}",
    read=Call(operation="DescribeModelCard", takes={"ModelCardName": "$id"}),
    entity="@",
    absent=("ResourceNotFound",),
    taken=(Call(operation="DescribeModelCard", takes={"ModelCardName": "modelCardName"}), "ConflictException"),
    delete=(Call(operation="DeleteModelCard", takes={"ModelCardName": "$id"}),),
    steps=(
        Step(
            carries=("content", "modelCardStatus"),
            run=(
                Call(
                    operation="UpdateModelCard", takes={"ModelCardName": "$id"}, carries=("content", "modelCardStatus")
                ),
            ),
            at_create=False,
        ),
    ),
    outputs={"modelCardArn": "ModelCardArn"},
    observed={"modelCardName": "ModelCardName", "modelCardStatus": "ModelCardStatus", "content": "Content"},
    replace=("modelCardName", "securityConfig"),
    name="modelCardName",
    name_limit=63,
    tagging=Tagging(
        at_create="Tags", put="AddTags", drop="DeleteTags", target="ResourceArn", by="{modelCardArn}", listed="ListTags"
    ),
    listing=(Call(operation="ListModelCards"), "ModelCardSummaries[].ModelCardName"),
)

ROWS = (MODEL, CONFIGURATION, ENDPOINT, MODEL_CARD)
