"""What an error of AWS means for a call to a model."""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

from functions.models.failure import Failure, ModelError

_THROTTLED = {"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException", "ServiceUnavailable"}
_TIMEOUT = {"ModelTimeoutException", "ModelStreamErrorException"}
_GONE = {
    "InternalDependencyException",
    "InternalFailure",
    "InternalServerException",
    "ModelErrorException",
    "ModelError",
    "ModelNotReadyException",
    "ResourceNotFoundException",
    "ServiceUnavailableException",
}


def failure(error: BotoCoreError | ClientError) -> ModelError:
    """The failure that an exception of botocore stands for."""
    if isinstance(error, ReadTimeoutError | ConnectTimeoutError):
        return ModelError(Failure.TIMEOUT, "the service did not answer in time")
    if isinstance(error, EndpointConnectionError | ConnectionClosedError | HTTPClientError):
        return ModelError(Failure.UNAVAILABLE, "no connection to the service")
    if isinstance(error, ClientError):
        return _answered(error)
    return ModelError(Failure.REFUSED, f"the request could not be sent: {type(error).__name__}")


def _answered(error: ClientError) -> ModelError:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    # A deleted SageMaker endpoint is a ValidationError with the same code as a wrong request; only its words differ.
    missing = code == "ValidationError" and "not found" in error.response.get("Error", {}).get("Message", "").lower()
    if code in _THROTTLED or status == 429:
        return ModelError(Failure.THROTTLED, "the service throttles")
    if code in _TIMEOUT or status == 408:
        return ModelError(Failure.TIMEOUT, "the model did not answer in time")
    if code in _GONE or missing or status >= 500:
        return ModelError(Failure.UNAVAILABLE, "the model is not available")
    return ModelError(Failure.REFUSED, "the service refused the request")
