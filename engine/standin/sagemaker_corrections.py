"""SageMaker as far as moto 5.2.5 differs from AWS in what no call from outside can change."""

from __future__ import annotations

import json
from typing import Any

from moto.sagemaker.models import FakeEndpointConfig
from moto.sagemaker.responses import SageMakerResponse


def apply() -> None:
    """Correct moto in this process."""
    _instance_types_are_those_of_today()
    _models_keep_their_isolation()


def _instance_types_are_those_of_today() -> None:
    """Moto keeps a list of the instance types of 2020 and refuses every newer one.

    The stand-in has held the value against AWS's own service model before moto sees it.
    """

    def validate_instance_type(self: FakeEndpointConfig, instance_type: str) -> None:
        del self, instance_type

    FakeEndpointConfig.validate_instance_type = validate_instance_type


def _models_keep_their_isolation() -> None:
    """Moto drops EnableNetworkIsolation, and answers that every model may reach the network."""
    create = SageMakerResponse.create_model

    def create_model(self: SageMakerResponse) -> Any:
        answer = create(self)
        asked = json.loads(self.body)
        model = self.sagemaker_backend.describe_model(asked["ModelName"])
        model.enable_network_isolation = bool(asked.get("EnableNetworkIsolation"))
        return answer

    SageMakerResponse.create_model = create_model
