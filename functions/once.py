"""Work that is done once a key, over all processes: powertools' idempotency, with its errors as refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer

from functions.refusal import Refused
from functions.telemetry import Count, Meter

WINDOW_SECONDS = 86_400
"""How long a request is the same request: a day, as clients' and queues' own retries end well before."""

Work = Callable[[], dict[str, Any]]


class Remaining(Protocol):
    """Lambda's context, as far as it is needed."""

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda ends this invocation."""
        ...


class _Attempt:
    """One run of the work, so that its end is known even where the table could not note it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.result: dict[str, Any] | None = None
        self.error: Exception | None = None

    def run(self) -> dict[str, Any]:
        try:
            self.result = self._work()
        except Exception as error:
            self.error = error
            raise
        return self.result


class Once:
    """The table of requests of one function."""

    def __init__(self, layer: BasePersistenceLayer, prefix: str, meter: Meter) -> None:
        self._meter = meter
        self._config = IdempotencyConfig(
            event_key_jmespath="key",
            payload_validation_jmespath="digest",
            raise_on_no_idempotency_key=True,
            expires_after_seconds=WINDOW_SECONDS,
            hash_function="sha256",
        )

        @idempotent_function(
            data_keyword_argument="request", config=self._config, persistence_store=layer, key_prefix=prefix
        )
        def guarded(*, request: dict[str, str], attempt: _Attempt) -> dict[str, Any]:
            del request
            return attempt.run()

        self._guarded = guarded

    def run(self, key: str, digest: str, work: Work, context: Remaining) -> tuple[dict[str, Any], bool]:
        """What the work returned, and whether that was an earlier run's; `digest` tells other work under the same key.

        When the work raises, the key is free again.
        """
        # The contexts of two invocations never overlap in a process of Lambda.
        self._config.lambda_context = context  # pyright: ignore[reportAttributeAccessIssue]  the protocol is what is used of it
        attempt = _Attempt(work)
        try:
            result = self._guarded(request={"key": key, "digest": digest}, attempt=attempt)
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            self._meter.count(Count.IN_PROGRESS)
            raise Refused(409, "in-progress", "the same request is being decided", retry=1) from None
        except IdempotencyValidationError:
            self._meter.count(Count.MISMATCH)
            raise Refused(422, "key-reused", "was used for another payload", field="Idempotency-Key") from None
        except IdempotencyPersistenceLayerError:
            return self._without_table(attempt), False
        return result, attempt.result is None

    def _without_table(self, attempt: _Attempt) -> dict[str, Any]:
        """Before the work the table is needed; after it the record is there, and answers whoever asks again."""
        self._meter.count(Count.IDEMPOTENCY_FAULT)
        if attempt.error is not None:
            raise attempt.error
        if attempt.result is None:
            raise Refused(503, "idempotency-unavailable", "the request could not be told from a duplicate", retry=5)
        return attempt.result
