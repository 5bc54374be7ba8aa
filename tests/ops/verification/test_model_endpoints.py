"""Models on SageMaker in a good and a bad account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from config.contracts.systems import EndpointContract
from engine.standin import corrections
from ops.verification import model_endpoints
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked

NAME, CONFIGURATION, DIGEST = "lz-test-fraud", "lz-test-fraud-0123456789", "2" * 64
GROUP = f"/aws/sagemaker/Endpoints/{NAME}"
CAPTURE = "s3://lz-test-decisions/captures/system=fraud/"
PROMISES = {
    "status",
    "configuration",
    "copies",
    "disks encrypted with",
    "captures to",
    "captures (%)",
    "serves the digest",
    "without network",
    "keeps (days)",
    "encrypted with",
    "is of the digest",
}


def _configure(name: str = CONFIGURATION, **changes: Any) -> None:
    variant = {
        "VariantName": "own",
        "ModelName": "fraud",
        "InitialInstanceCount": 2,
        "InstanceType": "ml.m5.large",
        "InitialVariantWeight": 1,
    }
    capture = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": CAPTURE,
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    settings = {"KmsKeyId": "alias/lz-test-operations", "DataCaptureConfig": capture, **changes}
    client("sagemaker", HERE).create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[variant],
        **{key: value for key, value in settings.items() if value is not None},
    )


def _scale(most: int) -> None:
    client("application-autoscaling", HERE).register_scalable_target(
        ServiceNamespace="sagemaker",
        ResourceId=f"endpoint/{NAME}/variant/own",
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        MinCapacity=2,
        MaxCapacity=most,
    )


def _model(digest: str = DIGEST, *, isolated: bool = True) -> None:
    client("sagemaker", HERE).create_model(
        ModelName="fraud",
        EnableNetworkIsolation=isolated,
        ExecutionRoleArn="arn:aws:iam::123456789012:role/fraud",
        PrimaryContainer={"Image": "image", "ModelDataUrl": f"s3://models/fraud/sha256/{digest}/model.tar.gz"},
    )


def _card(digest: str = DIGEST, status: str = "Approved") -> None:
    overview = {"model_artifact": [f"s3://models/fraud/sha256/{digest}/model.tar.gz"]}
    client("sagemaker", HERE).create_model_card(
        ModelCardName=NAME, ModelCardStatus=status, Content=json.dumps({"model_overview": overview})
    )


@pytest.fixture
def contract(account: Account) -> EndpointContract:
    """A model that serves, captured and scaled, in moto as the sandbox corrects it."""
    del account
    corrections.apply()
    sagemaker, logs = client("sagemaker", HERE), client("logs", HERE)
    key = client("kms", HERE).create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName=GROUP, kmsKeyId=key)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=90)
    _model()
    _configure()
    sagemaker.create_endpoint(EndpointName=NAME, EndpointConfigName=CONFIGURATION)
    _scale(12)
    _card()
    return EndpointContract(
        name=NAME,
        configuration=CONFIGURATION,
        variant="own",
        model_digest=f"sha256:{DIGEST}",
        capture=CAPTURE,
        least=2,
        most=12,
        alarms=[f"{NAME}-errors"],
        log_group=LogGroupContract(name=GROUP, region=HERE, retention_days=90, key_arn=key),
        card=NAME,
    )


def test_a_good_endpoint_keeps_every_promise(contract: EndpointContract, account: Account) -> None:
    """What moto does not keep is said, not passed."""
    lines = list(model_endpoints.check(contract, HERE, account))

    assert {} == differing(lines)
    assert PROMISES == kept(lines)
    assert {"goes back on"} == set(unchecked(lines))


def test_an_endpoint_on_another_configuration_differs(contract: EndpointContract, account: Account) -> None:
    """Somebody moved it by hand: what serves is not what was reviewed."""
    sagemaker = client("sagemaker", HERE)
    _configure("other")
    sagemaker.delete_endpoint(EndpointName=NAME)
    sagemaker.create_endpoint(EndpointName=NAME, EndpointConfigName="other")

    assert {"configuration": "other"} == differing(model_endpoints.check(contract, HERE, account))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"KmsKeyId": None}, {"disks encrypted with": "nothing"}),
        ({"KmsKeyId": "alias/aws/sagemaker"}, {"disks encrypted with": "alias/aws/sagemaker"}),
        (
            {
                "DataCaptureConfig": {
                    "EnableCapture": True,
                    "InitialSamplingPercentage": 10,
                    "DestinationS3Uri": CAPTURE,
                    "CaptureOptions": [{"CaptureMode": "Input"}],
                }
            },
            {"captures (%)": "10"},
        ),
    ],
)
def test_a_weaker_configuration_differs(
    contract: EndpointContract, account: Account, changes: dict[str, Any], found: dict[str, str]
) -> None:
    """A configuration of the promised name with another content."""
    client("sagemaker", HERE).delete_endpoint_config(EndpointConfigName=CONFIGURATION)
    _configure(**changes)

    assert found == differing(model_endpoints.check(contract, HERE, account))


def test_other_weights_differ(contract: EndpointContract, account: Account) -> None:
    """What serves is not what was approved."""
    client("sagemaker", HERE).delete_model(ModelName="fraud")
    _model("3" * 64)

    assert {"serves the digest": f"s3://models/fraud/sha256/{'3' * 64}/model.tar.gz"} == differing(
        model_endpoints.check(contract, HERE, account)
    )


def test_a_model_with_a_network_differs(contract: EndpointContract, account: Account) -> None:
    """What was loaded into it could call home."""
    client("sagemaker", HERE).delete_model(ModelName="fraud")
    _model(isolated=False)

    assert {"without network": "no"} == differing(model_endpoints.check(contract, HERE, account))


def test_other_bounds_of_copies_differ(contract: EndpointContract, account: Account) -> None:
    """A ceiling that was raised by hand costs money that nobody granted."""
    _scale(40)

    assert {"copies": "2 to 40"} == differing(model_endpoints.check(contract, HERE, account))


@pytest.mark.parametrize(
    ("card", "found"),
    [
        ({"status": "Draft"}, {"status": "Draft"}),
        ({"digest": "3" * 64}, {"is of the digest": f"s3://models/fraud/sha256/{'3' * 64}/model.tar.gz"}),
        (None, {"status": "nothing", "is of the digest": "nothing"}),
    ],
)
def test_a_card_of_something_else_differs(
    contract: EndpointContract, account: Account, card: dict[str, str] | None, found: dict[str, str]
) -> None:
    """Approval taken back by hand, a card of other bytes, no card at all."""
    client("sagemaker", HERE).delete_model_card(ModelCardName=NAME)
    if card is not None:
        _card(**card)

    assert found == differing(model_endpoints.check(contract, HERE, account))


def test_an_endpoint_that_is_gone_differs(contract: EndpointContract, account: Account) -> None:
    """SageMaker has no code of its own for it."""
    client("sagemaker", HERE).delete_endpoint(EndpointName=NAME)
    found = differing(model_endpoints.check(contract, HERE, Account(client)))

    assert {"status": "nothing", "configuration": "nothing", "goes back on": "nothing"} == found
